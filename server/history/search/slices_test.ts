import { assertEquals } from "@std/assert";
import { Slices, type Work } from "./slices.ts";

/** Steps that are each longer than a slice. */
function* slow(name: string, { steps, log }: { steps: number; log: string[] }): Work<string> {
  for (let step = 0; step < steps; step++) {
    for (const end = performance.now() + 6; performance.now() < end;);
    log.push(name);
    yield;
  }
  return name;
}

Deno.test("long works take turns, and others are served between the slices", async () => {
  const slices = new Slices();
  const log: string[] = [];
  const tick = setInterval(() => log.push("-"), 1);
  const works = ["a", "b"].map((name) => slices.run(slow(name, { steps: 3, log }), () => true));
  assertEquals(await Promise.all(works), ["a", "b"]);
  clearInterval(tick);
  assertEquals(log.indexOf("b") < log.lastIndexOf("a"), true);
  assertEquals(/[ab]{2}/.test(log.join("")), false);
});

Deno.test("what is no longer wanted ends, and others are not held up by it", async () => {
  const slices = new Slices();
  const log: string[] = [];
  assertEquals(await slices.run(slow("a", { steps: 100, log }), () => log.length < 2), undefined);
  assertEquals(log, ["a", "a"]);
  assertEquals(await slices.run(slow("b", { steps: 1, log }), () => true), "b");
});

Deno.test("work that fails fails for who asked, and the next is done", async () => {
  const slices = new Slices();
  const broken = function* (): Work<void> {
    yield;
    throw new Error("Cannot go on");
  };
  const why = await slices.run(broken(), () => true).catch(({ message }) => message);
  assertEquals(why, "Cannot go on");
  assertEquals(await slices.run(slow("b", { steps: 1, log: [] }), () => true), "b");
});
