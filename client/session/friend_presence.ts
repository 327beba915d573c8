import { packWords } from "../../protocol/packing.ts";
import type { Clock } from "../connection/clock.ts";
import type { ClientEvent } from "../events.ts";
import { NameMap } from "./name_map.ts";
import type { ServerInfo } from "./server_info.ts";

/** Milliseconds between two ISON on servers without MONITOR. */
const POLL_INTERVAL_MS = 60_000;
/** Bytes of nicknames in one line. */
const MAX_NICKS_BYTES = 350;

/** Options for {@linkcode FriendPresence}. */
export interface FriendPresenceOptions {
  readonly info: ServerInfo;
  readonly clock: Clock;
  readonly send: (command: string, params: readonly string[]) => void;
  readonly emit: (event: ClientEvent) => void;
}

/** Watches friends come online and go offline: with MONITOR, or with ISON on other servers. */
export class FriendPresence {
  readonly #options: FriendPresenceOptions;
  readonly #online: NameMap<boolean>;
  #nicks: readonly string[] = [];
  /** The nicknames of each ISON that has no answer yet. */
  #unanswered: (readonly string[])[] = [];
  #isOpen = false;
  #stopPolling = () => {};

  constructor(options: FriendPresenceOptions) {
    this.#options = options;
    this.#online = new NameMap(options.info);
  }

  /** Sets the friends to watch from now on. */
  setFriends(nicks: readonly string[]): void {
    const { info } = this.#options;
    const isNew = (nick: string) => !this.#nicks.some((known) => info.same(known, nick));
    const isGone = (nick: string) => !nicks.some((kept) => info.same(kept, nick));
    const added = nicks.filter(isNew);
    const removed = this.#nicks.filter(isGone);
    this.#nicks = nicks;
    if (!this.#isOpen) return;
    if (!this.#hasMonitor()) this.#poll();
    else {
      this.#monitor("-", removed);
      this.#monitor("+", added);
    }
  }

  /** The connection is ready for commands. */
  open(): void {
    this.#isOpen = true;
    if (this.#hasMonitor()) this.#monitor("+", this.#nicks);
    else this.#poll();
  }

  /** The connection is lost: forgets who is online. */
  close(): void {
    this.#isOpen = false;
    this.#stopPolling();
    this.#online.clear();
    this.#unanswered = [];
  }

  /** Takes the nicknames of an RPL_ISON. Returns whether it answers one of our ISON. */
  handleIson(nicks: readonly string[], time: number): boolean {
    const { info } = this.#options;
    const asked = this.#unanswered.shift();
    if (asked === undefined) return false;
    for (const nick of asked) {
      const online = nicks.some((other) => info.same(other, nick));
      if (online === (this.#online.get(nick) ?? false)) continue;
      this.#online.set(nick, online);
      this.#options.emit({ type: "presence", time, nick, online });
    }
    return true;
  }

  #hasMonitor(): boolean {
    return this.#options.info.isupport.has("MONITOR");
  }

  #monitor(sign: "+" | "-", nicks: readonly string[]): void {
    for (const list of packWords(nicks, { separator: ",", maxBytes: MAX_NICKS_BYTES })) {
      this.#options.send("MONITOR", [sign, list]);
    }
  }

  #poll(): void {
    this.#stopPolling();
    if (this.#nicks.length === 0) return;
    for (const list of packWords(this.#nicks, { maxBytes: MAX_NICKS_BYTES })) {
      const nicks = list.split(" ");
      this.#unanswered.push(nicks);
      this.#options.send("ISON", nicks);
    }
    this.#stopPolling = this.#options.clock.after(POLL_INTERVAL_MS, () => this.#poll());
  }
}
