/**
 * Defines a test, unless there is a reason that it cannot run here; then it is skipped, and
 * the reason printed.
 */
export function testUnless(
  reason: string | undefined,
  { name, fn }: { name: string; fn: () => void | Promise<void> },
): void {
  if (reason === undefined) {
    Deno.test(name, fn);
    return;
  }
  console.log(`Skipped "${name}": ${reason}`);
  Deno.test.ignore(`${name} (${reason})`, () => {});
}
