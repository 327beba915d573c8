import { readProcessStats } from "../process_stats.ts";
import { chat, startServer } from "../servers.ts";
import { Talkers } from "./flood.ts";
import { Pty } from "./pty.ts";

/** What all measures are made with. */
export interface Setup {
  /** The program and its arguments before `join` and `serve`. */
  readonly command: readonly string[];
  readonly columns: number;
  readonly rows: number;
  /** Seconds that a flood lasts. */
  readonly seconds: number;
}

/** A figure, in the unit of its measure. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  /** What it should be below. */
  readonly limit: number;
}

/** One thing that is measured, with a server and a client of its own. */
export interface Measure {
  readonly name: string;
  readonly about: string;
  run(setup: Setup): Promise<Figure[]>;
}

const BEGIN_FRAME = "\x1b[?2026h";
const WARM_UP_SECONDS = 3;
const KEY_GAP_MS = 70;
/** Rooms that are joined beside the one looked at. */
const OTHER_ROOMS = ["#2", "#3", "#4", "#5"];

export const MEASURES: readonly Measure[] = [
  {
    name: "first-frame",
    about: "from the start of the process to the first drawn frame",
    run: measureFirstFrame,
  },
  {
    name: "watched",
    about: "2,000 messages a second in the room looked at, while keys are pressed",
    run: measureWatched,
  },
  {
    name: "unwatched",
    about: "200 messages a second in rooms not looked at",
    run: measureUnwatched,
  },
  { name: "memory", about: "100,000 messages received", run: measureMemory },
  { name: "opening", about: "a conversation with 10,000 kept lines", run: measureOpening },
  { name: "line", about: "2,000 messages a second with --line", run: measureLine },
];

async function measureFirstFrame(setup: Setup): Promise<Figure[]> {
  await using stage = await Stage.open(setup);
  const times: number[] = [];
  for (let index = 0; index < 11; index++) {
    const started = performance.now();
    await using client = stage.join([]);
    await client.seen(BEGIN_FRAME);
    times.push(performance.now() - started);
  }
  return [{ name: "first frame, median", unit: "ms", value: share(times, 0.5), limit: 300 }];
}

async function measureWatched(setup: Setup): Promise<Figure[]> {
  await using stage = await Stage.open(setup);
  const talkers = await stage.talkers(["#1"]);
  await using client = stage.join(["#1"]);
  await client.seen("talker9");
  await talkers.talk({ perSecond: 2000, seconds: WARM_UP_SECONDS });
  const before = readProcessStats(client.pid);
  const started = performance.now();
  const times: number[] = [];
  let talking = true;
  const typing = async () => {
    for (let index = 0; talking; index++) {
      times.push(await pressKey(client, { index, setup }));
      await new Promise((resolve) => setTimeout(resolve, KEY_GAP_MS + Math.random() * 20));
    }
  };
  const typed = typing();
  const rate = await talkers.talk({ perSecond: 2000, seconds: setup.seconds });
  talking = false;
  await typed;
  return [
    { name: "messages a second", unit: "", value: rate, limit: Infinity },
    { name: "key drawn, median", unit: "ms", value: share(times, 0.5), limit: 50 },
    { name: "key drawn, 95 of 100", unit: "ms", value: share(times, 0.95), limit: 50 },
    { name: "CPU", unit: "%", value: cpuShare(client, before, started), limit: 60 },
  ];
}

/** Presses a key and returns how long it took until the composer was drawn with it. */
async function pressKey(
  client: Pty,
  { index, setup }: { index: number; setup: Setup },
): Promise<number> {
  const text = "abcdefghijklmnopqrst";
  const position = index % text.length;
  if (position === 0) {
    await client.type("\x15");
    await new Promise((resolve) => setTimeout(resolve, KEY_GAP_MS));
  }
  const lastRow = `\x1b[${setup.rows};1H`;
  client.skip();
  const started = performance.now();
  await client.type(text.charAt(position));
  await client.seen(lastRow);
  await client.seen(text.slice(0, position + 1));
  return performance.now() - started;
}

async function measureUnwatched(setup: Setup): Promise<Figure[]> {
  await using stage = await Stage.open(setup);
  const talkers = await stage.talkers(OTHER_ROOMS);
  await using client = stage.join(["#1", ...OTHER_ROOMS]);
  await client.seen("#");
  await talkers.talk({ perSecond: 200, seconds: WARM_UP_SECONDS });
  const before = readProcessStats(client.pid);
  const started = performance.now();
  await talkers.talk({ perSecond: 200, seconds: setup.seconds });
  return [{ name: "CPU", unit: "%", value: cpuShare(client, before, started), limit: 10 }];
}

