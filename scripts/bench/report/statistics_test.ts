import { assertEquals } from "@std/assert";

import { median, percentile, spread } from "./statistics.ts";

Deno.test("The median of an even number of values lies between the two in the middle", () => {
  assertEquals(median([9, 1, 5]), 5);
  assertEquals(median([4, 1, 2, 9]), 3);
});

Deno.test("The spread is the largest difference as a part of the median", () => {
  assertEquals(spread([90, 100, 120]), 0.3);
  assertEquals(spread([7]), 0);
});

Deno.test("A percentile is one of the values", () => {
  const values = Array.from({ length: 200 }, (_, index) => index + 1);
  assertEquals(percentile(values, 0.5), 100);
  assertEquals(percentile(values, 0.99), 198);
  assertEquals(percentile([3], 0.99), 3);
});
