import { Meter } from "./meter.ts";
import { pause } from "./sockets.ts";
import type { TalkPlace } from "./talk.ts";
import { TEXT } from "./text.ts";
import type { Of, Result } from "../scenarios.ts";

/** Measures bursts of lines into one room: the next is sent when every member has all of one. */
export function runBurst(scenario: Of<"burst">, { crowd, pid, prefix }: TalkPlace): Result {
  const { members, burst, milliseconds, warmUp } = scenario;
  const clients = crowd.enough(members);
  crowd.join(clients, () => prefix);
  crowd.settle(clients);
  const [sender, ...readers] = clients;
  if (sender === undefined) throw new Error("A room needs members");
  const bytes = sender.encode(`PRIVMSG ${prefix} :${TEXT}\r\n`.repeat(burst));
  let sent = 0;
  let unfinished = 0;
  sender.onLines = () => {
    throw new Error("The sender received a line");
  };
  for (const reader of readers) {
    let received = 0;
    reader.onLines = (count) => {
      received += count;
      if (received === sent) unfinished--;
      if (received > sent) throw new Error("A member got a line that nobody sent");
    };
  }
  const sendOne = () => {
    sent += burst;
    unfinished = readers.length;
    sender.sendBytes(bytes);
    crowd.until(() => {
      if (unfinished > 0) pause();
      return unfinished === 0;
    }, "lines of a burst");
  };

  runFor(warmUp, sendOne);
  const before = sent;
  const meter = new Meter(pid);
  runFor(milliseconds, sendOne);
  const measures = meter.read();
  const deliveries = (sent - before) * readers.length;
  return { ...measures, score: deliveries / measures.cpuSeconds, work: deliveries };
}

/** Repeats an action for some time, once at least. */
function runFor(milliseconds: number, action: () => void): void {
  const end = performance.now() + milliseconds;
  do action(); while (performance.now() < end);
}
