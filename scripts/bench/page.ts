/**
 * Measures the page as a person has it: Chromium, and a real server with people who talk.
 */
import { parseArgs } from "@std/cli/parse-args";
import type { CDPSession, Page } from "playwright-core";

import { IrcTestClient } from "../../tests/harness/irc_client.ts";
import { startServer, type TestServer } from "../../tests/harness/server.ts";
import { closeBrowser, openPage, type Visitor } from "../../tests/web/browser.ts";
import { measureVisit, type Visit } from "./page_visit.ts";

const USAGE = `deno task bench:page [options]

Measures the page in Chromium, beside what it should stay below. Shares are of one core.

  --visits N     how often a first visit is measured; the medians are printed (7)
  --rounds N     how often the others are (3)
  --seconds N    how long a flood lasts (20)
  --rate N       messages a second of it (500)
  --messages N   messages that are scrolled through (10000)
`;

const SENDERS = 5;
const ROOM = "#bench";
const TEXT = "the quick brown fox jumps over the lazy dog, see https://example.org/";
/** Milliseconds between two writes of the load. */
const WRITE_EVERY_MS = 10;
/** A task that is longer than this, in milliseconds, is noticed by people. */
const LONG_TASK_MS = 50;
/** Messages that are written before the server has to answer. */
const WRITTEN_AT_ONCE = 500;
const TRACED = ["devtools.timeline", "toplevel"];

/** How many times slower than this machine the processors of visits are. */
const SLOWDOWNS = [1, 4];

interface Settings {
  readonly visits: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly rate: number;
  readonly messages: number;
}

interface Figure {
  readonly name: string;
  readonly unit: string;
  /** What it should be below; undefined if it depends on what else the machine does. */
  readonly limit?: number;
}

const FIGURES = {
  drawn: { name: "drawn (first contentful paint)", unit: "ms", limit: 1_000 },
  usable: { name: "form usable", unit: "ms" },
  longest: { name: "longest task until then, by the clock", unit: "ms" },
  requests: { name: "requests until then", unit: "" },
  kilobytes: { name: "sent until then", unit: "kB", limit: 120 },
  chatRequests: { name: "requests until the chat is there", unit: "" },
  chatKilobytes: { name: "sent until then", unit: "kB" },
  returnDrawn: { name: "next visit, outline drawn", unit: "ms" },
  returnUsable: { name: "next visit, chat usable", unit: "ms" },
  busy: { name: "CPU time of the page's tasks", unit: "%", limit: 60 },
  longestCpu: { name: "longest task, by its CPU time", unit: "ms", limit: LONG_TASK_MS },
  late: { name: "tasks over 50 ms by the clock", unit: "" },
  busyLate: { name: "of them not mostly waiting for a processor", unit: "", limit: 1 },
  heap: { name: "heap after scrolling through", unit: "MB", limit: 150 },
  rows: { name: "messages in the document", unit: "" },
} as const satisfies Readonly<Record<string, Figure>>;

type Measured = Partial<Record<keyof typeof FIGURES, number>>;

function readSettings(args: string[]): Settings {
  const flags = parseArgs(args, {
    boolean: ["help"],
    string: ["visits", "rounds", "seconds", "rate", "messages"],
    unknown: (flag) => usageError(`Unknown argument ${JSON.stringify(flag)}`),
  }) as Record<string, string | boolean | undefined>;
  if (flags["help"]) {
    console.log(USAGE);
    Deno.exit(0);
  }
  const count = (name: string, standard: number) => {
    const value = Number(flags[name] ?? standard);
    return value > 0 ? value : usageError(`--${name} must be a number above 0`);
  };
  return {
    visits: count("visits", 7),
    rounds: count("rounds", 3),
    seconds: count("seconds", 20),
    rate: count("rate", 500),
    messages: count("messages", 10_000),
  };
}

function usageError(problem: string): never {
  console.error(`${problem}\n\n${USAGE}`);
  Deno.exit(2);
}

/** A flood into the room that is looked at. */
async function measureFlood({ seconds, rate }: Settings): Promise<Measured> {
  await using server = await startServer({ args: ["--web-port", "0"] });
  const senders = await enterSenders(server);
  await using visitor = await enter(server);
  const { page } = visitor;
  const session = await page.context().newCDPSession(page);
  // By CPU time, so that it does not depend on what else the machine does.
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  await page.evaluate(`globalThis.late = 0;
    new PerformanceObserver((list) => { globalThis.late += list.getEntries().length; })
      .observe({ type: "longtask" });`);
  const browser = page.context().browser()!;
  await browser.startTracing(page, { categories: TRACED });
  const before = await metric(session, "TaskDuration");
  const started = performance.now();
  const sent = await flood(senders, { seconds, rate });
  await visitor.hears(`${TEXT}${sent - 1}`);
  const wall = (performance.now() - started) / 1000;
  const after = await metric(session, "TaskDuration");
  const tasks = tasksIn(await browser.stopTracing());
  const late = await page.evaluate<number>("globalThis.late");
  for (const sender of senders) sender[Symbol.dispose]();
  const longestCpu = Math.max(...tasks.map(({ cpu }) => cpu));
  const busyLate = tasks.filter(({ cpu, wall }) => wall > LONG_TASK_MS && cpu > wall / 2).length;
  return { busy: 100 * (after - before) / wall, longestCpu, late, busyLate };
}

