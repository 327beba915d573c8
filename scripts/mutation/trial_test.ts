import { assertEquals } from "@std/assert";

import { findChanges } from "./changes.ts";
import type { TestGroup } from "./reach.ts";
import { readFailure, Trials, type Verdict } from "./trial.ts";

const SOURCE = "export const add = (a: number) => a + 1;\n";
const TEST = `import { add } from "./add.ts";
Deno.test("One is added", () => {
  if (add(1) !== 2) throw new Error("Not added");
});
`;
const USELESS_TEST = 'import "./add.ts"; Deno.test("It can be imported", () => {});';
const GROUPS: readonly TestGroup[] = [{ name: "beside it", paths: ["add_test.ts"] }];

/** The verdict of one test on a source in which the body of its function is replaced. */
async function verdictOf(
  { body, test, silence = 60_000 }: { body: string; test: string; silence?: number },
): Promise<Verdict> {
  const root = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${root}/add.ts`, SOURCE);
    await Deno.writeTextFile(`${root}/add_test.ts`, test);
    await using trials = await Trials.create({ root, silence });
    const change = findChanges("add.ts", SOURCE).find(({ replacement }) =>
      replacement === "undefined"
    )!;
    const verdict = await trials.try({ ...change, replacement: body }, GROUPS);
    assertEquals(await Deno.readTextFile(`${root}/add.ts`), SOURCE);
    return verdict;
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

Deno.test("A change is noticed by the test that fails, and is taken back", async () => {
  const { noticed, by } = await verdictOf({ body: "a + 2", test: TEST });
  assertEquals([noticed, by], [true, 'add_test.ts "One is added"']);
});

Deno.test("A change after which all tests pass is not noticed", async () => {
  const { noticed, by } = await verdictOf({ body: "a + 2", test: USELESS_TEST });
  assertEquals([noticed, by], [false, "1 test file"]);
});

Deno.test("A change after which a test never ends is noticed", async () => {
  const body = "(() => { while (true); })()";
  const { noticed, by } = await verdictOf({ body, test: TEST, silence: 2000 });
  assertEquals([noticed, by], [true, "add_test.ts hangs"]);
});

Deno.test("The first failure is read from what deno test prints", () => {
  assertEquals(
    readFailure("running 1 test from ./a_test.ts\nA ... ok (1ms)\n"),
    { path: "a_test.ts", test: "none of its tests" },
  );
  assertEquals(
    readFailure(
      "running 1 test from ./a_test.ts\nA ... ok (1ms)\nrunning 2 tests from ./b_test.ts\n" +
        "B ... FAILED (2ms)\nC ... FAILED (2ms)\n",
    ),
    { path: "b_test.ts", test: "B" },
  );
  assertEquals(
    readFailure("Uncaught error from ./a_test.ts FAILED\nrunning 1 test from ./b_test.ts\n"),
    { path: "a_test.ts", test: "an error outside of its tests" },
  );
});
