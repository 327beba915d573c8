import { runDeno } from "./bundle.ts";

/** The files of a page that is being built. */
export interface BuiltPage {
  readonly folder: string;
  /** The names that index.html uses, with those that have a digest. */
  readonly renamed: ReadonlyMap<string, string>;
  /** The name of the script that the first one loads. */
  readonly main: string;
}

/** Prints what the first script draws, as JSON. */
const DRAWINGS = "client/web/start/drawings.tsx";
/** The parts of the page that are loaded later, with the beginnings of their files' names. */
const LATER_PARTS = { chat: "entered-", zh: "chinese_of_page-" } as const;

/**
 * The text of index.html for a built page: with the names of its files, what the first script draws,
 * and which files each part needs, so that all of them are fetched at once.
 */
export async function indexOf(text: string, page: BuiltPage): Promise<string> {
  const { folder, main, renamed } = page;
  const drawings: Record<string, string> = JSON.parse(
    await runDeno(["run", "--quiet", "--allow-env", DRAWINGS], `draw the page by ${DRAWINGS}`),
  );
  const atOnce = importsOf(main, { folder });
  const lists = Object.entries(LATER_PARTS).map(([part, beginning]) => {
    const first = nameIn(folder, beginning);
    const files = [first, ...importsOf(first, { folder })].filter((name) => !atOnce.has(name));
    return [`data-files="${part}"`, linksTo(files)] as const;
  });
  const templates = [
    ...Object.entries(drawings).map(([name, html]) => [`data-drawing="${name}"`, html] as const),
    ...lists,
  ].map(([attribute, html]) => `<template ${attribute}>${html}</template>\n`);
  let index = text;
  for (const [plain, hashed] of renamed) index = index.replace(`./${plain}`, `./${hashed}`);
  return index.replace("</head>", () => `${linksTo([...atOnce])}</head>`)
    .replace("<body>", (tag) => `${tag}\n${templates.join("")}`);
}

function linksTo(names: readonly string[]): string {
  return names.map((name) => `<link rel="modulepreload" href="./${name}">`).join("");
}

function nameIn(folder: string, beginning: string): string {
  const found = [...Deno.readDirSync(folder)].find(({ name }) => name.startsWith(beginning));
  if (found === undefined) throw new Error(`No file of the page begins with ${beginning}`);
  return found.name;
}

/** The files that a bundled one imports at once, directly or through others. */
function importsOf(
  name: string,
  { folder, found = new Set() }: { readonly folder: string; readonly found?: Set<string> },
): ReadonlySet<string> {
  const text = Deno.readTextFileSync(`${folder}/${name}`);
  for (const [, imported = ""] of text.matchAll(/\b(?:from|import)"\.\/([\w-]+\.js)"/g)) {
    if (found.has(imported)) continue;
    found.add(imported);
    importsOf(imported, { folder, found });
  }
  return found;
}
