import { messageOf } from "../../protocol/errors.ts";
import type { Log } from "../operator/log.ts";
import type { Broker } from "./broker.ts";

/** How often the end of the log is compared with what has come, in milliseconds. */
export const CHECK_MS = 1_000;
/** Messages that are read at a time to fill a gap. */
const READ_AHEAD = 64;
/**
 * Checks in a row after which the log is believed to lack its end. A leader that is cut off from the
 * others says for up to 20 s what it knew.
 */
export const MAX_SHORT = 30;
/** Messages behind a gap that are kept until it is filled; others are read again. */
const MAX_EARLY = 1_000;

/** How often a node that starts asks NATS the same before it gives up. */
const MAX_ATTEMPTS = 30;

/**
 * Asks NATS again while it does not answer, as when it elects a leader. Throws an Error that says
 * what would help.
 */
export async function persist<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1;; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (attempt === MAX_ATTEMPTS) {
        const why = messageOf(error);
        throw new Error(
          `Cannot read the log of the cluster: ${why}; start the servers of NATS, and this node again`,
        );
      }
    }
    await new Promise((resolve) => setTimeout(resolve, CHECK_MS));
  }
}

/** Options for {@linkcode SharedLog}. */
export interface SharedLogOptions {
  readonly broker: Broker;
  readonly log: Log;
  /** The position of the last message that is known already. */
  readonly position: number;
  /** Called with each message of the log in its order, none left out and none twice. */
  readonly onMessage: (data: Uint8Array, position: number) => void;
  /** Called once the log lacks messages, so that this node cannot follow it any more. */
  readonly onBroken: (error: Error) => void;
}

/**
 * The log that all nodes share, in its order. The broker hands on what is stored as it comes; if
 * something is missing, after a reconnection for example, it is read from the log itself.
 */
export class SharedLog {
  readonly #options: SharedLogOptions;
  /** The position of the next message. */
  #next: number;
  /** Messages that came before others that are missing, by position. */
  readonly #early = new Map<number, Uint8Array>();
  #filling: Promise<void> | undefined;
  /** The position up to which messages are missing. */
  #wanted = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #closed = false;
  #short = 0;

  constructor(options: SharedLogOptions) {
    this.#options = options;
    this.#next = options.position + 1;
  }

  /** The position of the last message that was handed on. */
  get position(): number {
    return this.#next - 1;
  }

  /**
   * Hands on all messages up to the present end, and from then on those that come. Throws an Error
   * if the log does not reach back as far as this node needs.
   */
  async open(): Promise<void> {
    const { broker } = this.#options;
    broker.listen({
      onMessage: (position, data) => this.#receive(position, data),
      onReconnect: () => void this.check(),
    });
    const { first, last } = await persist(() => broker.bounds());
    if (first > this.#next) throw this.#broken(first, last);
    await persist(() => this.#readUpTo(last));
    this.#timer = setInterval(() => void this.check(), CHECK_MS);
  }

  /** Reads what has not come by itself. */
  async check(): Promise<void> {
    const { position } = this;
    try {
      const { first, last } = await this.#options.broker.bounds();
      if (this.#closed) return;
      this.#short = last < position ? this.#short + 1 : 0;
      if (first > this.#next || this.#short === MAX_SHORT) {
        this.close();
        return this.#options.onBroken(this.#broken(first, last));
      }
      if (last >= this.#next) await this.#fill(last);
    } catch (error) {
      // The broker is away; the next check comes soon.
      this.#options.log.debug("The log of the cluster cannot be read", { why: messageOf(error) });
    }
  }

  /** Hands on nothing any more. */
  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
  }

  #receive(position: number, data: Uint8Array): void {
    // Whoever may publish to its subject can send a message without a position.
    if (this.#closed || Number.isNaN(position) || position < this.#next) return;
    if (position > this.#next) {
      if (this.#early.size < MAX_EARLY) this.#early.set(position, data);
      void this.#fill(position - 1).catch(() => {});
      return;
    }
    this.#handOn(data);
    for (let early = this.#takeEarly(); early !== undefined; early = this.#takeEarly()) {
      this.#handOn(early);
    }
  }

  #takeEarly(): Uint8Array | undefined {
    if (this.#early.size === 0) return undefined;
    const data = this.#early.get(this.#next);
    this.#early.delete(this.#next);
    return data;
  }

  #handOn(data: Uint8Array): void {
    const position = this.#next++;
    this.#options.onMessage(data, position);
  }

  /** Reads the missing messages up to a position. Throws an Error if the log lacks one of them. */
  async #readUpTo(last: number): Promise<void> {
    await this.#fill(last);
    if (this.#next <= last && !this.#closed) throw new Error(`it lacks the message ${this.#next}`);
  }

  /** Reads the missing messages up to a position, or as far as they can be read. */
  #fill(last: number): Promise<void> {
    this.#wanted = Math.max(this.#wanted, last);
    if (this.#next > this.#wanted) return Promise.resolve();
    this.#filling ??= this.#read();
    return this.#filling;
  }

  async #read(): Promise<void> {
    try {
      while (this.#next <= this.#wanted && !this.#closed && await this.#readSome());
    } finally {
      this.#filling = undefined;
    }
  }

  /** Reads the next missing messages; returns whether there were all. */
  async #readSome(): Promise<boolean> {
    const count = Math.min(READ_AHEAD, this.#wanted - this.#next + 1);
    const positions = Array.from({ length: count }, (_, index) => this.#next + index);
    const found = await Promise.all(
      positions.map(async (position) =>
        this.#early.get(position) ?? await this.#options.broker.read(position)
      ),
    );
    for (const [index, data] of found.entries()) {
      // A replica that is behind does not have it yet.
      if (data === undefined) return false;
      this.#receive(positions[index]!, data);
    }
    return true;
  }

  #broken(first: number, last: number): Error {
    const has = `it has the messages ${first} to ${last}, and the next one would be ${this.#next}`;
    return new Error(
      `Cannot follow the log of the cluster: ${has}; start this node again, which takes a copy of ` +
        "another node's database if the log does not have what it needs",
    );
  }
}
