/** Other programs that some tests run, and tests that cannot run without them. */

/**
 * Finds the path of a program; undefined if it is not installed. Servers are often in folders that
 * are not in the PATH of ordinary users.
 */
export function pathOf(program: string): string | undefined {
  const folders = (Deno.env.get("PATH") ?? "").split(":");
  return [...folders, "/usr/sbin", "/sbin"].map((folder) => `${folder}/${program}`).find(isFile);
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/**
 * Defines a test that needs other programs. If one is missing, the test is skipped and the reason
 * printed; if the variable CI is "true", it fails instead.
 */
export function testWith(
  programs: readonly string[],
  definition: TestDefinition,
): void {
  const missing = programs.filter((program) => pathOf(program) === undefined);
  const reason = missing.length === 0 ? undefined : `${missing.join(", ")} not installed`;
  testOrFailInCi(reason, definition);
}

/** Defines a test; if there is a reason that it cannot run, it is skipped, or fails in CI. */
export function testOrFailInCi(reason: string | undefined, definition: TestDefinition): void {
  if (reason === undefined || Deno.env.get("CI") !== "true") {
    testUnless(reason, definition);
    return;
  }
  Deno.test(definition.name, () => {
    throw new Error(`Cannot run the test: ${reason}`);
  });
}

/** A test, as {@linkcode Deno.test} takes it. */
export interface TestDefinition {
  readonly name: string;
  readonly fn: () => void | Promise<void>;
  readonly sanitizeOps?: boolean;
  readonly sanitizeResources?: boolean;
}

/** Defines a test; if there is a reason that it cannot run, skips it and prints the reason. */
export function testUnless(
  reason: string | undefined,
  definition: TestDefinition,
): void {
  if (reason === undefined) {
    Deno.test(definition);
    return;
  }
  const { name } = definition;
  console.log(`Skipped "${name}": ${reason}`);
  Deno.test.ignore(`${name} (${reason})`, () => {});
}
