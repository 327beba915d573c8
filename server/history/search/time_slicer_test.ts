import { assert, assertEquals } from "@std/assert";
import { TimeSlicer, type Work } from "./time_slicer.ts";

/** Work whose steps each take longer than a slice. */
function* slow(name: string, { steps, log }: { steps: number; log: string[] }): Work<string> {
  for (let step = 0; step < steps; step++) {
    for (const end = performance.now() + 6; performance.now() < end;);
    log.push(name);
    yield;
  }
  return name;
}

Deno.test("Several works take turns, and other code runs between their slices", async () => {
  const slicer = new TimeSlicer();
  const log: string[] = [];
  const tick = setInterval(() => log.push("-"), 1);
  const works = ["a", "b"].map((name) => slicer.run(slow(name, { steps: 3, log }), () => true));
  assertEquals(await Promise.all(works), ["a", "b"]);
  clearInterval(tick);
  assert(log.indexOf("b") < log.lastIndexOf("a"));
  assertEquals(/[ab]{2}/.test(log.join("")), false);
});

Deno.test("Work that is no longer wanted ends, and does not delay other work", async () => {
  const slicer = new TimeSlicer();
  const log: string[] = [];
  assertEquals(await slicer.run(slow("a", { steps: 100, log }), () => log.length < 2), undefined);
  assertEquals(log, ["a", "a"]);
  assertEquals(await slicer.run(slow("b", { steps: 1, log }), () => true), "b");
});

Deno.test("Work that throws rejects its caller, and the next work runs", async () => {
  const slicer = new TimeSlicer();
  const broken = function* (): Work<void> {
    yield;
    throw new Error("Cannot go on");
  };
  const why = await slicer.run(broken(), () => true).catch(({ message }) => message);
  assertEquals(why, "Cannot go on");
  assertEquals(await slicer.run(slow("b", { steps: 1, log: [] }), () => true), "b");
});
