/**
 * Checks that deno.lock has the packages of a start and tests/deno.lock those of tests and scripts,
 * too: Deno downloads everything that a lock has. `deno task check` runs it.
 */

/** The folder of the files that stand for packages of tests and scripts alone. */
const PACKAGES = "./tests/packages/";

/** A lock file as far as it matters here. */
interface Lock {
  readonly specifiers: Readonly<Record<string, string>>;
}

/** What is compared: the import map and both locks. */
export interface Locked {
  readonly imports: Readonly<Record<string, string>>;
  readonly lock: Lock;
  readonly testsLock: Lock;
}

/** Finds what is wrong with the locks; undefined for nothing. */
export function lockProblem({ imports, lock, testsLock }: Locked): string | undefined {
  const starts = Object.entries(imports).filter(([, target]) => target.startsWith(PACKAGES))
    .map(([name]) => `npm:${name}@`);
  const isOfTests = (name: string) => starts.some((start) => name.startsWith(start));
  const ofStart = Object.keys(lock.specifiers);
  const wrong = ofStart.find(isOfTests);
  if (wrong !== undefined) {
    return `deno.lock: ${wrong} is of tests: git checkout deno.lock, and test with deno task test`;
  }
  const ofTests = Object.keys(testsLock.specifiers);
  const missing = ofStart.find((name) => !ofTests.includes(name));
  if (missing !== undefined) {
    return `tests/deno.lock: ${missing} is missing; deno task check adds it`;
  }
  const extra = ofTests.find((name) => !isOfTests(name) && !ofStart.includes(name));
  if (extra !== undefined) {
    return `deno.lock: ${extra} is missing: deno task page, deno task chat version add it`;
  }
  return undefined;
}

if (import.meta.main) {
  const read = (path: string) =>
    JSON.parse(Deno.readTextFileSync(new URL(`../${path}`, import.meta.url)));
  const problem = lockProblem({
    imports: read("deno.json").imports,
    lock: read("deno.lock"),
    testsLock: read("tests/deno.lock"),
  });
  if (problem !== undefined) {
    console.error(problem);
    Deno.exit(1);
  }
}
