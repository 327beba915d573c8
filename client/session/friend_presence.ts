import type { Clock } from "../connection/clock.ts";
import type { ClientEvent } from "../events.ts";
import type { ServerInfo } from "./server_info.ts";

/** Milliseconds between questions on servers that do not tell by themselves. */
export const POLL_INTERVAL_MS = 60_000;
/** Characters of nicknames in one line. */
const LINE_CHARACTERS = 350;

/** Options for {@linkcode FriendPresence}. */
export interface FriendPresenceOptions {
  readonly info: ServerInfo;
  readonly clock: Clock;
  readonly send: (command: string, params: readonly string[]) => void;
  readonly emit: (event: ClientEvent) => void;
}

/** Watches friends come and go: with MONITOR, or by asking with ISON where there is none. */
export class FriendPresence {
  readonly #options: FriendPresenceOptions;
  #nicks: readonly string[] = [];
  #online = new Set<string>();
  #asked: string[][] = [];
  #ready = false;
  #stop = () => {};

  constructor(options: FriendPresenceOptions) {
    this.#options = options;
  }

  /** The friends to watch from now on. */
  watch(nicks: readonly string[]): void {
    const { info } = this.#options;
    const isNew = (nick: string) => !this.#nicks.some((known) => info.same(known, nick));
    const isGone = (nick: string) => !nicks.some((kept) => info.same(kept, nick));
    const added = nicks.filter(isNew);
    const removed = this.#nicks.filter(isGone);
    this.#nicks = nicks;
    if (!this.#ready) return;
    if (!this.#hasMonitor()) this.#poll();
    else {
      this.#monitor("-", removed);
      this.#monitor("+", added);
    }
  }

  /** The server listens now. */
  open(): void {
    this.#ready = true;
    if (this.#hasMonitor()) this.#monitor("+", this.#nicks);
    else this.#poll();
  }

  /** The connection is lost: nobody knows who is online. */
  close(): void {
    this.#ready = false;
    this.#stop();
    this.#online = new Set();
    this.#asked = [];
  }

  /** Takes the nicknames of a 303; true when it answers a question of ours. */
  answered(nicks: readonly string[], time: number): boolean {
    const { info } = this.#options;
    const asked = this.#asked.shift();
    if (asked === undefined) return false;
    for (const nick of asked) {
      const online = nicks.some((other) => info.same(other, nick));
      if (online === this.#online.has(info.fold(nick))) continue;
      if (online) this.#online.add(info.fold(nick));
      else this.#online.delete(info.fold(nick));
      this.#options.emit({ type: "presence", time, nick, online });
    }
    return true;
  }

  #hasMonitor(): boolean {
    return this.#options.info.isupport.has("MONITOR");
  }

  #monitor(sign: "+" | "-", nicks: readonly string[]): void {
    for (const some of inLines(nicks)) this.#options.send("MONITOR", [sign, some.join(",")]);
  }

  #poll(): void {
    this.#stop();
    if (this.#nicks.length === 0) return;
    for (const some of inLines(this.#nicks)) {
      this.#asked.push(some);
      this.#options.send("ISON", some);
    }
    this.#stop = this.#options.clock.after(POLL_INTERVAL_MS, () => this.#poll());
  }
}

function inLines(nicks: readonly string[]): string[][] {
  const lines: string[][] = [];
  let characters = LINE_CHARACTERS;
  for (const nick of nicks) {
    characters += nick.length + 1;
    if (characters > LINE_CHARACTERS) {
      lines.push([]);
      characters = nick.length;
    }
    lines.at(-1)?.push(nick);
  }
  return lines;
}
