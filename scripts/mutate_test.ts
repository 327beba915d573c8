import { assertEquals, assertNotEquals } from "@std/assert";

import { Random } from "../tests/harness/random.ts";
import { inRandomOrder } from "./mutate.ts";
import { findChanges } from "./mutation/changes.ts";

const CHANGES = findChanges("server/a.ts", "a = [1, 2, 3, 4, 5, 6, 7, 8, 9];\nb = 1;\nc = 2;\n");

function order(seed: number): string[] {
  return inRandomOrder(CHANGES, new Random(seed)).map(({ line, start }) => `${line}:${start}`)
    .toArray();
}

Deno.test("The same seed gives the same changes in the same order", () => {
  assertEquals(order(1), order(1));
  assertNotEquals(order(1), order(2));
});

Deno.test("Every change is given once", () => {
  assertEquals(
    order(1).toSorted(),
    CHANGES.map(({ line, start }) => `${line}:${start}`).toSorted(),
  );
});

Deno.test("A line with many changes is not more likely than another", () => {
  const first = Array.from({ length: 3000 }, (_, seed) => order(seed + 1)[0]!.split(":")[0]);
  for (const line of ["1", "2", "3"]) {
    const share = first.filter((one) => one === line).length / first.length;
    assertEquals(Math.round(share * 10), 3);
  }
});
