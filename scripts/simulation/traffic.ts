import type { Random } from "../../tests/harness/random.ts";
import type { Costs, Kind } from "./costs.ts";
import { Histogram } from "./histogram.ts";
import type { Population } from "./population.ts";

const SECOND_US = 1e6;
/** Nodes that store a room's history without members of it, if the log is divided. */
const HOMES = 3;

/** What clients do. */
export interface Mix {
  readonly clients: number;
  /** Messages of a client in an hour. */
  readonly messagesPerHour: number;
  /** The part of them that goes to one person. */
  readonly directShare: number;
  /** Rooms that a client enters in an hour, beside those at the start, and leaves. */
  readonly joinsPerHour: number;
  /** Hours until a client quits and another one connects. */
  readonly sessionHours: number;
  readonly roomsPerClient: number;
}

/** Options for {@linkcode simulate}. */
export interface TrafficOptions {
  readonly mix: Mix;
  readonly nodes: number;
  readonly brokers: number;
  /** Streams of which each has a part of the rooms; 1 for one log of all. */
  readonly logs: number;
  /** Seconds of the network's time. */
  readonly seconds: number;
  /** Bits a second of a broker's network card. */
  readonly bandwidth: number;
  readonly costs: Costs;
}

/** What came of a simulation; shares are of one core, or of what a thing can do. */
export interface TrafficResult {
  readonly eventsPerSecond: number;
  readonly batchesPerSecond: number;
  readonly logBytesPerSecond: number;
  readonly deliveriesPerSecond: number;
  /** Of the CPU of a node: to apply and store, to deliver, to take lines; on average. */
  readonly applying: number;
  readonly delivering: number;
  readonly ingesting: number;
  /** Of the CPU of the busiest node, all together. */
  readonly busiest: number;
  /** Bytes a second from NATS to a node, and from a node to its clients. */
  readonly nodeIn: number;
  readonly nodeOut: number;
  /** Of the appends that the busiest stream can take. */
  readonly appending: number;
  /** Of a core of a NATS server, and of its network card, to hand messages on. */
  readonly handingOn: number;
  readonly brokerCard: number;
  /** Milliseconds from an event's line to a node that has applied and delivered it. */
  readonly lag: Histogram;
}

interface Event {
  readonly kind: Kind;
  /** The rooms that it concerns: several for a QUIT, none for a direct message. */
  readonly rooms: readonly number[];
  /** The other node of a direct message. */
  readonly to: number | undefined;
  readonly at: number;
}

/** Runs a network's traffic: events at random, their batches, the log, and each node's queue. */
export function simulate(
  population: Population,
  random: Random,
  options: TrafficOptions,
): TrafficResult {
  return new Simulation(population, random, options).run();
}

/** Times are in microseconds. */
class Simulation {
  readonly #population: Population;
  readonly #random: Random;
  readonly #options: TrafficOptions;
  readonly #lag = new Histogram();
  /** When each node's queue is empty, and when each log's stream is. */
  readonly #nodeFree: Float64Array;
  readonly #logFree: Float64Array;
  readonly #applying: Float64Array;
  readonly #delivering: Float64Array;
  readonly #ingesting: Float64Array;
  readonly #appending: Float64Array;
  /** Events that wait at a node for its next turn, by `log * nodes + node`. */
  readonly #waiting = new Map<number, Event[]>();
  readonly #turns = new Turns();
  /** What the batch that is handed on costs each of the nodes that it goes to. */
  readonly #cost: Float64Array;
  readonly #batchOf: Uint32Array;
  #nodesOfBatch: number[] = [];
  #batches = 0;
  #events = 0;
  #logBytes = 0;
  #handedOn = 0;
  #handedOnBytes = 0;
  #deliveries = 0;

  constructor(population: Population, random: Random, options: TrafficOptions) {
    this.#population = population;
    this.#random = random;
    this.#options = options;
    const { nodes, logs } = options;
    this.#nodeFree = new Float64Array(nodes);
    this.#applying = new Float64Array(nodes);
    this.#delivering = new Float64Array(nodes);
    this.#ingesting = new Float64Array(nodes);
    this.#logFree = new Float64Array(logs);
    this.#appending = new Float64Array(logs);
    this.#cost = new Float64Array(nodes);
    this.#batchOf = new Uint32Array(nodes);
  }

  run(): TrafficResult {
    const end = this.#options.seconds * SECOND_US;
    const { rate, draw } = this.#arrivals();
    for (let now = this.#pause(rate); now < end; now += this.#pause(rate)) {
      this.#takeTurns(now);
      draw(now);
    }
    return this.#result();
  }

