import type { Client } from "./client.ts";
import type { Crowd } from "./crowd.ts";
import { Meter } from "./meter.ts";
import { TEXT } from "./text.ts";
import type { Of, Result } from "../scenarios.ts";

const SEED = 1;
const POLL_MS = 10;

/** People who hear each other: two who send direct messages, or a room. */
interface Group {
  readonly members: readonly Client[];
  /** The line of each member. */
  readonly lines: readonly Uint8Array<ArrayBuffer>[];
  /** Whose turn it is. */
  next: number;
  /** Lines that the others have got of the messages under way. */
  received: number;
}

/** Keeps a number of messages under way, in groups at random or one in each. */
export class Talk {
  /** Lines that the members have received. */
  delivered = 0;
  #expected = 0;
  readonly #groups: readonly Group[];
  readonly #random = randomNumbers(SEED);
  readonly #inFlight: Of<"talk">["inFlight"];
  #isOver = false;

  constructor(groups: readonly Group[], { inFlight }: Pick<Of<"talk">, "inFlight">) {
    this.#groups = groups;
    this.#inFlight = inFlight;
    for (const group of groups) {
      for (const member of group.members) {
        member.onLines = (count) => this.#received(group, count);
      }
    }
  }

  begin(): void {
    if (this.#inFlight === "one each") return this.#groups.forEach((group) => this.#send(group));
    for (let index = 0; index < this.#inFlight; index++) this.#send(this.#anyGroup());
  }

  /** Sends no further messages. */
  end(): void {
    this.#isOver = true;
  }

  /** Whether everything arrived. Throws if more arrived. */
  isDone(): boolean {
    if (this.delivered > this.#expected) throw new Error("A client got a line that nobody sent");
    return this.delivered === this.#expected;
  }

  #received(group: Group, count: number): void {
    this.delivered += count;
    group.received += count;
    const others = group.members.length - 1;
    for (; group.received >= others; group.received -= others) {
      if (!this.#isOver) this.#send(this.#inFlight === "one each" ? group : this.#anyGroup());
    }
  }

  #anyGroup(): Group {
    return this.#groups[this.#random() % this.#groups.length]!;
  }

  #send(group: Group): void {
    const sender = group.next++ % group.members.length;
    this.#expected += group.members.length - 1;
    group.members[sender]!.sendBytes(group.lines[sender]!);
  }
}

/** Puts clients into groups; groups of two write to each other directly. */
function makeGroups(
  clients: readonly Client[],
  { size, prefix }: { size: number; prefix: string },
): Group[] {
  return Array.from({ length: Math.floor(clients.length / size) }, (_, index) => {
    const members = clients.slice(index * size, (index + 1) * size);
    const lines = members.map((member, position) => {
      const target = size === 2 ? members[1 - position]!.nickname : `${prefix}-${index}`;
      return member.encode(`PRIVMSG ${target} :${TEXT}\r\n`);
    });
    return { members, lines, next: index, received: 0 };
  });
}

/** Measures messages between two, or in rooms of some size. */
export function runTalk(scenario: Of<"talk">, { crowd, pid, prefix }: TalkPlace): Result {
  const { clients: count, size, idle = 0, milliseconds, warmUp } = scenario;
  const clients = crowd.enough(count + idle).slice(0, count);
  if (size > 2) crowd.join(clients, (index) => `${prefix}-${Math.floor(index / size)}`);
  crowd.settle(clients);
  const talk = new Talk(makeGroups(clients, { size, prefix }), scenario);
  talk.begin();
  runFor(crowd, warmUp);
  const meter = new Meter(pid);
  const before = talk.delivered;
  runFor(crowd, milliseconds);
  const measures = meter.read();
  const deliveries = talk.delivered - before;
  talk.end();
  crowd.until(() => talk.isDone(), "messages");
  return { ...measures, score: deliveries / measures.cpuSeconds, work: deliveries };
}

/** Where a scenario is run. */
export interface TalkPlace {
  readonly crowd: Crowd;
  /** The process of the server. */
  readonly pid: number;
  /** The beginning of the names of its rooms. */
  readonly prefix: string;
}

function runFor(crowd: Crowd, milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end) crowd.poll(POLL_MS);
}

/** The same numbers below 2^32 for every server, by Marsaglia's xorshift. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}
