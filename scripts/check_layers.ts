/**
 * Checks how the files of this repository depend on each other: only in the allowed directions, in
 * no circle, by names that can be read in the source; that no file and no folder has grown too
 * large to have one subject; and that the client's core runs in a browser, too.
 * `deno task check` runs it.
 */

const MAX_LINES = 400;
/** Source files in one folder, without tests. */
const MAX_FILES = 15;

/** Which top-level folders each one may import, besides itself. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  protocol: [],
  server: ["protocol"],
  client: ["protocol"],
  main: ["server", "client", "protocol"],
  scripts: ["protocol", "server", "client", "tests", "main"],
  tests: ["protocol", "server", "client", "scripts", "main"],
};

/** Unit tests stand beside what they test and may use these as well. */
const ALLOWED_IN_UNIT_TESTS: readonly string[] = ["protocol", "tests"];

/** What in client/ needs more than a browser has: the terminal, files, Deno. */
const BEYOND_BROWSER = /^client\/(?:mod\.ts$|cli\/|deno\/|line\/|testing\/)/;
/** A name of Deno's or Node's. Modules of @std are plain JavaScript, except that of prompts. */
const DENO_NAME = /\bDeno\.|\bprocess\.|["'](?:node:|@std\/cli\/prompt)/;

/** A source file by its path from the repository's root, with `/`. */
export type Sources = ReadonlyMap<string, string>;

interface Import {
  /** What stands between the quotes, or undefined when it is computed. */
  readonly specifier: string | undefined;
  readonly line: number;
}

/** Finds everything that is wrong with the dependencies between `sources`, one line each. */
export function findProblems(sources: Sources): string[] {
  const problems: string[] = [];
  const graph = new Map<string, string[]>();
  for (const [path, text] of sources) {
    const lines = text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
    if (lines > MAX_LINES) {
      problems.push(`${path}: ${lines} lines, at most ${MAX_LINES}: find its second idea`);
    }
    const isCore = isBrowserCore(path);
    if (isCore && DENO_NAME.test(blankComments(text))) {
      problems.push(`${path}: names Deno or Node, but is to run in a browser, too`);
    }
    const targets: string[] = [];
    graph.set(path, targets);
    for (const { specifier, line } of findImports(text)) {
      if (specifier === undefined) {
        problems.push(`${path}:${line}: a computed import, which a compiled program would miss`);
      } else if (specifier.startsWith(".")) {
        const target = resolve(path, specifier);
        targets.push(target);
        const problem = checkDirection(path, target);
        if (problem) problems.push(`${path}:${line}: ${problem}`);
        if (isCore && BEYOND_BROWSER.test(target)) {
          problems.push(`${path}:${line}: is to run in a browser and must not import ${target}`);
        }
      }
    }
  }
  return [...problems, ...findWideFolders(sources), ...findCircles(graph)];
}

function isTest(path: string): boolean {
  return /_test\.tsx?$/.test(path);
}

function isBrowserCore(path: string): boolean {
  return path.startsWith("client/") && !BEYOND_BROWSER.test(path) && !isTest(path);
}

function findWideFolders(sources: Sources): string[] {
  const counts = new Map<string, number>();
  for (const path of sources.keys()) {
    if (isTest(path)) continue;
    const folder = path.slice(0, path.lastIndexOf("/") + 1);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > MAX_FILES)
    .map(([folder, count]) => `${folder}: ${count} files, at most ${MAX_FILES}: group them`);
}

const IMPORT =
  /\b(?:import|export)\b(?:\s+type\b)?[\s\w*{},$]*?\bfrom\s*(["'])(.*?)\1|\bimport\s*(["'])(.*?)\3|\bimport\s*\(\s*(?:(["'])([^"']*)\5\s*[,)])?/g;

/** Finds static, dynamic and re-exporting imports; comments and strings do not count. */
export function findImports(text: string): Import[] {
  const found: Import[] = [];
  const code = blankComments(text);
  for (const match of code.matchAll(IMPORT)) {
    if (isInsideText(code, match.index)) continue;
    const line = code.slice(0, match.index).split("\n").length;
    found.push({ specifier: match[2] ?? match[4] ?? match[6], line });
  }
  return found;
}

/** Replaces comments that begin a line or follow a space by spaces, keeping line ends. */
function blankComments(text: string): string {
  return text.replace(
    /(?<=^|\s)\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/[^\n]*/g,
    (comment) => comment.replace(/[^\n]/g, " "),
  );
}

/** Whether a position is within quotes that began on the same line. */
function isInsideText(code: string, index: number): boolean {
  const before = code.slice(code.lastIndexOf("\n", index - 1) + 1, index);
  const open = before.replace(/\\./g, "").match(/["'`]/g) ?? [];
  return open.length % 2 === 1;
}

function resolve(from: string, specifier: string): string {
  const parts = from.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}

function layerOf(path: string): string {
  return path.includes("/") ? path.split("/")[0]! : "main";
}

function checkDirection(from: string, to: string): string | undefined {
  const [layer, other] = [layerOf(from), layerOf(to)];
  if (layer === other || to.endsWith(".json")) return undefined;
  const allowed = [...(ALLOWED[layer] ?? []), ...(isTest(from) ? ALLOWED_IN_UNIT_TESTS : [])];
  if (!allowed.includes(other)) return `${layer}/ must not import ${to}`;
  if (isTest(to)) return `a test is imported: ${to}`;
  return undefined;
}

type Graph = ReadonlyMap<string, readonly string[]>;

/** Tells circles, short ones first, each file in one at most. Types count as well. */
function findCircles(graph: Graph): string[] {
  const ways = [...graph.keys()].map((path) => shortestWayBack(graph, path) ?? [])
    .filter((way) => way.length > 0).sort((a, b) => a.length - b.length);
  const told = new Set<string>();
  const circles: string[] = [];
  for (const way of ways) {
    if (way.some((path) => told.has(path))) continue;
    for (const path of way) told.add(path);
    circles.push(`A circle of imports: ${[...way, way[0]].join(" → ")}`);
  }
  return circles;
}

/** The fewest files through which one imports itself, itself first; breadth first. */
function shortestWayBack(graph: Graph, path: string): string[] | undefined {
  const ways: string[][] = [[path]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const target of graph.get(way.at(-1)!) ?? []) {
      if (target === path) return way;
      if (seen.has(target)) continue;
      seen.add(target);
      ways.push([...way, target]);
    }
  }
  return undefined;
}

const FOLDERS = ["protocol", "server", "client", "tests", "scripts"];

function readSources(root: string): Sources {
  const sources = new Map<string, string>();
  const add = (path: string) => sources.set(path, Deno.readTextFileSync(`${root}/${path}`));
  const walk = (folder: string) => {
    for (const { name, isDirectory } of Deno.readDirSync(`${root}/${folder}`)) {
      const path = `${folder}/${name}`;
      if (isDirectory) walk(path);
      else if (/\.tsx?$/.test(name)) add(path);
    }
  };
  add("main.ts");
  FOLDERS.forEach(walk);
  return sources;
}

if (import.meta.main) {
  const sources = readSources(new URL("..", import.meta.url).pathname.replace(/\/$/, ""));
  const problems = findProblems(sources);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) Deno.exit(1);
  console.log(
    `Layers: ${sources.size} files, no import in a wrong direction or a circle, no folder too wide`,
  );
}
