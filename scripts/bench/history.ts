/**
 * Measures the history: what storing a message costs, how many durable messages per second a real
 * server accepts, and how long queries of a large history take. The load runs in this process, the server in its own.
 */
import { parseArgs } from "@std/cli/parse-args";
import { fillHistory, ROOMS } from "./history_fill.ts";
import { measureQuestions } from "./history_questions.ts";
import { measureStoring } from "./history_store.ts";
import { Peer } from "./peer.ts";
import { readProcessStats } from "./process_stats.ts";
import { chat, defaultChatCommand, startServer } from "./servers.ts";

const USAGE = `deno task bench:history [options]

  --senders N     connections that send, each to its own room (4)
  --messages N    messages that each of them sends (100000)
  --burst N       unconfirmed messages of a sender at one time (256)
  --rows N        messages in the history that is queried (10000000)
  --questions N   queries of each kind (200)
  --only NAME     store, accept, ask or questions
  --data DIR      folder of that history, filled if it is empty, and kept (a new folder)
`;

const TEXT = "The quick brown fox jumps over the lazy dog, then does it again";
const BUFFER_BYTES = 256 * 1024;
const MESSAGES_PER_ANSWER = 100;

interface Settings {
  readonly senders: number;
  readonly messages: number;
  readonly burst: number;
  readonly rows: number;
  readonly questions: number;
  readonly only: string | undefined;
  readonly data: string | undefined;
}

function readSettings(args: string[]): Settings {
  const flags = parseArgs(args, {
    boolean: ["help"],
    string: ["senders", "messages", "burst", "rows", "questions", "only", "data"],
  }) as Record<string, string | boolean | undefined>;
  if (flags["help"]) {
    console.log(USAGE);
    Deno.exit(0);
  }
  const text = (name: string) => typeof flags[name] === "string" ? flags[name] : undefined;
  const count = (name: string, otherwise: number) => Number(flags[name] ?? otherwise);
  return {
    senders: count("senders", 4),
    messages: count("messages", 100_000),
    burst: count("burst", 256),
    rows: count("rows", 10_000_000),
    questions: count("questions", 200),
    only: text("only"),
    data: text("data"),
  };
}

/** The server echoes each message to its sender once it is stored. */
async function measureAccepting({ senders, messages, burst }: Settings): Promise<void> {
  const data = await Deno.makeTempDir({ prefix: "bench-history-" });
  const server = await startServer(chat({ command: defaultChatCommand(), data }));
  const rounds = Math.ceil(messages / burst);
  try {
    const peers = await Promise.all(Array.from({ length: senders }, async (_, index) => {
      const peer = await Peer.register({
        port: server.port,
        nickname: `sender${index}`,
        bufferBytes: BUFFER_BYTES,
      });
      await peer.send(`CAP REQ :echo-message server-time message-tags\r\nJOIN #${index}\r\n`);
      await peer.readUntil(/ 366 /);
      return new Sender(peer, { room: `#${index}`, burst });
    }));
    await Promise.all(peers.map((peer) => peer.run(Math.ceil(rounds / 10))));
    const before = readProcessStats(server.pid);
    const started = performance.now();
    await Promise.all(peers.map((peer) => peer.run(rounds)));
    const seconds = (performance.now() - started) / 1000;
    const after = readProcessStats(server.pid);
    const count = senders * rounds * burst;
    const cpu = after.cpuSeconds - before.cpuSeconds;
    console.log(
      `accept: ${senders} senders, bursts of ${burst}: ${number(count / seconds)} durable ` +
        `messages a second (${number(count / cpu)} in a second of the server's CPU time; ` +
        `${number(count)} messages, ${(after.residentBytes / 2 ** 20).toFixed(0)} MiB)`,
    );
    for (const peer of peers) peer.close();
  } finally {
    await server.stop();
    await Deno.remove(data, { recursive: true });
  }
}

/** Sends bursts of messages, each once the burst before is echoed. */
class Sender {
  readonly #peer: Peer;
  readonly #bytes: Uint8Array;
  readonly #burst: number;
  #missing = 0;
  #done: () => void = () => {};

