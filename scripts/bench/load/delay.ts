import { percentile } from "../report/statistics.ts";
import { Meter } from "./meter.ts";
import type { TalkPlace } from "./talk.ts";
import { TEXT } from "./text.ts";
import type { Of, Result } from "../scenarios.ts";

const SECOND_MS = 1000;

/** Measures the time from the sending of a line to its arrival at each member of a room. */
export function runDelay(scenario: Of<"delay">, { crowd, pid, prefix }: TalkPlace): Result {
  const { members, linesPerSecond, milliseconds, warmUp } = scenario;
  const clients = crowd.enough(members);
  crowd.join(clients, () => prefix);
  crowd.settle(clients);
  const [sender, ...readers] = clients;
  if (sender === undefined) throw new Error("A room needs members");
  const bytes = sender.encode(`PRIVMSG ${prefix} :${TEXT}\r\n`);
  const intervalMs = SECOND_MS / linesPerSecond;
  /** When each line was sent. */
  const sent: number[] = [];
  const delays: number[] = [];
  let isMeasuring = false;
  let delivered = 0;
  for (const reader of readers) {
    let received = 0;
    reader.onLines = (count) => {
      const now = performance.now();
      delivered += count;
      for (; count > 0; count--) {
        const delay = now - sent[received++]!;
        if (isMeasuring) delays.push(delay);
      }
    };
  }
  const runFor = (duration: number) => {
    const start = performance.now();
    const lines = Math.round(duration / intervalMs);
    for (let line = 0; line < lines; line++) {
      for (;;) {
        const remaining = start + line * intervalMs - performance.now();
        if (remaining <= 0) break;
        crowd.poll(Math.ceil(remaining));
      }
      sent.push(performance.now());
      sender.sendBytes(bytes);
    }
    crowd.until(() => delivered === sent.length * readers.length, "lines");
  };

  runFor(warmUp);
  isMeasuring = true;
  const before = delivered;
  const meter = new Meter(pid);
  runFor(milliseconds);
  delays.sort((a, b) => a - b);
  return {
    ...meter.read(),
    score: percentile(delays, 0.5) * 1000,
    work: delivered - before,
    details: { "99 of 100, µs": percentile(delays, 0.99) * 1000 },
  };
}
