import { CAPABILITIES } from "../../protocol/capabilities.ts";
import type { CapabilityName } from "../../protocol/capabilities.ts";
import { isCapabilityName } from "../../protocol/capabilities.ts";
import type { IrcMessage } from "../../protocol/message.ts";

/** What the client asks every server for. */
const WANTED: readonly CapabilityName[] = [
  "account-notify",
  "account-tag",
  "away-notify",
  "batch",
  "cap-notify",
  "chghost",
  "draft/chathistory",
  "draft/multiline",
  "draft/read-marker",
  "echo-message",
  "extended-join",
  "extended-monitor",
  "invite-notify",
  "labeled-response",
  "message-tags",
  "multi-prefix",
  "server-time",
  "setname",
  "soju.im/search",
  "standard-replies",
  "userhost-in-names",
];

/** Bytes of capability names in one CAP REQ. */
const REQUEST_BYTES = 400;
/** More than any server offers; the rest is ignored. */
const MAX_OFFERED = 500;

/** What the client makes of a CAP message. */
export interface CapStep {
  /** Lines to answer with. */
  readonly send: readonly string[];
  /** The offer is known and every request has been answered. */
  readonly settled: boolean;
}

/** The capabilities of one connection: IRCv3, "Capability Negotiation", version 302. */
export class Capabilities {
  readonly #wanted: ReadonlySet<CapabilityName>;
  readonly #offered = new Map<string, string>();
  readonly #enabled = new Set<string>();
  #requests = 0;
  #listed = false;

  constructor(options: { readonly login: boolean }) {
    this.#wanted = new Set(options.login ? [...WANTED, "sasl"] : WANTED);
  }

  has(name: CapabilityName): boolean {
    return this.#enabled.has(name);
  }

  /** The offered capability's value, "" when it has none, undefined when it is not offered. */
  offer(name: CapabilityName): string | undefined {
    return this.#offered.get(name);
  }

  /** Takes `CAP <nick> <subcommand> [*] <list>`. */
  handle(message: IrcMessage): CapStep {
    const subcommand = message.params[1]?.toUpperCase();
    const words = (message.params.at(-1) ?? "").split(" ").filter((word) => word !== "");
    const more = message.params[2] === "*" && message.params.length > 3;
    let send: string[] = [];
    if (subcommand === "LS" || subcommand === "NEW") {
      this.#take(words);
      if (!more) {
        send = this.#request(subcommand === "LS" ? [...this.#offered.keys()] : words.map(nameOf));
        this.#listed = true;
      }
    } else if (subcommand === "ACK") this.#acknowledge(words);
    else if (subcommand === "NAK") this.#requests--;
    else if (subcommand === "DEL") this.#remove(words);
    return { send, settled: this.#listed && this.#requests <= 0 };
  }

  #take(words: readonly string[]): void {
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
      else this.#enabled.add(word);
    }
  }

  #remove(words: readonly string[]): void {
    for (const word of words) {
      this.#offered.delete(word);
      this.#enabled.delete(word);
    }
  }

  // A refused request refuses all its names: what depends on each other is asked for together,
  // and what has no part in the rest separately.
  #request(names: readonly string[]): string[] {
    const asked = names.filter((name): name is CapabilityName =>
      isCapabilityName(name) && this.#wanted.has(name) && !this.#enabled.has(name) &&
      (CAPABILITIES[name].implies ?? []).every((other) => this.#offered.has(other))
    );
    const lines: string[] = [];
    let line = "";
    for (const name of asked) {
      if (line !== "" && line.length + name.length > REQUEST_BYTES) {
        lines.push(line);
        line = "";
      }
      line += (line === "" ? "" : " ") + name;
    }
    if (line !== "") lines.push(line);
    this.#requests += lines.length;
    return lines.map((list) => `CAP REQ :${list}`);
  }
}

function nameOf(word: string): string {
  const equals = word.indexOf("=");
  return equals === -1 ? word : word.slice(0, equals);
}
