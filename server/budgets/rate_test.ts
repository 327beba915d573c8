import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { Rate } from "./rate.ts";

Deno.test("A burst is due at once, later tokens at the rate", () => {
  const rate = new Rate({ perSecond: 10, burst: 3, now: 0 });
  assertEquals([0, 0, 0, 0, 0].map((now) => rate.take(now)), [0, 0, 0, 100, 200]);
});

Deno.test("Waiting as long as required keeps to the rate", () => {
  const rate = new Rate({ perSecond: 4, burst: 1, now: 0 });
  let now = 0;
  for (let i = 0; i < 9; i++) now += rate.take(now);
  assertEquals(now, 2000);
});

Deno.test("Idle time restores the burst and no more", () => {
  const rate = new Rate({ perSecond: 10, burst: 2, now: 0 });
  rate.take(0);
  rate.take(0);
  const later = 3_600_000;
  assertEquals([later, later, later].map((now) => rate.take(now)), [0, 0, 100]);
});

Deno.test("A rate of 0 is no limit", () => {
  const rate = new Rate({ perSecond: 0, burst: 1, now: 0 });
  for (let i = 0; i < 1000; i++) assertEquals(rate.take(0), 0);
});

Deno.test("A burst of 0 allows one token", () => {
  const rate = new Rate({ perSecond: 1, burst: 0, now: 0 });
  assertEquals([rate.take(0), rate.take(0)], [0, 1000]);
});

Deno.test("A clock that goes back neither gives nor takes tokens", () => {
  const rate = new Rate({ perSecond: 10, burst: 2, now: 1000 });
  assertEquals([rate.take(500), rate.take(0)], [0, 0]);
  assertEquals(rate.take(0), 100);
});

Deno.test("No sequence of calls gets more tokens than burst and rate allow", () => {
  const waits = fc.array(fc.nat(500), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.nat(20), waits, (perSecond, burst, gaps) => {
      const rate = new Rate({ perSecond, burst, now: 0 });
      let now = 0;
      let through = 0;
      for (const gap of gaps) {
        now += gap;
        now += rate.take(now);
        through++;
      }
      // Waits are rounded up to whole milliseconds, so the bound is exact.
      const allowed = Math.max(burst, 1) + now * perSecond / 1000;
      assert(through <= allowed + 1e-6);
    }),
  );
});

Deno.test("Tokens that are owed are paid by waiting, and no more than 10 seconds of it", () => {
  const rate = new Rate({ perSecond: 100, burst: 50, now: 0 });
  assertEquals([rate.take(0, 150), rate.wait(0), rate.wait(400)], [1000, 1000, 600]);
  assertEquals(rate.take(1000, 1_000_000), 10_000);
  assertEquals([rate.isFull(11_400), rate.isFull(11_500)], [false, true]);
});
