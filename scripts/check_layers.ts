/**
 * Checks the imports of this repository: they go only in the allowed directions, form no circle, and
 * no specifier is computed. Also checks that files and folders are not too large for one subject, and
 * that the client's core runs in a browser, too. `deno task check` runs it.
 */

import { dirname, join } from "@std/path";

const MAX_LINES = 400;
/** The largest number of source files in a folder, tests not counted. */
const MAX_FILES = 15;

/** The top-level folders that each one may import besides itself. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  protocol: [],
  server: ["protocol"],
  client: ["protocol"],
  main: ["server", "client", "protocol"],
  scripts: ["protocol", "server", "client", "tests", "main"],
  tests: ["protocol", "server", "client", "scripts", "main"],
};

/** Unit tests may import these as well. */
const ALLOWED_IN_UNIT_TESTS: readonly string[] = ["protocol", "tests"];

/** Files of client/ that need more than a browser: the terminal, files, Deno. */
const BEYOND_BROWSER = /^client\/(?:mod\.ts$|cli\/|deno\/|line\/|screen\/|testing\/)/;
/** The page, which is for a browser only. */
const PAGE = "client/web/";
/** A name of Deno or Node. The modules of @std are plain JavaScript, except that for prompts. */
const DENO_NAME = /\bDeno\.|\bprocess\.|["'](?:node:|@std\/cli\/prompt)/;

/** The texts of source files by their paths from the root, with `/`. */
export type Sources = ReadonlyMap<string, string>;

interface Import {
  /** The text in quotes; undefined if it is computed. */
  readonly specifier: string | undefined;
  readonly line: number;
}

/** Finds all problems of `sources`, one line each. */
export function findProblems(sources: Sources): string[] {
  const problems: string[] = [];
  const graph = new Map<string, string[]>();
  for (const [path, text] of sources) {
    const lines = text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
    if (lines > MAX_LINES) {
      problems.push(`${path}: ${lines} lines, at most ${MAX_LINES}: find its second subject`);
    }
    const isForBrowser = runsInBrowser(path);
    if (isForBrowser && DENO_NAME.test(blankComments(text))) {
      problems.push(`${path}: names Deno or Node, but must run in a browser, too`);
    }
    const targets: string[] = [];
    graph.set(path, targets);
    for (const { specifier, line } of findImports(text)) {
      if (specifier === undefined) {
        problems.push(`${path}:${line}: a computed import, which a compiled program would miss`);
      } else if (specifier.startsWith(".")) {
        const target = join(dirname(path), specifier);
        targets.push(target);
        const problem = checkDirection(path, target);
        if (problem) problems.push(`${path}:${line}: ${problem}`);
        if (isForBrowser && BEYOND_BROWSER.test(target)) {
          problems.push(
            `${path}:${line}: must run in a browser, too, and must not import ${target}`,
          );
        }
        if (target.startsWith(PAGE) && !path.startsWith(PAGE) && path.startsWith("client/")) {
          problems.push(`${path}:${line}: only the page may import ${target}`);
        }
      }
    }
  }
  return [...problems, ...findLargeFolders(sources), ...findCircles(graph)];
}

function isTest(path: string): boolean {
  return /_test\.tsx?$/.test(path);
}

function runsInBrowser(path: string): boolean {
  return path.startsWith("client/") && !BEYOND_BROWSER.test(path) && !isTest(path);
}

function findLargeFolders(sources: Sources): string[] {
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

/** Finds static and dynamic imports and re-exports, not those in comments and strings. */
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

/** Whether a position is inside quotes that begin on the same line. */
function isInsideText(code: string, index: number): boolean {
  const before = code.slice(code.lastIndexOf("\n", index - 1) + 1, index);
  const open = before.replace(/\\./g, "").match(/["'`]/g) ?? [];
  return open.length % 2 === 1;
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

/** Finds circles of imports, types included; short ones first, each file in one circle at most. */
function findCircles(graph: Graph): string[] {
  const circles = [...graph.keys()].map((path) => shortestCircle(graph, path) ?? [])
    .filter((circle) => circle.length > 0).sort((a, b) => a.length - b.length);
  const reported = new Set<string>();
  const problems: string[] = [];
  for (const circle of circles) {
    if (circle.some((path) => reported.has(path))) continue;
    for (const path of circle) reported.add(path);
    problems.push(`A circle of imports: ${[...circle, circle[0]].join(" → ")}`);
  }
  return problems;
}

/** Finds the shortest circle through a file by a breadth-first search; the file comes first. */
function shortestCircle(graph: Graph, path: string): string[] | undefined {
  const chains: string[][] = [[path]];
  const seen = new Set<string>();
  for (const chain of chains) {
    for (const target of graph.get(chain.at(-1)!) ?? []) {
      if (target === path) return chain;
      if (seen.has(target)) continue;
      seen.add(target);
      chains.push([...chain, target]);
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
    `Layers: ${sources.size} files, all imports in the allowed directions, no folder too large`,
  );
}
