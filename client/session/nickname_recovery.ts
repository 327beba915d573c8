import type { Clock } from "../connection/clock.ts";
import { param, senderOf } from "../receiving/message.ts";
import type { ReceivedMessage } from "../receiving/message.ts";
import type { ServerInfo } from "./server_info.ts";

/** Other nicknames to try before giving up. */
const MAX_CANDIDATES = 5;
/** Milliseconds before a lost nickname is requested again; doubled each time up to the maximum. */
const RETRY_MS = 5_000;
const MAX_RETRY_MS = 120_000;
/** The length of a nickname, in characters, that every server accepts. */
const MAX_SHORT_CHARACTERS = 9;

/** Options for {@linkcode NicknameRecovery}. */
export interface NicknameRecoveryOptions {
  readonly info: ServerInfo;
  readonly clock: Clock;
  readonly random: () => number;
  /** Sends NICK. */
  readonly request: (nick: string) => void;
}

/** Finds another nickname when ours is in use, and takes ours back as soon as it is free. */
export class NicknameRecovery {
  readonly #options: NicknameRecoveryOptions;
  #base = "";
  #tried = 0;
  #wanted: string | undefined;
  /** Requests that were not refused yet. */
  #requests = 0;
  #delay = RETRY_MS;
  #cancel = () => {};

  constructor(options: NicknameRecoveryOptions) {
    this.#options = options;
  }

  /** Starts over with the nickname that a new registration requests. */
  begin(nick: string): void {
    this.stop();
    this.#base = nick;
    this.#tried = 0;
  }

  /** The next nickname to try; undefined when enough were tried. */
  nextCandidate(kind: "similar" | "short"): string | undefined {
    if (++this.#tried > MAX_CANDIDATES) return undefined;
    const guest = /^guest(\d+)$/.exec(this.#base);
    if (guest === null) return this.#base + "_".repeat(this.#tried);
    const suffix = kind === "short" ? "" : Math.floor(this.#options.random() * 1000);
    return `g${guest[1]}${suffix}`.slice(0, MAX_SHORT_CHARACTERS);
  }

  /** Requests `nick` again and again until we have it. */
  recover(nick: string): void {
    this.stop();
    this.#wanted = nick;
    this.#delay = RETRY_MS;
    this.#requestLater();
  }

  stop(): void {
    this.#wanted = undefined;
    this.#requests = 0;
    this.#cancel();
  }

  /** Takes a message. Returns true if it only answers our request and is not to be shown. */
  handle(message: ReceivedMessage): boolean {
    const wanted = this.#wanted;
    if (wanted === undefined) return false;
    const { info } = this.#options;
    if (
      message.numeric === "ERR_NICKNAMEINUSE" || message.numeric === "ERR_ERRONEUSNICKNAME"
    ) {
      if (this.#requests === 0 || !info.same(param(message, 1), wanted)) return false;
      this.#requests--;
      return true;
    }
    if (message.command !== "QUIT" && message.command !== "NICK") return false;
    const sender = senderOf(message);
    if (message.command === "NICK" && info.isMe(sender)) this.stop();
    else if (info.same(sender, wanted)) this.#request(wanted);
    return false;
  }

  #request(nick: string): void {
    this.#requests++;
    this.#options.request(nick);
  }

  #requestLater(): void {
    this.#cancel = this.#options.clock.after(this.#delay, () => {
      if (this.#wanted === undefined) return;
      this.#delay = Math.min(this.#delay * 2, MAX_RETRY_MS);
      this.#request(this.#wanted);
      this.#requestLater();
    });
  }
}
