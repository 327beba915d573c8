/**
 * Measures how much the tests notice: changes the source at random places, one at a time, and
 * counts the changes after which a test fails. `deno task mutate --help` explains it.
 */

import { parseArgs } from "@std/cli/parse-args";
import { resolve } from "@std/path";

import { Random } from "../tests/harness/random.ts";
import { applyChange, type Change, findChanges, parses } from "./mutation/changes.ts";
import { isTest, Reach } from "./mutation/reach.ts";
import { Trials, type Verdict } from "./mutation/trial.ts";

const USAGE = `deno task mutate [options]

Changes protocol/, server/ and client/ at random places, one at a time, and runs the tests
that reach the changed file: those beside it, the other unit tests, the system tests inside
one process, then the tests that start the program. It stops at the first failure, which has
to happen twice, or when no test ends any more. A change that no test notices is printed:
either a test is missing, or the change makes no difference, which only a reader can say.

Changes are made to a comparison, && or ||, a negation, a number, a returned value, a call
that is a statement, and a word of the protocol. Lines of the source are equally likely.
The tree itself is never changed: tests run on a copy in a temporary folder.

  --count N      how many changes (60)
  --seed N       which ones: the same seed and source give the same changes (1)
  --under PATH   only files under this path, or a line: server/history, server/cli.ts:40
  --list         print the changes and try none
  --jobs N       changes tried at the same time, each on a copy (1)
  --silence N    tests hang if none ends for this many seconds (90)
  --root DIR     the tree to measure (this one)
`;

const FOLDERS: readonly string[] = ["protocol", "server", "client"];
const TEST_FOLDERS: readonly string[] = ["tests", "scripts"];
/** Helpers of unit tests that stand beside sources. */
const TEST_HELPER = /(?:^|\/)testing(?:\.ts$|\/)/;

interface Flags {
  readonly help: boolean;
  readonly list: boolean;
  readonly under: string;
  readonly root: string;
  readonly count: string;
  readonly seed: string;
  readonly jobs: string;
  readonly silence: string;
}

function readFlags(args: string[]): Flags {
  return parseArgs(args, {
    boolean: ["help", "list"],
    string: ["count", "seed", "under", "jobs", "silence", "root"],
    default: {
      count: "60",
      seed: "1",
      under: "",
      jobs: "1",
      silence: "90",
      root: new URL("..", import.meta.url).pathname,
    },
    unknown: (flag) => usageError(`Unknown argument ${JSON.stringify(flag)}`),
  }) as unknown as Flags;
}

function usageError(message: string): never {
  console.error(`${message}\n\n${USAGE}`);
  Deno.exit(2);
}

function wholeNumber(flags: Flags, name: "count" | "seed" | "jobs" | "silence"): number {
  const number = Number(flags[name]);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  usageError(`--${name} must be a whole number above 0, not ${JSON.stringify(flags[name])}`);
}

/** The TypeScript files of a tree by their paths from `root`. */
async function readSources(root: string): Promise<Map<string, string>> {
  const sources = new Map<string, string>();
  const read = async (path: string) => {
    sources.set(path, await Deno.readTextFile(`${root}/${path}`));
  };
  const walk = async (folder: string) => {
    const entries = await Array.fromAsync(Deno.readDir(`${root}/${folder}`));
    for (const { name, isDirectory } of entries.sort((a, b) => a.name < b.name ? -1 : 1)) {
      if (isDirectory) await walk(`${folder}/${name}`);
      else if (name.endsWith(".ts")) await read(`${folder}/${name}`);
    }
  };
  await read("main.ts");
  for (const folder of [...FOLDERS, ...TEST_FOLDERS]) await walk(folder);
  return sources;
}

/** Gives changes in a random order: every line has the same chance, then every change on it. */
export function* inRandomOrder(changes: readonly Change[], random: Random): Generator<Change> {
  const lines = [...Map.groupBy(changes, ({ path, line }) => `${path}:${line}`).values()];
  while (lines.length > 0) {
    const index = random.below(lines.length);
    const line = lines[index]!;
    yield line.splice(random.below(line.length), 1)[0]!;
    if (line.length === 0) lines.splice(index, 1);
  }
}

