import process from "node:process";
import { NO_TAGS } from "../../protocol/message.ts";
import { type History, openHistory } from "../../server/history/mod.ts";
import type { Entry } from "../../server/network/events.ts";
import { nextSequence, timeOfSequence } from "../../server/network/ids.ts";
import { Network } from "../../server/network/network.ts";
import { createLog } from "../../server/operator/log.ts";
import { openStore } from "../../server/store/mod.ts";
import { person } from "./history_fill.ts";
import { median } from "./report/statistics.ts";

/** Messages in one transaction, each in its own test. */
const TICKS = [1, 5, 40, 50, 200] as const;
/** Those who write to each other in pairs. */
const PEOPLE = 1_000;
/** Messages that are stored before, so that the database has its usual depth. */
const STORED_BEFORE = 100_000;
/** Messages between two pauses, in which is done what is done behind the tick. */
const GROUP = 2_000;
const GROUPS = 15;
const PAUSE_MS = 20;

/**
 * Measures what storing a direct message costs, in microseconds of CPU time: in the tick and behind
 * it, by the number of messages in a tick.
 */
export async function measureStoring(): Promise<void> {
  const data = await Deno.makeTempDir({ prefix: "bench-history-" });
  const store = openStore({ data, fsync: false });
  const history = openHistory({
    store,
    network: new Network({ whowasEntries: 0 }),
    log: createLog({ level: "error", format: "text", write: (line) => console.error(line) }),
    serverName: "bench.local",
    options: () => ({
      retentionDays: 0,
      maxPerChannel: 0,
      autoReplay: 0,
      directMessages: true,
    }),
    now: Date.now,
  });
  const storing = new Storing(history);
  await storing.group(STORED_BEFORE, 500);
  for (const size of TICKS) {
    const inTick: number[] = [];
    const behind: number[] = [];
    for (let group = 0; group < GROUPS; group++) {
      const times = await storing.group(GROUP, size);
      inTick.push(times.inTick);
      behind.push(times.behind);
    }
    console.log(
      `store: ${size} in a tick: ${median(inTick).toFixed(2)} µs each in the tick, ` +
        `${median(behind).toFixed(2)} behind it`,
    );
  }
  history.close();
  store.close();
  await Deno.remove(data, { recursive: true });
}

class Storing {
  readonly #history: History;
  readonly #people = Array.from({ length: PEOPLE }, (_, index) => person(index));
  #sequence = 0;

  constructor(history: History) {
    this.#history = history;
  }

  /** Stores messages. Returns the CPU time for each, in microseconds. */
  async group(messages: number, size: number): Promise<{ inTick: number; behind: number }> {
    const begin = cpuMicroseconds();
    for (let count = 0; count < messages; count += size) this.#tick(size);
    const ticked = cpuMicroseconds();
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    const end = cpuMicroseconds();
    return { inTick: (ticked - begin) / messages, behind: (end - ticked) / messages };
  }

  #tick(size: number): void {
    const { recorder } = this.#history;
    for (let count = 0; count < size; count++) {
      const index = Math.floor(Math.random() * PEOPLE);
      const [from, to] = [this.#people[index]!, this.#people[index ^ 1]!];
      this.#sequence = nextSequence(this.#sequence, Date.now());
      const entry: Entry<"message"> = {
        event: {
          type: "message",
          kind: "PRIVMSG",
          from: from.id,
          target: { user: to.id },
          text: "A line that is about as long as what people say to each other",
          tags: NO_TAGS,
        },
        epoch: "",
        sequence: this.#sequence,
        time: timeOfSequence(this.#sequence),
        origin: undefined,
      };
      recorder.record(entry, { from, channel: undefined, to, absent: undefined });
    }
    recorder.commit();
  }
}

function cpuMicroseconds(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
