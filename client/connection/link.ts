import { messageOf } from "../../protocol/errors.ts";
import { LineDecoder, MAX_LINE_BYTES, MAX_TAG_BYTES } from "../../protocol/lines.ts";
import type { LineError } from "../../protocol/lines.ts";
import { t } from "../texts/mod.ts";
import { backoffDelay } from "./backoff.ts";
import type { BackoffOptions } from "./backoff.ts";
import type { Clock } from "./clock.ts";
import type { Connect, Connection } from "./connection.ts";

/** Milliseconds without data from the server after which it is sent a PING. */
const PING_AFTER_MS = 45_000;
/** Milliseconds without data from the server after which the connection is taken as lost. */
const SILENCE_TIMEOUT_MS = 100_000;
/** Milliseconds that the server has to answer where the connection is doubted. */
const PROBE_TIMEOUT_MS = 5_000;
/** Milliseconds that the server has to register us. */
const REGISTRATION_TIMEOUT_MS = 45_000;
/** Milliseconds that the server has to read our last lines. */
const LAST_WRITE_TIMEOUT_MS = 1_000;
/** Bytes of a line: servers send a few more than 512 if names are long. */
const MAX_RECEIVED_LINE_BYTES = 16 * MAX_LINE_BYTES;

/** Characters that may wait for the server to read them. */
const MAX_UNSENT_CHARACTERS = 2_000_000;

const encoder = new TextEncoder();
/** On older networks, people write this encoding if they do not write UTF-8. */
const legacyDecoder = new TextDecoder("windows-1252");

/** Why a connection was lost, or could not be made. */
export interface LinkDown {
  readonly reason: string;
}

/** Whether, and when, to connect again. */
export type NextAttempt = "at once" | "later" | "never";

/** The calls from a {@linkcode Link} to its owner. */
export interface LinkHandlers {
  connecting(): void;
  opened(connection: Connection): void;
  /** The lines of one chunk; the next chunk is read when the promise resolves. */
  lines(lines: readonly (string | LineError)[]): Promise<void>;
  /** No data has come for a while: the owner sends a line that has an answer. */
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

/** A connection that is made again when it is lost, until {@linkcode Link.close}. */
export class Link {
  readonly #options: LinkOptions;
  readonly #handlers: LinkHandlers;
  #connection: Connection | undefined;
  #closed = false;
  #attempt = 0;
  #settled = false;
  /** When the last data came. */
  #heardAt = 0;
  /** Whether a line was sent on this connection. */
  #hasSent = false;
  #unsent = "";
  #writing: Promise<void> | undefined;
  #reason: string | undefined;
  #stopWaiting: (() => void) | undefined;
  #stopProbing: (() => void) | undefined;

  constructor(options: LinkOptions, handlers: LinkHandlers) {
    this.#options = options;
    this.#handlers = handlers;
  }

  /** Connects, and reconnects for as long as the owner wants. */
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

  /** The server has registered us, so the next delay is the shortest one again. */
  settle(): void {
    this.#settled = true;
    this.#attempt = 0;
  }

  /**
   * Ends the wait before the next attempt, and makes later waits short again. Returns false if there
   * is no wait.
   */
  connectNow(): boolean {
    if (this.#stopWaiting === undefined) return false;
    this.#attempt = 0;
    this.#stopWaiting();
    return true;
  }

  /**
   * Asks the server whether it is still there, because the network has changed or the machine was
   * asleep. Without data within some seconds the connection is taken as lost.
   */
  probe(): void {
    if (!this.#settled || this.#connection === undefined || this.#stopProbing !== undefined) return;
    const { clock } = this.#options;
    const askedAt = clock.now();
    this.#handlers.quiet();
    this.#stopProbing = clock.after(PROBE_TIMEOUT_MS, () => {
      this.#stopProbing = undefined;
      if (this.#heardAt >= askedAt) return;
      const count = PROBE_TIMEOUT_MS / 1000;
      this.drop(t("Nothing came from the server for {count} seconds", { count }));
    });
  }

  /** Sends a line, given without its end, together with all other lines of this turn. */
  send(line: string): void {
    if (this.#connection === undefined) return;
    if (this.#unsent.length > MAX_UNSENT_CHARACTERS) {
      return this.drop(t("The server does not read what we send"));
    }
    this.#hasSent = true;
    this.#unsent += line + "\r\n";
    this.#writing ??= this.#write(this.#connection);
  }

  /** Ends this connection, as if it were lost for `reason`. */
  drop(reason: string): void {
    this.#reason ??= reason;
    this.#connection?.close();
  }

  /**
   * Ends this connection as {@linkcode drop} does, but lets the server read what was sent, and then
   * a last line. Nothing is sent to a server that we have said nothing to.
   */
  hangUp(reason: string, lastLine: string): void {
    if (this.#hasSent) this.send(lastLine);
    this.#reason ??= reason;
    const connection = this.#connection;
    void this.#written().then(() => connection?.close());
  }

  /** Ends this connection and does not reconnect. */
  close(reason = "Closed"): void {
    this.#closed = true;
    this.#stopWaiting?.();
    this.drop(reason);
  }

  async #once(): Promise<LinkDown> {
    this.#reason = undefined;
    this.#settled = false;
    this.#hasSent = false;
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
    this.#heardAt = this.#options.clock.now();
    const stopWatching = this.#watch(this.#heardAt);
    try {
      this.#handlers.opened(connection);
      await this.#read(connection);
      return { reason: this.#reason ?? t("The server closed the connection") };
    } catch (error) {
      return { reason: this.#reason ?? messageOf(error) };
    } finally {
      stopWatching();
      this.#stopProbing?.();
      this.#stopProbing = undefined;
      this.#settled = false;
      this.#connection = undefined;
      this.#unsent = "";
      connection.close();
    }
  }

  async #read(connection: Connection): Promise<void> {
    const decoder = new LineDecoder({
      tagBytes: MAX_TAG_BYTES,
      lineBytes: MAX_RECEIVED_LINE_BYTES,
      otherwise: legacyDecoder,
    });
    for await (const chunk of connection.incoming) {
      this.#heardAt = this.#options.clock.now();
      await this.#handlers.lines(decoder.push(chunk));
      if (this.#reason !== undefined) return await this.#written();
    }
  }

  /** Resolves when what was sent is written, or when that takes too long. */
  async #written(): Promise<void> {
    if (this.#writing === undefined) return;
    const late = Promise.withResolvers<void>();
    const cancel = this.#options.clock.after(LAST_WRITE_TIMEOUT_MS, late.resolve);
    await Promise.race([this.#writing, late.promise]);
    cancel();
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
      const silence = now - this.#heardAt;
      if (!this.#settled && now - started >= REGISTRATION_TIMEOUT_MS) {
        const count = REGISTRATION_TIMEOUT_MS / 1000;
        this.drop(t("The server did not let us in within {count} seconds", { count }));
      } else if (silence >= SILENCE_TIMEOUT_MS) {
        const count = Math.round(silence / 1000);
        this.drop(t("Nothing came from the server for {count} seconds", { count }));
      } else if (silence >= PING_AFTER_MS && this.#settled) this.#handlers.quiet();
      cancel = clock.after(PING_AFTER_MS / 3, look);
    };
    cancel = clock.after(PING_AFTER_MS / 3, look);
    return () => cancel();
  }

  #wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const stop = () => {
        cancel();
        this.#stopWaiting = undefined;
        resolve();
      };
      const cancel = this.#options.clock.after(milliseconds, stop);
      this.#stopWaiting = stop;
    });
  }
}
