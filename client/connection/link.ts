import { messageOf } from "../../protocol/errors.ts";
import { LineDecoder, MAX_LINE_BYTES, MAX_TAG_BYTES } from "../../protocol/lines.ts";
import type { LineError } from "../../protocol/lines.ts";
import { backoffDelay } from "./backoff.ts";
import type { BackoffOptions } from "./backoff.ts";
import type { Clock } from "./clock.ts";
import type { Connect, Connection } from "./connection.ts";

/** After this silence, in milliseconds, the server is asked whether it is still there. */
export const PING_AFTER_MS = 45_000;
/** After this silence, in milliseconds, the connection counts as lost. */
export const SILENCE_TIMEOUT_MS = 100_000;
/** A server that has not let us in by then, in milliseconds, is given up. */
export const REGISTRATION_TIMEOUT_MS = 45_000;

const encoder = new TextEncoder();

/** What became of one connection, or of the attempt to make it. */
export interface LinkDown {
  readonly reason: string;
}

/** Whether, and when, to connect again. */
export type NextAttempt = "at once" | "later" | "never";

/** What a {@linkcode Link} tells its owner. */
export interface LinkHandlers {
  connecting(): void;
  opened(connection: Connection): void;
  /** The lines of one chunk; the next chunk is read when the promise is done. */
  lines(lines: readonly (string | LineError)[]): Promise<void>;
  /** Nothing has come for a while: send something that has an answer. */
  quiet(): void;
  down(down: LinkDown): Promise<NextAttempt>;
  waiting(milliseconds: number): void;
}

/** Options for {@linkcode Link}. */
export interface LinkOptions {
  readonly connect: Connect;
  readonly clock: Clock;
  readonly random: () => number;
  readonly backoff: BackoffOptions;
}

/** A connection that is made again when it breaks, until {@linkcode Link.close}. */
export class Link {
  readonly #options: LinkOptions;
  readonly #handlers: LinkHandlers;
  #connection: Connection | undefined;
  #closed = false;
  #attempt = 0;
  #settled = false;
  #heard = 0;
  #unsent = "";
  #writing: Promise<void> | undefined;
  #reason: string | undefined;
  #stopWaiting: (() => void) | undefined;

  constructor(options: LinkOptions, handlers: LinkHandlers) {
    this.#options = options;
    this.#handlers = handlers;
  }

  /** Connects, and again after each loss while the owner wants it. */
  async run(): Promise<void> {
    while (!this.#closed) {
      this.#handlers.connecting();
      const down = await this.#once();
      const next = await this.#handlers.down(down);
      if (next === "never" || this.#closed) return;
      if (next === "at once") continue;
      const delay = backoffDelay(this.#attempt++, {
        ...this.#options.backoff,
        random: this.#options.random,
      });
      this.#handlers.waiting(delay);
      await this.#wait(delay);
    }
  }

  /** The server let us in: the next loss begins with the shortest wait again. */
  settle(): void {
    this.#settled = true;
    this.#attempt = 0;
  }

  /** Sends one line, without its end, together with what else is said in this turn. */
  send(line: string): void {
    if (this.#connection === undefined) return;
    this.#unsent += line + "\r\n";
    this.#writing ??= this.#write(this.#connection);
  }

  /** Ends this connection, as if it had been lost for `reason`. */
  drop(reason: string): void {
    this.#reason ??= reason;
    this.#connection?.close();
  }

  /** Ends for good, now. */
  close(): void {
    this.#closed = true;
    this.#stopWaiting?.();
    this.drop("Closed");
  }

  async #once(): Promise<LinkDown> {
    this.#reason = undefined;
    this.#settled = false;
    let connection: Connection;
    try {
      connection = await this.#options.connect();
    } catch (error) {
      return { reason: messageOf(error) };
    }
    if (this.#closed) {
      connection.close();
      return { reason: "Closed" };
    }
    this.#connection = connection;
    this.#heard = this.#options.clock.now();
    const stopWatching = this.#watch(this.#heard);
    try {
      this.#handlers.opened(connection);
      await this.#read(connection);
      return { reason: this.#reason ?? "The server closed the connection" };
    } catch (error) {
      return { reason: this.#reason ?? messageOf(error) };
    } finally {
      stopWatching();
      this.#connection = undefined;
      this.#unsent = "";
      connection.close();
    }
  }

  async #read(connection: Connection): Promise<void> {
    const decoder = new LineDecoder({
      tagBytes: MAX_TAG_BYTES,
      lineBytes: MAX_LENIENT_LINE_BYTES,
      otherwise: legacyDecoder,
    });
    for await (const chunk of connection.incoming) {
      this.#heard = this.#options.clock.now();
      await this.#handlers.lines(decoder.push(chunk));
      if (this.#reason !== undefined) return;
    }
  }

  async #write(connection: Connection): Promise<void> {
    await Promise.resolve();
    try {
      while (this.#unsent !== "" && connection === this.#connection) {
        const bytes = encoder.encode(this.#unsent);
        this.#unsent = "";
        await connection.write(bytes);
      }
    } catch (error) {
      if (connection === this.#connection) this.drop(messageOf(error));
    } finally {
      this.#writing = undefined;
    }
  }

  #watch(started: number): () => void {
    const { clock } = this.#options;
    let cancel = () => {};
    const look = () => {
      const now = clock.now();
      const silence = now - this.#heard;
      if (!this.#settled && now - started >= REGISTRATION_TIMEOUT_MS) {
        this.drop(`The server did not let us in within ${REGISTRATION_TIMEOUT_MS / 1000} seconds`);
      } else if (silence >= SILENCE_TIMEOUT_MS) {
        this.drop(`Nothing came from the server for ${Math.round(silence / 1000)} seconds`);
      } else if (silence >= PING_AFTER_MS && this.#settled) this.#handlers.quiet();
      cancel = clock.after(PING_AFTER_MS / 3, look);
    };
    cancel = clock.after(PING_AFTER_MS / 3, look);
    return () => cancel();
  }

  #wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(milliseconds, resolve);
      this.#stopWaiting = () => {
        cancel();
        resolve();
      };
    });
  }
}

// What people on older networks write when they do not write UTF-8.
const legacyDecoder = new TextDecoder("windows-1252");

// Servers send a few bytes more than the standard's 512 when names are long; nobody is
// served by dropping such a line.
const MAX_LENIENT_LINE_BYTES = 16 * MAX_LINE_BYTES;
