import { assertEquals } from "@std/assert";
import { coverage, partsOf, wholeOf } from "./parts.ts";

Deno.test("Intervals that overlap become one part, so that no row is read twice", () => {
  const intervals = [
    { first: 30, last: undefined },
    { first: 5, last: 9 },
    { first: 8, last: 12 },
    { first: 40, last: 50 },
  ];
  assertEquals(partsOf(1, intervals), [
    { target: 1, after: 4, before: 13 },
    { target: 1, after: 29, before: Number.MAX_SAFE_INTEGER },
  ]);
});

Deno.test("A row is covered by its target's part from the first to the last sequence", () => {
  const covers = coverage([...partsOf(1, [{ first: 5, last: 9 }]), wholeOf(2)]);
  assertEquals([4, 5, 9, 10].map((seq) => covers({ seq, target: 1 })), [false, true, true, false]);
  assertEquals([covers({ seq: 4, target: 2 }), covers({ seq: 5, target: 3 })], [true, false]);
});
