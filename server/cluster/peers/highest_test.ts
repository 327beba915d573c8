import { assertEquals } from "@std/assert";

import { highest } from "./highest.ts";

Deno.test("The highest amounts are taken, as many as there is room for", () => {
  const few = new Map([["a", 1], ["b", 2]]);
  assertEquals(highest(few, 2), [["a", 1], ["b", 2]]);
  const many = new Map(
    Array.from({ length: 1_000 }, (_, index) => [`${index}`, index % 10 === 0 ? 9 : 1]),
  );
  const found = highest(many, 120);
  assertEquals(found.length, 120);
  assertEquals(found.filter(([, amount]) => amount === 9).length, 100);
});

Deno.test("No more are taken than there is room for, however alike or small they are", () => {
  for (const amount of [0, 0.25, 1, 1e12]) {
    const alike = new Map(Array.from({ length: 50 }, (_, index) => [`${index}`, amount]));
    assertEquals(highest(alike, 7).length, 7);
  }
});