function findAll(sources: ReadonlyMap<string, string>, under: string): Change[] {
  const isMeasured = (path: string) =>
    FOLDERS.includes(path.split("/", 1)[0]!) && !isTest(path) && !TEST_HELPER.test(path);
  return [...sources].filter(([path]) => isMeasured(path))
    .flatMap(([path, text]) => findChanges(path, text))
    .filter(({ path, line }) => `${path}:${line}`.startsWith(under));
}

function describe({ path, line, before, after }: Change): string {
  return `${path}:${line}\n    - ${before}\n    + ${after}`;
}

/** Tries changes, some at the same time, and gives those that no test noticed. */
async function tryAll(
  changes: readonly Change[],
  { root, reach, jobs, silence }: { root: string; reach: Reach; jobs: number; silence: number },
): Promise<Change[]> {
  const tests = [...new Set(changes.flatMap(({ path }) => testsOf(reach, path)))];
  const survivors: Change[] = [];
  const queue = [...changes.entries()];
  let failing: readonly string[] = [];
  const work = async (trials: Trials) => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, change] = next;
      const groups = reach.testsOf(change.path).map(({ name, paths }) => ({
        name,
        paths: paths.filter((path) => !failing.includes(path)),
      }));
      const verdict = await trials.try(change, groups);
      if (!verdict.noticed) survivors.push(change);
      console.log(verdictLine(change, { verdict, number: index + 1 }));
    }
  };
  await using copies = new AsyncDisposableStack();
  const stop = () => void copies.disposeAsync().then(() => Deno.exit(130));
  Deno.addSignalListener("SIGINT", stop);
  const trials: Trials[] = [];
  for (let index = 0; index < Math.min(jobs, changes.length); index++) {
    trials.push(copies.use(await Trials.create({ root, silence })));
  }
  console.log(`Running ${tests.length} files of tests without a change`);
  failing = await trials[0]?.failing(tests) ?? [];
  for (const path of failing) console.log(`Left out, since it fails without a change: ${path}`);
  await Promise.all(trials.map(work));
  Deno.removeSignalListener("SIGINT", stop);
  return survivors;
}

function testsOf(reach: Reach, path: string): string[] {
  return reach.testsOf(path).flatMap(({ paths }) => paths);
}

function verdictLine(
  change: Change,
  { verdict, number }: { verdict: Verdict; number: number },
): string {
  const outcome = verdict.noticed ? "noticed by" : "NOT NOTICED by";
  return `${number}. ${describe(change)}\n    ${outcome} ${verdict.by}, ${
    verdict.seconds.toFixed(1)
  } s`;
}

if (import.meta.main) {
  const flags = readFlags(Deno.args);
  if (flags.help) {
    console.log(USAGE);
    Deno.exit(0);
  }
  const [count, seed] = [wholeNumber(flags, "count"), wholeNumber(flags, "seed")];
  const root = resolve(flags.root);
  const sources = await readSources(root);
  const all = findAll(sources, flags.under);
  const changes = inRandomOrder(all, new Random(seed))
    .filter((change) => parses(change.path, applyChange(sources.get(change.path)!, change)))
    .take(count).toArray();
  if (changes.length === 0) usageError(`Nothing to change under ${JSON.stringify(flags.under)}`);
  console.log(`${changes.length} of ${all.length} possible changes, seed ${seed}`);
  if (flags.list) {
    for (const [index, change] of changes.entries()) {
      console.log(`${index + 1}. ${describe(change)}`);
    }
    Deno.exit(0);
  }
  const survivors = await tryAll(changes, {
    root,
    reach: new Reach(sources),
    jobs: wholeNumber(flags, "jobs"),
    silence: wholeNumber(flags, "silence") * 1000,
  });
  if (survivors.length > 0) console.log(`\nNot noticed:`);
  for (const change of survivors) console.log(`  ${describe(change)}`);
  const noticed = changes.length - survivors.length;
  console.log(`\n${changes.length} changes, ${noticed} noticed, ${survivors.length} not`);
}
