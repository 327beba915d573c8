/** Other programs that some tests run. */

import { type TestDefinition, testUnless } from "./unless.ts";

/**
 * Finds the path of a program; undefined if it is not installed. Servers are often in folders that
 * are not in the PATH of ordinary users.
 */
export function pathOf(program: string): string | undefined {
  const folders = (Deno.env.get("PATH") ?? "").split(":");
  return [...folders, "/usr/sbin", "/sbin"].map((folder) => `${folder}/${program}`).find(isFile);
}

/** A port that nobody listens on. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
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