  constructor(peer: Peer, { room, burst }: { room: string; burst: number }) {
    this.#peer = peer;
    this.#burst = burst;
    this.#bytes = new TextEncoder().encode(`PRIVMSG ${room} :${TEXT}\r\n`.repeat(burst));
    peer.countLines((count) => {
      this.#missing -= count;
      if (this.#missing === 0) this.#done();
    });
  }

  async run(rounds: number): Promise<void> {
    for (let round = 0; round < rounds; round++) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#missing = this.#burst;
      this.#done = resolve;
      await this.#peer.sendBytes(this.#bytes);
      await promise;
    }
  }

  close(): void {
    this.#peer.close();
  }
}

async function measureAsking({ rows, questions, ...settings }: Settings): Promise<void> {
  const data = settings.data ?? await Deno.makeTempDir({ prefix: "bench-history-" });
  const started = performance.now();
  const filled = fillHistory(data, rows);
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `ask: ${number(filled.rows)} messages in ${ROOMS} rooms` +
      (filled.isNew
        ? `, stored in ${seconds.toFixed(0)} s (${(seconds * 1e6 / rows).toFixed(2)} µs each)`
        : ""),
  );
  const server = await startServer(chat({ command: defaultChatCommand(), data }));
  try {
    const nickname = "asker";
    const peer = await Peer.register({ port: server.port, nickname, bufferBytes: BUFFER_BYTES });
    await peer.send("CAP REQ :draft/chathistory batch server-time message-tags\r\nCAP END\r\n");
    for (let room = 0; room < ROOMS; room++) {
      await peer.send(`JOIN #room${room}\r\n`);
      await peer.readUntil(/ 366 /);
    }
    for (const subcommand of ["LATEST", "BEFORE", "AFTER", "AROUND", "BETWEEN"]) {
      const times: number[] = [];
      const before = readProcessStats(server.pid).cpuSeconds;
      for (let count = 0; count < questions; count++) {
        const room = `#room${Math.floor(Math.random() * ROOMS)}`;
        const moment = () => filled.from + Math.floor(Math.random() * (filled.to - filled.from));
        const at = () => `timestamp=${new Date(moment()).toISOString()}`;
        const point = subcommand === "LATEST"
          ? "*"
          : subcommand === "BETWEEN"
          ? `${at()} ${at()}`
          : at();
        const begun = performance.now();
        await peer.send(`CHATHISTORY ${subcommand} ${room} ${point} ${MESSAGES_PER_ANSWER}\r\n`);
        await peer.readUntil(/ BATCH -\w+\r\n/);
        times.push(performance.now() - begun);
      }
      times.sort((a, b) => a - b);
      const cpu = (readProcessStats(server.pid).cpuSeconds - before) * 1000 / questions;
      const at = (share: number) => (times[Math.floor((times.length - 1) * share)] ?? 0).toFixed(2);
      console.log(
        `ask: ${subcommand} of ${MESSAGES_PER_ANSWER}: median ${at(0.5)} ms, 99 of 100 within ${
          at(0.99)
        } ms, ` +
          `longest ${at(1)} ms; ${cpu.toFixed(2)} ms of the server's CPU time`,
      );
    }
    peer.close();
  } finally {
    await server.stop();
    if (settings.data === undefined) await Deno.remove(data, { recursive: true });
  }
}

async function inFolder(
  { data, rows }: Settings,
  work: (settings: { readonly data: string; readonly rows: number }) => Promise<void>,
): Promise<void> {
  const folder = data ?? await Deno.makeTempDir({ prefix: "bench-history-" });
  await work({ data: folder, rows });
  if (data === undefined) await Deno.remove(folder, { recursive: true });
}

function number(value: number): string {
  return Math.round(value).toLocaleString("en");
}

if (import.meta.main) {
  const settings = readSettings(Deno.args);
  const isAsked = (name: string) => settings.only === undefined || settings.only === name;
  if (isAsked("store")) await measureStoring();
  if (isAsked("accept")) await measureAccepting(settings);
  if (isAsked("ask")) await measureAsking(settings);
  if (isAsked("questions")) await inFolder(settings, measureQuestions);
}
