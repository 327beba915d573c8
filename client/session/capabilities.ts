import { CAPABILITIES, isCapabilityName } from "../../protocol/capabilities.ts";
import type { CapabilityName } from "../../protocol/capabilities.ts";
import { packWords } from "../../protocol/packing.ts";
import { lastParam } from "../receiving/message.ts";
import type { ReceivedMessage } from "../receiving/message.ts";
import { type MultilineLimits, parseMultilineLimits } from "../sending/message_lines.ts";

/** Bytes of capability names in one CAP REQ. */
const MAX_REQUEST_BYTES = 400;
/** Capabilities of a server that are remembered, which is more than any server offers. */
const MAX_OFFERED = 500;

/** The result of a CAP message. */
export interface CapResult {
  /** Lines to send. */
  readonly answers: readonly string[];
  /** Whether the server has listed its capabilities and answered every request. */
  readonly settled: boolean;
}

/** Options for {@linkcode Capabilities}. */
export interface CapabilitiesOptions {
  /** Takes the value of `sts`; "upgrade" if this connection ends, so that nothing is requested. */
  readonly strictTransport: (value: string) => "stay" | "upgrade";
  /** Whether to request what is for logging in. */
  readonly login: boolean;
}

/** The capabilities of one connection: IRCv3, "Capability Negotiation", version 302. */
export class Capabilities {
  readonly #options: CapabilitiesOptions;
  readonly #offered = new Map<string, string>();
  readonly #enabled = new Set<string>();
  #requests = 0;
  #listed = false;

  constructor(options: CapabilitiesOptions) {
    this.#options = options;
  }

  has(name: CapabilityName): boolean {
    return this.#enabled.has(name);
  }

  /** The value of a capability of the server, which may be ""; undefined if it does not have it. */
  offer(name: CapabilityName): string | undefined {
    return this.#offered.get(name);
  }

  /** The limits of draft/multiline; undefined if it is not enabled or allows nothing. */
  get multilineLimits(): MultilineLimits | undefined {
    if (!this.has("draft/multiline")) return undefined;
    return parseMultilineLimits(this.offer("draft/multiline") ?? "");
  }

  /** Takes `CAP <nick> <subcommand> [*] <list>`. */
  handle(message: ReceivedMessage): CapResult {
    const subcommand = message.params[1]?.toUpperCase();
    const words = lastParam(message).split(" ").filter((word) => word !== "");
    const isLast = message.params[2] !== "*" || message.params.length <= 3;
    let answers: string[] = [];
    if (subcommand === "LS" || subcommand === "NEW") {
      this.#add(words);
      if (isLast) {
        const sts = this.#offered.get("sts");
        if (sts !== undefined && this.#options.strictTransport(sts) === "upgrade") {
          return { answers: [], settled: false };
        }
        const names = subcommand === "LS" ? [...this.#offered.keys()] : words.map(nameOf);
        answers = this.#request(names);
        this.#listed = true;
      }
    } else if (subcommand === "ACK") this.#acknowledge(words);
    else if (subcommand === "NAK") this.#requests--;
    else if (subcommand === "DEL") this.#remove(words);
    return { answers, settled: this.#listed && this.#requests <= 0 };
  }

  #add(words: readonly string[]): void {
    for (const word of words) {
      if (this.#offered.size >= MAX_OFFERED) return;
      const equals = word.indexOf("=");
      this.#offered.set(nameOf(word), equals === -1 ? "" : word.slice(equals + 1));
    }
  }

  #acknowledge(words: readonly string[]): void {
    this.#requests--;
    for (const word of words) {
      if (word.startsWith("-")) this.#enabled.delete(word.slice(1));
      else if (isCapabilityName(word)) this.#enabled.add(word);
    }
  }

  #remove(words: readonly string[]): void {
    for (const word of words) {
      this.#offered.delete(word);
      this.#enabled.delete(word);
    }
  }

  // A server refuses a CAP REQ as a whole, so names that it would refuse are left out.
  #request(names: readonly string[]): string[] {
    const requested = names.filter((name) => isCapabilityName(name) && this.#isWanted(name));
    const lists = packWords(requested, { maxBytes: MAX_REQUEST_BYTES });
    this.#requests += lists.length;
    return lists.map((list) => `CAP REQ :${list}`);
  }

  #isWanted(name: CapabilityName): boolean {
    const { client, implies = [] } = CAPABILITIES[name];
    const isUseful = client === "always" || client === "to-log-in" && this.#options.login;
    return isUseful && !this.#enabled.has(name) &&
      implies.every((other) => this.#offered.has(other));
  }
}

function nameOf(word: string): string {
  const equals = word.indexOf("=");
  return equals === -1 ? word : word.slice(0, equals);
}
