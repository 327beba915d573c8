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
