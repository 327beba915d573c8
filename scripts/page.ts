/**
 * Builds the page for the browser into dist/page: `deno task page`. Does nothing if the page is
 * already built from these sources.
 */

import { join } from "@std/path";

import { bundle } from "./bundle.ts";
import { packFiles } from "./pack.ts";
import { indexOf } from "./page_index.ts";

const ROOT = new URL("..", import.meta.url).pathname;
const SOURCE = "client/web";
const FINISHED = "dist/page";
/** The page is built here, so that a server that starts meanwhile has the old or the new one. */
const OUTPUT = `${FINISHED}-${Deno.pid}`;
/** How the parts of the page are bundled. */
const TO_PAGE = { platform: "browser", minify: true, folder: OUTPUT } as const;
/** Contains the digest of the sources that the page is built from. */
const STAMP = ".sources";
/** Files and folders that the page is made of. */
const SOURCES: readonly string[] = [
  "client",
  "protocol",
  "deno.json",
  "deno.lock",
  "scripts/bundle.ts",
  "scripts/pack.ts",
  "scripts/page.ts",
  "scripts/page_index.ts",
];
/** Letters of a digest in the name of a file, as the bundler takes. */
const DIGEST_LETTERS = 8;

/** Builds the page if it is not up to date. Throws an Error that says why it cannot. */
async function buildPage(): Promise<void> {
  const digest = await digestOf(SOURCES.flatMap((path) => [...filesIn(path)]));
  if (readIfPresent(`${FINISHED}/${STAMP}`) === digest) return;
  console.error("Building the page for the browser…");
  Deno.mkdirSync(OUTPUT, { recursive: true });
  try {
    await buildInto(digest);
    removeIfPresent(FINISHED);
    Deno.renameSync(OUTPUT, FINISHED);
  } finally {
    removeIfPresent(OUTPUT);
  }
}

async function buildInto(digest: string): Promise<void> {
  Deno.writeTextFileSync(`${OUTPUT}/page.css`, readStyles());
  // The first one fetches the bundler, which several at a time could not.
  await bundle(`${SOURCE}/main.tsx`, TO_PAGE);
  await Promise.all([
    bundle(`${SOURCE}/start/start.ts`, { ...TO_PAGE, format: "iife" }),
    bundle(`${SOURCE}/service_worker.ts`, { ...TO_PAGE, format: "iife" }),
    bundle(`${OUTPUT}/page.css`, TO_PAGE),
  ]);
  const renamed = new Map<string, string>();
  for (const name of ["main.js", "start.js", "page.css"]) {
    renamed.set(name, await renameByDigest(name));
  }
  copyPublicFiles();
  const text = Deno.readTextFileSync(`${SOURCE}/index.html`);
  const page = { folder: OUTPUT, renamed, main: renamed.get("main.js")! };
  Deno.writeTextFileSync(`${OUTPUT}/index.html`, await indexOf(text, page));
  writeFileList(digest);
  await packFiles(OUTPUT);
  Deno.writeTextFileSync(`${OUTPUT}/${STAMP}`, digest);
}

/** The style sheets in the order of their names. */
function readStyles(): string {
  return [...filesIn(`${SOURCE}/styles`)].sort().map((path) => Deno.readTextFileSync(path)).join(
    "\n",
  );
}

function copyPublicFiles(): void {
  for (const { name } of Deno.readDirSync(`${SOURCE}/public`)) {
    Deno.copyFileSync(`${SOURCE}/public/${name}`, `${OUTPUT}/${name}`);
  }
}

/** Tells the service worker which files it keeps, and which build they are of. */
function writeFileList(digest: string): void {
  const path = `${OUTPUT}/service_worker.js`;
  const files = [...Deno.readDirSync(OUTPUT)].map(({ name }) => name)
    .filter((name) => !name.startsWith(".") && name !== "service_worker.js").sort();
  const lists = `self.build=${
    JSON.stringify({ digest: digest.slice(0, DIGEST_LETTERS), files })
  };\n`;
  Deno.writeTextFileSync(path, lists + Deno.readTextFileSync(path));
}

/** Puts a digest into the name of a file; returns the new name. */
async function renameByDigest(name: string): Promise<string> {
  const digest = await sha256(Deno.readFileSync(`${OUTPUT}/${name}`));
  const part = digest.slice(0, DIGEST_LETTERS).toUpperCase();
  const hashed = name.replace(/\.(?=\w+$)/, `-${part}.`);
  Deno.renameSync(`${OUTPUT}/${name}`, `${OUTPUT}/${hashed}`);
  return hashed;
}

async function digestOf(paths: readonly string[]): Promise<string> {
  const parts = paths.map((path) => `${path}\n${Deno.readTextFileSync(path)}`);
  return await sha256(new TextEncoder().encode(parts.join("\n")));
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

/** The files of a folder in the order of their paths, without tests; or the one file. */
function* filesIn(path: string): Generator<string> {
  if (!Deno.statSync(path).isDirectory) {
    yield path;
    return;
  }
  const names = [...Deno.readDirSync(path)].map(({ name }) => name).sort();
  for (const name of names) if (!/_test\.tsx?$/.test(name)) yield* filesIn(join(path, name));
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

function removeIfPresent(path: string): void {
  if (exists(path)) Deno.removeSync(path, { recursive: true });
}

function readIfPresent(path: string): string | undefined {
  return exists(path) ? Deno.readTextFileSync(path) : undefined;
}

if (import.meta.main) {
  Deno.chdir(ROOT);
  await buildPage();
}
