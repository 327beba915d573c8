/** Programs that people use beside chat, and that some tests drive. */

import { testUnless } from "./unless.ts";

/**
 * Where a program is, undefined if it is not installed. Servers are in folders that the PATH of
 * ordinary users often lacks.
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
 * Defines a test that needs other programs. Where one is missing the test is
 * skipped and the reason printed; where CI is "true" it fails instead, since
 * there they should be.
 */
export function testWith(
  programs: readonly string[],
  { name, fn }: { name: string; fn: () => void | Promise<void> },
): void {
  const missing = programs.filter((program) => pathOf(program) === undefined);
  const reason = missing.length === 0 ? undefined : `${missing.join(", ")} not installed`;
  if (reason === undefined || Deno.env.get("CI") !== "true") {
    testUnless(reason, { name, fn });
    return;
  }
  Deno.test(name, () => {
    throw new Error(`Cannot run the test: ${reason}`);
  });
}