/** A long history that is scrolled through to its beginning. */
async function measureScroll({ messages }: Settings): Promise<Measured> {
  await using server = await startServer({ args: ["--web-port", "0"] });
  const [sender, ...others] = await enterSenders(server);
  for (let at = 0; at < messages; at += WRITTEN_AT_ONCE) {
    await write(sender!, { from: at, to: Math.min(at + WRITTEN_AT_ONCE, messages) });
    await sender!.sync();
  }
  await using visitor = await enter(server);
  const { page } = visitor;
  await scrollToBeginning(page);
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  await session.send("HeapProfiler.collectGarbage");
  const heap = await metric(session, "JSHeapUsedSize") / 1e6;
  const rows = await page.locator(".message").count();
  for (const client of [sender!, ...others]) client[Symbol.dispose]();
  return { heap, rows };
}

function enterSenders(server: TestServer): Promise<IrcTestClient[]> {
  return Promise.all(
    Array.from(
      { length: SENDERS },
      (_, index) => IrcTestClient.enter(server, { nickname: `sender${index}`, channels: [ROOM] }),
    ),
  );
}

async function enter(server: TestServer): Promise<Visitor> {
  const visitor = await openPage(server);
  await visitor.enter("reader", { room: ROOM.slice(1) });
  return visitor;
}

/** Sends messages at a rate. Returns how many. */
async function flood(
  senders: readonly IrcTestClient[],
  { seconds, rate }: { readonly seconds: number; readonly rate: number },
): Promise<number> {
  const started = performance.now();
  let sent = 0;
  for (let passed = 0; passed < seconds; passed = (performance.now() - started) / 1000) {
    const due = Math.floor(passed * rate);
    for (; sent < due; sent++) await write(senders[sent % SENDERS]!, { from: sent, to: sent + 1 });
    await new Promise((resolve) => setTimeout(resolve, WRITE_EVERY_MS));
  }
  return sent;
}

async function write(
  sender: IrcTestClient,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  const lines = Array.from(
    { length: to - from },
    (_, index) => `PRIVMSG ${ROOM} :${TEXT}${from + index}`,
  );
  await sender.send(...lines);
}

async function scrollToBeginning(page: Page): Promise<void> {
  const beginning = page.locator(".beginning");
  await page.locator(".timeline").hover();
  while (await beginning.count() === 0) {
    await page.mouse.wheel(0, -2_000);
    await page.waitForTimeout(WRITE_EVERY_MS);
  }
}

async function metric(session: CDPSession, name: string): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find((one) => one.name === name)?.value ?? NaN;
}

/** A task of the page, in milliseconds of the clock and of the processor. */
interface Task {
  readonly wall: number;
  readonly cpu: number;
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds, by the clock and of the processor. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: Named;
}

/** The tasks of the thread that runs the page. */
function tasksIn(trace: Uint8Array): Task[] {
  const { traceEvents } = JSON.parse(new TextDecoder().decode(trace)) as {
    traceEvents: TraceEvent[];
  };
  const pages = new Set(
    traceEvents.filter(({ name, args }) => name === "thread_name" && args?.name === PAGE_THREAD)
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  return traceEvents.filter(({ name, pid, tid }) => name === TASK && pages.has(`${pid} ${tid}`))
    .map(({ dur = 0, tdur = 0 }) => ({ wall: dur / 1000, cpu: tdur / 1000 }));
}

interface Named {
  readonly name?: string;
}

const PAGE_THREAD = "CrRendererMain";
const TASK = "ThreadControllerImpl::RunTask";

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

function figureText(figure: Figure, values: readonly number[]): string {
  const { name, unit, limit } = figure;
  const value = median(values);
  const bound = limit === undefined
    ? ""
    : ` (${value < limit ? "below" : "NOT below"} ${limit} ${unit})`;
  const spread = `from ${Math.min(...values).toFixed(1)} to ${Math.max(...values).toFixed(1)}`;
  return `  ${name}: ${value.toFixed(1)} ${unit}`.trimEnd() + `${bound}, ${spread}`;
}

function report(measured: readonly (Measured | Visit)[]): void {
  for (const [key, figure] of Object.entries(FIGURES)) {
    const values = measured.flatMap((one) => (one as Measured)[key as keyof typeof FIGURES] ?? []);
    if (values.length > 0) console.log(figureText(figure, values));
  }
}

async function measureVisits({ visits }: Settings): Promise<void> {
  await using server = await startServer({ args: ["--web-port", "0"] });
  for (const slowdown of SLOWDOWNS) {
    console.log(`a first visit in a new browser, on a processor ${slowdown} × slower`);
    const all: Visit[] = [];
    for (let round = 0; round < visits; round++) all.push(await measureVisit(server, slowdown));
    report(all);
  }
  await closeBrowser();
}

if (import.meta.main) {
  const settings = readSettings(Deno.args);
  const { rounds, seconds, rate, messages } = settings;
  await measureVisits(settings);
  const measures: readonly [string, (settings: Settings) => Promise<Measured>][] = [
    [`flood of ${rate} messages a second for ${seconds} s`, measureFlood],
    [`${messages} messages scrolled through`, measureScroll],
  ];
  for (const [about, measure] of measures) {
    console.log(about);
    const all: Measured[] = [];
    for (let round = 0; round < rounds; round++) all.push(await measure(settings));
    report(all);
  }
  await closeBrowser();
}
