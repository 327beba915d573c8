import { assertEquals } from "@std/assert";
import type { LogFields } from "./log.ts";
import { SummedLog } from "./summed_log.ts";

/** A log that keeps its lines, and a period that ends when the test says so. */
function summedLog() {
  const lines: [string, LogFields | undefined][] = [];
  const ends = new Set<() => void>();
  const log = new SummedLog({
    log: { warn: (text, fields) => void lines.push([text, fields]) },
    later: (call) => {
      ends.add(call);
      return () => ends.delete(call);
    },
  });
  const endPeriod = () => {
    for (const end of [...ends]) {
      ends.delete(end);
      end();
    }
  };
  return { log, lines, endPeriod, waiting: () => ends.size };
}

Deno.test("The first warning of a kind is written at once, further ones as one line", () => {
  const { log, lines, endPeriod, waiting } = summedLog();
  for (const address of ["192.0.2.1", "192.0.2.2", "192.0.2.3"]) log.warn("Refused", { address });
  assertEquals(lines, [["Refused", { address: "192.0.2.1" }]]);
  endPeriod();
  assertEquals(lines.slice(1), [["Refused, again", { times: 2, address: "192.0.2.3" }]]);
  assertEquals(waiting(), 0);
});

Deno.test("A warning that is not repeated has one line, and the next one is written at once", () => {
  const { log, lines, endPeriod } = summedLog();
  log.warn("Refused", { why: "a" });
  endPeriod();
  log.warn("Refused", { why: "b" });
  assertEquals(lines.map(([, fields]) => fields), [{ why: "a" }, { why: "b" }]);
});

Deno.test("Warnings with another text or another kind are counted by themselves", () => {
  const { log, lines } = summedLog();
  log.warn("Refused", {}, { kind: "192.0.2.1" });
  log.warn("Refused", {}, { kind: "192.0.2.2" });
  log.warn("Wrong password", {}, { kind: "192.0.2.1" });
  assertEquals(lines.length, 3);
});

Deno.test("The kinds that are counted at once are bounded, and further ones are one kind", () => {
  const { log, lines } = summedLog();
  for (let i = 0; i < 3_000; i++) log.warn("Refused", {}, { kind: String(i) });
  assertEquals(lines.length, 1_001);
  log.close();
  assertEquals(lines.at(-1), ["Refused, again", { times: 1_999 }]);
});

Deno.test("Closing writes what has been counted", () => {
  const { log, lines, waiting } = summedLog();
  log.warn("Refused", {});
  log.warn("Refused", {});
  log.close();
  assertEquals([lines.length, waiting()], [2, 0]);
});
