/** Defines a test; if there is a reason that it cannot run, skips it and prints the reason. */
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