  /** The rate of what clients do, and a function that draws one of these things. */
  #arrivals(): { readonly rate: number; readonly draw: (now: number) => void } {
    const { mix, nodes } = this.#options;
    const { clients, messagesPerHour, directShare, joinsPerHour, sessionHours } = mix;
    const perMicrosecond = clients / 3600 / SECOND_US;
    const rates = [messagesPerHour, 2 * joinsPerHour, 2 / sessionHours].map((rate) =>
      rate * perMicrosecond
    );
    const [talking, moving] = [rates[0]!, rates[1]!];
    const rate = rates.reduce((sum, one) => sum + one, 0);
    const random = this.#random;
    const draw = (now: number) => {
      const node = random.below(nodes);
      const what = random.next() * rate;
      if (what < talking) {
        if (random.chance(directShare)) return this.#happens(node, "direct", { at: now });
        const room = this.#population.roomOfTalk(random);
        return this.#happens(node, "message", { at: now, rooms: [room] });
      }
      if (what < talking + moving) {
        const room = this.#population.roomOfMember(random);
        return this.#happens(node, random.chance(0.5) ? "join" : "part", {
          at: now,
          rooms: [room],
        });
      }
      this.#comesOrGoes(node, now);
    };
    return { rate, draw };
  }

  #comesOrGoes(node: number, at: number): void {
    const isComing = this.#random.chance(0.5);
    if (isComing) this.#happens(node, "connect", { at });
    const rooms = Array.from(
      { length: Math.round(this.#options.mix.roomsPerClient) },
      () => this.#population.roomOfMember(this.#random),
    );
    if (isComing) { for (const room of rooms) this.#happens(node, "join", { at, rooms: [room] }); }
    else this.#happens(node, "quit", { at, rooms });
  }

  #happens(
    node: number,
    kind: Kind,
    { at, rooms = [] }: { readonly at: number; readonly rooms?: readonly number[] },
  ): void {
    const { nodes, logs, costs } = this.#options;
    this.#ingesting[node]! += costs.ingestUs;
    this.#nodeFree[node] = Math.max(this.#nodeFree[node]!, at) + costs.ingestUs;
    const to = kind === "direct" ? this.#random.below(nodes) : undefined;
    const event: Event = { kind, rooms, to, at };
    // The first log has what concerns all nodes, and with the others no rooms.
    const log = logs === 1 || isOfAll(event)
      ? 0
      : 1 + (rooms[0] ?? this.#random.below(logs - 1)) % (logs - 1);
    const key = log * nodes + node;
    const waiting = this.#waiting.get(key);
    if (waiting !== undefined) return void waiting.push(event);
    this.#waiting.set(key, [event]);
    this.#turns.add({ key, at: this.#nodeFree[node]! });
  }

  /** The batches of nodes that have read a line, or whose last batch is stored, by now. */
  #takeTurns(now: number): void {
    for (let turn = this.#turns.take(now); turn !== undefined; turn = this.#turns.take(now)) {
      const waiting = this.#waiting.get(turn.key)!;
      if (waiting.length === 0) this.#waiting.delete(turn.key);
      else {
        this.#waiting.set(turn.key, []);
        this.#publish(turn.key, waiting, turn.at);
      }
    }
  }

  #publish(key: number, events: readonly Event[], now: number): void {
    const { nodes, brokers, costs, bandwidth } = this.#options;
    const log = Math.floor(key / nodes);
    const bytes = events.reduce(
      (sum, { kind }) => sum + costs.events[kind].bytes,
      costs.batchBytes,
    );
    this.#batches++;
    this.#events += events.length;
    this.#logBytes += bytes;
    this.#weigh(events);
    const receivers = this.#nodesOfBatch.length;
    const hop = costs.hopMs * 1000 / 2;
    const append = SECOND_US / costs.appendsPerSecond;
    const sending = bytes * 8 * receivers / brokers / bandwidth * SECOND_US;
    const stored = Math.max(now + hop, this.#logFree[log]!) + append + sending;
    this.#logFree[log] = stored;
    this.#appending[log]! += append;
    this.#handedOn += receivers;
    this.#handedOnBytes += bytes * receivers;
    this.#turns.add({ key, at: stored + hop });
    for (const node of this.#nodesOfBatch) {
      const done = Math.max(stored + hop, this.#nodeFree[node]!) + this.#cost[node]!;
      this.#nodeFree[node] = done;
      for (const { at } of events) this.#lag.add(done - at);
    }
  }

  /** What a batch costs each node that it goes to. */
  #weigh(events: readonly Event[]): void {
    this.#nodesOfBatch = [];
    for (const event of events) {
      const { applyUs } = this.#options.costs.events[event.kind];
      this.#eachReceiver(event, (node) => this.#charge(node, { applyUs, deliveries: 0 }));
      const { rooms, to } = event;
      if (to !== undefined) this.#charge(to, { applyUs: 0, deliveries: 1 });
      for (const room of rooms) {
        this.#population.eachNode(
          room,
          (node, members) => this.#charge(node, { applyUs: 0, deliveries: members }),
        );
      }
    }
  }

  #eachReceiver(event: Event, use: (node: number) => void): void {
    const { nodes, logs } = this.#options;
    if (logs === 1 || isOfAll(event)) {
      for (let node = 0; node < nodes; node++) use(node);
      return;
    }
    const { rooms, to } = event;
    const first = rooms[0] ?? this.#random.below(nodes);
    const used = new Set<number>();
    for (let home = 0; home < Math.min(HOMES, nodes); home++) used.add((first + home) % nodes);
    if (to !== undefined) used.add(to);
    for (const room of rooms) this.#population.eachNode(room, (node) => used.add(node));
    for (const node of used) use(node);
  }

  #charge(
    node: number,
    { applyUs, deliveries }: { readonly applyUs: number; readonly deliveries: number },
  ): void {
    const { batchUs, deliveryUs } = this.#options.costs;
    if (this.#batchOf[node] !== this.#batches) {
      this.#batchOf[node] = this.#batches;
      this.#nodesOfBatch.push(node);
      this.#cost[node] = batchUs;
      this.#applying[node]! += batchUs;
    }
    this.#cost[node]! += applyUs + deliveries * deliveryUs;
    this.#applying[node]! += applyUs;
    this.#delivering[node]! += deliveries * deliveryUs;
    this.#deliveries += deliveries;
  }

  /** The time until clients do the next thing. */
  #pause(rate: number): number {
    return -Math.log(1 - this.#random.next()) / rate;
  }

  #result(): TrafficResult {
    const { seconds, nodes, brokers, bandwidth, costs } = this.#options;
    const time = seconds * SECOND_US;
    const shareOf = (busy: Float64Array) => busy.reduce((sum, one) => sum + one, 0) / nodes / time;
    const busy = this.#applying.map((applying, node) =>
      applying + this.#delivering[node]! + this.#ingesting[node]!
    );
    return {
      eventsPerSecond: this.#events / seconds,
      batchesPerSecond: this.#batches / seconds,
      logBytesPerSecond: this.#logBytes / seconds,
      deliveriesPerSecond: this.#deliveries / seconds,
      applying: shareOf(this.#applying),
      delivering: shareOf(this.#delivering),
      ingesting: shareOf(this.#ingesting),
      busiest: Math.max(...busy) / time,
      nodeIn: this.#handedOnBytes / nodes / seconds,
      nodeOut: this.#deliveries * costs.deliveryBytes / nodes / seconds,
      appending: Math.max(...this.#appending) / time,
      handingOn: this.#handedOn * costs.handOnUs / brokers / time,
      brokerCard: this.#handedOnBytes * 8 / brokers / bandwidth / seconds,
      lag: this.#lag,
    };
  }
}

/** Whether all nodes have to know of an event, however the log is divided. */
function isOfAll({ kind }: Event): boolean {
  return kind === "connect" || kind === "quit";
}

/** When a node may send its next batch to a log. */
interface Turn {
  readonly key: number;
  readonly at: number;
}

/** The turns to come, the next one first: a binary heap. */
class Turns {
  readonly #heap: Turn[] = [];

  add(turn: Turn): void {
    const heap = this.#heap;
    let place = heap.push(turn) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (heap[parent]!.at <= turn.at) break;
      heap[place] = heap[parent]!;
      heap[place = parent] = turn;
    }
  }

  /** Takes the next one if it comes until `now`. */
  take(now: number): Turn | undefined {
    const heap = this.#heap;
    const first = heap[0];
    if (first === undefined || first.at > now) return undefined;
    const last = heap.pop()!;
    if (heap.length > 0) this.#sink(last);
    return first;
  }

  #sink(turn: Turn): void {
    const heap = this.#heap;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child + 1 < heap.length && heap[child + 1]!.at < heap[child]!.at) child++;
      if (child >= heap.length || heap[child]!.at >= turn.at) break;
      heap[place] = heap[child]!;
      place = child;
    }
    heap[place] = turn;
  }
}
