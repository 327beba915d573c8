import { assertEquals, assertStringIncludes } from "@std/assert";
import { ClockWatch, reportClock } from "./clock.ts";
import { createLog } from "./log.ts";

const NOW = Date.UTC(2026, 10, 26);
const DAY = 24 * 60 * 60_000;

function logged() {
  const lines: string[] = [];
  const log = createLog({ level: "debug", format: "text", write: (line) => void lines.push(line) });
  return { log, lines };
}

Deno.test("A clock that cannot be right, or is before or long after the newest message, is told", () => {
  const told = (now: number, newest: number | undefined) => {
    const { log, lines } = logged();
    reportClock(log, { now, newest });
    return lines.join("");
  };
  assertEquals(told(NOW, undefined), "");
  assertEquals(told(NOW, NOW - DAY), "");
  assertEquals(told(NOW, NOW + 1000), "");
  assertStringIncludes(told(NOW, NOW + 365 * DAY), "ahead=365d");
  assertStringIncludes(told(NOW + 365 * DAY, NOW), "if this machine's clock is wrong");
  assertStringIncludes(told(Date.UTC(2102, 0, 1), NOW), "error This machine's clock is wrong");
  assertStringIncludes(told(9e15, undefined), "clock=9000000000000000");
});

/** A watch whose two clocks a test moves. */
function watching() {
  const time = { now: NOW, elapsed: 0 };
  const { log, lines } = logged();
  const watch = new ClockWatch({
    log,
    now: () => time.now,
    elapsed: () => time.elapsed,
    interval: 1000,
  });
  const turn = (moved: number, passed: number) => {
    time.now += moved;
    time.elapsed += passed;
    return watch.turn();
  };
  return { turn, lines };
}

Deno.test("Turns that are a little late, or early, are no reason for concern", () => {
  const { turn, lines } = watching();
  assertEquals([turn(1000, 1000), turn(3000, 3000), turn(0, 900)], [0, 0, 0]);
  assertEquals(lines, []);
});

Deno.test("A program that was stopped, and a clock that was set, are noticed and told apart", () => {
  const { turn, lines } = watching();
  assertEquals(turn(601_000, 601_000), 600_000);
  assertStringIncludes(lines[0]!, 'The server was stopped for a time by="10m 1s"');
  assertEquals(turn(3_601_000, 1000), 3_600_000);
  assertStringIncludes(lines[1]!, "The clock went forward, or the machine slept");
  assertEquals(turn(-3_599_000, 1000), -3_600_000);
  assertStringIncludes(lines[2]!, "The clock went back");
  assertEquals(turn(1000, 1000), 0);
  assertEquals(lines.length, 3);
});