async function measureMemory(setup: Setup): Promise<Figure[]> {
  await using stage = await Stage.open(setup);
  const talkers = await stage.talkers(["#1", ...OTHER_ROOMS]);
  await using client = stage.join(["#1", ...OTHER_ROOMS]);
  await client.seen("talker9");
  const mebibytes = () => readProcessStats(client.pid).residentBytes / 2 ** 20;
  const before = mebibytes();
  for (let sent = 0; sent < 100_000; sent += 1_000) {
    await talkers.say(1_000);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await talkers.sayLast("#1", "that was all");
  await client.seen("that was all");
  return [
    { name: "memory before", unit: "MiB", value: before, limit: Infinity },
    { name: "memory after 100,000 messages", unit: "MiB", value: mebibytes(), limit: 200 },
  ];
}

async function measureOpening(setup: Setup): Promise<Figure[]> {
  await using stage = await Stage.open(setup);
  const talkers = await stage.talkers(["#2"]);
  await using client = stage.join(["#1", "#2"]);
  await client.seen("#");
  for (let sent = 0; sent < 10_000; sent += 500) {
    await talkers.say(500);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await talkers.sayLast("#2", "that was all");
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const times: number[] = [];
  // The first time is what counts: nothing of the room has been drawn yet.
  for (let round = 0; round < 3; round++) {
    client.skip();
    const started = performance.now();
    await client.type("\x0b2\r");
    await client.seen("that was all");
    times.push(performance.now() - started);
    await client.type("\x0b1\r");
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return [
    { name: "drawn, the first time", unit: "ms", value: times[0] ?? 0, limit: 50 },
    { name: "drawn, again", unit: "ms", value: share(times.slice(1), 0.5), limit: 50 },
  ];
}

async function measureLine(setup: Setup): Promise<Figure[]> {
  await using stage = await Stage.open(setup);
  const talkers = await stage.talkers(["#1"]);
  await using client = stage.join(["#1"], ["--line"]);
  await client.seen("talker9");
  await talkers.talk({ perSecond: 2000, seconds: WARM_UP_SECONDS });
  const before = readProcessStats(client.pid);
  const started = performance.now();
  const rate = await talkers.talk({ perSecond: 2000, seconds: setup.seconds });
  return [
    { name: "messages a second", unit: "", value: rate, limit: Infinity },
    { name: "CPU", unit: "%", value: cpuShare(client, before, started), limit: 50 },
  ];
}

/** A server, and those who use it. */
class Stage implements AsyncDisposable {
  readonly #setup: Setup;
  readonly #server: Awaited<ReturnType<typeof startServer>>;
  readonly #settings: string;
  #talkers: Talkers | undefined;

  private constructor(
    setup: Setup,
    { server, settings }: { server: Awaited<ReturnType<typeof startServer>>; settings: string },
  ) {
    this.#setup = setup;
    this.#server = server;
    this.#settings = settings;
  }

  static async open(setup: Setup): Promise<Stage> {
    const settings = await Deno.makeTempDir({ prefix: "bench-client-" });
    const server = await startServer(chat({ command: setup.command, data: ":memory:" }));
    return new Stage(setup, { server, settings });
  }

  async talkers(rooms: readonly string[]): Promise<Talkers> {
    return this.#talkers = await Talkers.enter(this.#server.port, rooms);
  }

  join(rooms: readonly string[], flags: readonly string[] = []): Pty {
    const { command, columns, rows } = this.#setup;
    const named = rooms.flatMap((room) => ["--room", room]);
    const at = ["--host", "127.0.0.1", "--port", String(this.#server.port), "--user", "reader"];
    const env = { XDG_CONFIG_HOME: this.#settings };
    return Pty.start([...command, "join", ...at, ...named, ...flags], { columns, rows, env });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#talkers?.close();
    await this.#server.stop();
    await Deno.remove(this.#settings, { recursive: true });
  }
}

function cpuShare(
  client: Pty,
  before: { readonly cpuSeconds: number },
  started: number,
): number {
  const used = readProcessStats(client.pid).cpuSeconds - before.cpuSeconds;
  return used / ((performance.now() - started) / 1000) * 100;
}

/** The value that so large a share of some values is not above. */
function share(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}
