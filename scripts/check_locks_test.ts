import { assertEquals } from "@std/assert";

import { lockProblem } from "./check_locks.ts";

function problemOf(ofStart: readonly string[], ofTests: readonly string[]): string | undefined {
  const lockOf = (names: readonly string[]) => ({
    specifiers: Object.fromEntries(names.map((name) => [`npm:${name}@1.0.0`, "1.0.0"])),
  });
  const imports = { "fast-check": "./tests/packages/fast_check.ts", gemoji: "npm:gemoji@1.0.0" };
  return lockProblem({ imports, lock: lockOf(ofStart), testsLock: lockOf(ofTests) });
}

Deno.test("A start downloads no package that only tests and scripts need", () => {
  assertEquals(problemOf(["gemoji"], ["fast-check", "gemoji"]), undefined);
  assertEquals(
    problemOf(["fast-check", "gemoji"], ["fast-check", "gemoji"]),
    "deno.lock: npm:fast-check@1.0.0 is of tests: git checkout deno.lock, and test with deno task test",
  );
});

Deno.test("Both locks agree on the packages of a start", () => {
  assertEquals(
    problemOf(["gemoji", "ink"], ["fast-check", "gemoji"]),
    "tests/deno.lock: npm:ink@1.0.0 is missing; deno task check adds it",
  );
  assertEquals(
    problemOf(["gemoji"], ["fast-check", "gemoji", "ink"]),
    "deno.lock: npm:ink@1.0.0 is missing: deno task page, deno task chat version add it",
  );
});
