import type { IrcMessage } from "../../protocol/message.ts";
import type { Clock } from "../connection/clock.ts";
import type { ServerInfo } from "./server_info.ts";
import { senderOf } from "../receiving/context.ts";

/** Other names to try before giving up. */
const MAX_CANDIDATES = 5;
/** Milliseconds before a lost name is asked for again; doubled each time. */
const RETRY_MS = 5_000;
const MAX_RETRY_MS = 120_000;
/** The longest nickname that every server takes, in characters. */
const MAX_SHORT_CHARACTERS = 9;

/** Options for {@linkcode NicknameRecovery}. */
export interface NicknameRecoveryOptions {
  readonly info: ServerInfo;
  readonly clock: Clock;
  readonly random: () => number;
  /** Sends NICK. */
  readonly ask: (nick: string) => void;
}

/** Finds another name when ours is taken, and takes ours back as soon as it is free. */
export class NicknameRecovery {
  readonly #options: NicknameRecoveryOptions;
  #base = "";
  #tried = 0;
  #wanted: string | undefined;
  #asking = false;
  #delay = RETRY_MS;
  #cancel = () => {};

  constructor(options: NicknameRecoveryOptions) {
    this.#options = options;
  }

  /** A new registration asks for this name. */
  begin(nick: string): void {
    this.stop();
    this.#base = nick;
    this.#tried = 0;
  }

  /** Another name to try now, undefined when enough were tried. */
  another(kind: "similar" | "short"): string | undefined {
    if (++this.#tried > MAX_CANDIDATES) return undefined;
    const guest = /^guest(\d+)$/.exec(this.#base);
    if (guest === null) return this.#base + "_".repeat(this.#tried);
    if (kind === "short") return `g${guest[1]}`.slice(0, MAX_SHORT_CHARACTERS);
    return `g${guest[1]}${Math.floor(this.#options.random() * 1000)}`.slice(
      0,
      MAX_SHORT_CHARACTERS,
    );
  }

  /** Asks for `nick` again and again until it is ours. */
  regain(nick: string): void {
    this.stop();
    this.#wanted = nick;
    this.#delay = RETRY_MS;
    this.#later();
  }

  stop(): void {
    this.#wanted = undefined;
    this.#asking = false;
    this.#cancel();
  }

  /** Looks at a message; true when it only answers the keeper and is to be shown to nobody. */
  takes(message: IrcMessage): boolean {
    const wanted = this.#wanted;
    if (wanted === undefined) return false;
    const { info } = this.#options;
    if (message.command === "433" && this.#asking && info.same(message.params[1] ?? "", wanted)) {
      this.#asking = false;
      return true;
    }
    if (message.command !== "QUIT" && message.command !== "NICK") return false;
    const sender = senderOf(message);
    if (message.command === "NICK" && info.isMe(sender)) this.stop();
    else if (info.same(sender, wanted)) this.#ask(wanted);
    return false;
  }

  #ask(nick: string): void {
    this.#asking = true;
    this.#options.ask(nick);
  }

  #later(): void {
    this.#cancel = this.#options.clock.after(this.#delay, () => {
      if (this.#wanted === undefined) return;
      this.#delay = Math.min(this.#delay * 2, MAX_RETRY_MS);
      this.#ask(this.#wanted);
      this.#later();
    });
  }
}
