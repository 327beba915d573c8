/**
 * Builds the program: `deno task build` writes dist/chat for this machine, and
 * `deno task build --all` writes a program for each platform and dist/SHA256SUMS.
 *
 * DENORT_BIN, a variable of Deno, names the runtime to embed for this machine's platform. Without
 * it Deno downloads the runtimes.
 */

import metadata from "../deno.json" with { type: "json" };
import { bundle } from "./bundle.ts";

interface Target {
  /** The name that Deno uses. */
  readonly triple: string;
  /** The name for people. */
  readonly platform: string;
  readonly file: string;
}

const TARGETS: readonly Target[] = [
  { triple: "x86_64-unknown-linux-gnu", platform: "Linux x64", file: "chat-linux-x64" },
  { triple: "aarch64-unknown-linux-gnu", platform: "Linux arm64", file: "chat-linux-arm64" },
  { triple: "x86_64-apple-darwin", platform: "macOS x64", file: "chat-macos-x64" },
  { triple: "aarch64-apple-darwin", platform: "macOS arm64", file: "chat-macos-arm64" },
  { triple: "x86_64-pc-windows-msvc", platform: "Windows x64", file: "chat-windows-x64.exe" },
];

/** The program's permissions. They exclude starting programs and loading libraries. */
const PERMISSIONS: readonly string[] = [
  "--no-prompt",
  "--allow-net",
  "--allow-read",
  "--allow-write",
  "--allow-env",
  "--allow-sys=hostname,networkInterfaces,osRelease,uid,homedir",
];

const ENTRYPOINT = "main.ts";
const FOLDER = "dist";
/** The page for the browser, as scripts/page.ts builds it. */
const PAGE = `${FOLDER}/page`;
/** The sources of the program's threads, each of which is a program of its own. */
const THREADS: readonly string[] = [
  "server/history/search/index_thread.ts",
  "server/cluster/copies/copy_thread.ts",
];
/** The program as JavaScript. A path from there to the page is that from the sources. */
const BUNDLE = "build";

/** Compiles one program; returns the reason if that fails. */
async function compile(
  output: string,
  { target, isHost }: { target: Target | undefined; isHost: boolean },
): Promise<string | undefined> {
  const env = Deno.env.toObject();
  if (!isHost) delete env.DENORT_BIN;
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "compile",
      // Under a flood the client collects garbage earlier: client/deno/memory.ts.
      "--v8-flags=--expose-gc",
      "--quiet",
      "--no-check",
      ...PERMISSIONS,
      "--no-config",
      ...["--include", PAGE],
      ...THREADS.flatMap((thread) => [
        "--include",
        `${BUNDLE}/${thread.split("/").at(-1)?.replace(".ts", ".js")}`,
      ]),
      ...(target ? ["--target", target.triple] : []),
      "--output",
      output,
      `${BUNDLE}/main.js`,
    ],
    env: { ...env, NO_COLOR: "1" },
    clearEnv: true,
    stdin: "null",
    stdout: "inherit",
    stderr: "piped",
  }).output();
  if (success) return undefined;
  return explain(new TextDecoder().decode(stderr));
}

/** Shortens the compiler's output to one line. */
function explain(text: string): string {
  const [message = ""] = text.split("Stack backtrace");
  const download = /error sending request for url \(([^)]*)\)/.exec(message);
  if (download) return `its runtime cannot be downloaded from ${download[1]}`;
  return message.trim().replace(/\s*\n\s*/g, " ").slice(0, 500) || "the compiler gave no reason";
}

async function sha256(path: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await Deno.readFile(path));
  return new Uint8Array(digest).toHex();
}

async function report(path: string): Promise<void> {
  const { size } = await Deno.stat(path);
  console.log(`${path}  ${(size / 2 ** 20).toFixed(1)} MiB`);
}

async function buildHere(): Promise<boolean> {
  const path = `${FOLDER}/chat${Deno.build.os === "windows" ? ".exe" : ""}`;
  const problem = await compile(path, { target: undefined, isHost: true });
  if (problem !== undefined) {
    console.error(`Cannot build ${path}: ${problem}`);
    return false;
  }
  await report(path);
  return true;
}

/** Builds for every platform. The others are built even if one fails. */
async function buildAll(): Promise<boolean> {
  const sums: string[] = [];
  for (const target of TARGETS) {
    const path = `${FOLDER}/${target.file}`;
    const isHost = target.triple === Deno.build.target;
    const problem = await compile(path, { target, isHost });
    if (problem === undefined) {
      await report(path);
      sums.push(`${await sha256(path)}  ${target.file}\n`);
    } else {
      console.error(`Cannot build for ${target.platform} (${target.triple}): ${problem}`);
    }
  }
  await Deno.writeTextFile(`${FOLDER}/SHA256SUMS`, sums.join(""));
  return sums.length === TARGETS.length;
}

if (import.meta.main) {
  Deno.chdir(new URL("..", import.meta.url));
  const unknown = Deno.args.filter((arg) => arg !== "--all");
  if (unknown.length > 0) {
    console.error(`Unknown argument ${unknown[0]}; usage: deno task build [--all]`);
    Deno.exit(2);
  }
  await Deno.mkdir(FOLDER, { recursive: true });
  console.log(`chat ${metadata.version}, Deno ${Deno.version.deno}`);
  // Few files start faster than many. They keep the names of functions for the log.
  for (const source of [ENTRYPOINT, ...THREADS]) {
    await bundle(source, { platform: "deno", minify: false, folder: BUNDLE });
  }
  const done = Deno.args.includes("--all") ? await buildAll() : await buildHere();
  await Deno.remove(BUNDLE, { recursive: true });
  Deno.exit(done ? 0 : 1);
}
