/** Programs that people use beside chat, and that some tests drive. */

import { testUnless } from "./unless.ts";

/** Whether a program is installed, by its name on PATH. */
export function have(program: string): boolean {
  const folders = (Deno.env.get("PATH") ?? "").split(":");
  return ["/usr/sbin", "/sbin", ...folders].some((folder) => {
    try {
      return Deno.statSync(`${folder}/${program}`).isFile;
    } catch {
      return false;
    }
  });
}

/**
 * Defines a test that needs other programs. Where one is missing the test is
 * skipped and the reason printed; where CI is "true" it fails instead, since
 * there they should be.
 */
export function testWith(
  programs: readonly string[],
  { name, fn }: { name: string; fn: () => void | Promise<void> },
): void {
  const missing = programs.filter((program) => !have(program));
  const reason = missing.length === 0 ? undefined : `${missing.join(", ")} not installed`;
  if (reason === undefined || Deno.env.get("CI") !== "true") {
    testUnless(reason, { name, fn });
    return;
  }
  Deno.test(name, () => {
    throw new Error(`Cannot run the test: ${reason}`);
  });
}
