import type { MaybePromise } from "../maybe_promise.ts";
import { LineDecoder, type LineError, type LineLimits } from "../../protocol/lines.ts";
import type { Flushable, Outbox, Stream } from "./outbox.ts";
import { SendQueue } from "./send_queue.ts";
import type { Transport } from "./transport.ts";

/** Size of the read buffer of a connection that says little, in bytes. */
const IDLE_READ_BYTES = 512;
/** Size of the read buffer of a connection that fills the small one, in bytes. */
const BUSY_READ_BYTES = 16 * 1024;
/** The part of a send queue that may be full before a long answer waits. */
const SHARE_OF_QUEUE = 0.5;
/**
 * Reads in a row that would have fitted the small buffer before it is used again. A burst that
 * takes two reads may take two ticks, and every member of its room two writes.
 */
const SMALL_READS_TO_IDLE = 16;
/** How long a closing connection may take to read its last lines, in milliseconds. */
const LINGER_MS = 5_000;

/** Who takes a connection's lines. */
export interface LineTaker {
  /** Takes one line; what it returns is awaited before the next. */
  take(line: string | LineError): MaybePromise;
  /** The connection is gone, for this reason; called once. */
  gone(reason: string): void;
}

/** Options for {@linkcode Connection}. */
export interface ConnectionOptions {
  readonly outbox: Outbox;
  readonly lineLimits: LineLimits;
  /** Most bytes that wait to be sent; more closes the connection. 0 for no bound. */
  readonly sendQueueBytes: number;
}

/** One socket: lines come in, queued bytes go out, and both are bounded. */
export class Connection implements Flushable {
  readonly transport: Transport;
  readonly #outbox: Outbox;
  readonly #decoder: LineDecoder;
  readonly #mostBytes: number;
  readonly #queue = new SendQueue();
  #taker: LineTaker | undefined;
  #dirty = false;
  #writing: Uint8Array | undefined;
  #closing: string | undefined;
  #closed = false;
  #overflowed = false;
  #whenRoomy: (() => void)[] = [];
  #lingering: ReturnType<typeof setTimeout> | undefined;

  constructor(transport: Transport, options: ConnectionOptions) {
    this.transport = transport;
    this.#outbox = options.outbox;
    this.#decoder = new LineDecoder(options.lineLimits);
    this.#mostBytes = options.sendQueueBytes;
  }

  /** Whether it takes no more lines, in either direction. */
  get closing(): boolean {
    return this.#closing !== undefined;
  }

  /** Reads lines until the connection ends; never throws. */
  async run(taker: LineTaker): Promise<void> {
    this.#taker = taker;
    try {
      await this.#read(taker);
      this.#finish("Connection closed");
    } catch (error) {
      this.#finish(error instanceof Error ? describe(error) : "Connection lost");
    }
  }

  /** Queues a range of a stream; it is sent at the end of the tick. */
  enqueue(stream: Stream, start: number, end: number): void {
    if (this.#closing !== undefined) return;
    this.#queue.push(stream, start, end);
    this.#mark();
    if (this.#mostBytes !== 0 && this.#queue.bytes > this.#mostBytes) this.#overflow();
  }

  /**
   * For an answer of many lines to await now and then: resolves once the peer has read enough of
   * it that the rest can be queued as well. Undefined where that is so already.
   */
  drained(): MaybePromise {
    if (this.#isRoomy()) return;
    return new Promise((resolve) => this.#whenRoomy.push(resolve));
  }

  /** Ends the connection once all that is queued was sent. */
  close(reason: string): void {
    if (this.#closing !== undefined) return;
    this.#closing = reason;
    this.#lingering = setTimeout(() => this.#finish(reason), LINGER_MS);
    this.#mark();
  }

  /** Ends the connection now; what is queued is lost. */
  cut(): void {
    this.#finish("Connection closed");
  }

  /** Sends what is queued; the outbox calls it at the end of a tick. */
  flush(): void {
    this.#dirty = false;
    if (this.#closed) return;
    if (this.#overflowed) {
      // Not amid the flush: others are still to send this tick, and the QUIT belongs to the next.
      queueMicrotask(() => this.#finish("SendQ exceeded"));
      return;
    }
    if (this.#writing !== undefined) {
      this.#queue.own();
      return;
    }
    const bytes = this.#queue.take();
    if (bytes !== undefined) this.#write(bytes);
    else if (this.#closing !== undefined) this.transport.closeWrite();
  }

  async #read(taker: LineTaker): Promise<void> {
    let buffer = new Uint8Array(IDLE_READ_BYTES);
    let smallReads = 0;
    for (;;) {
      const count = await this.transport.read(buffer);
      if (count === null) return;
      if (this.#closing !== undefined) continue;
      for (const line of this.#decoder.push(buffer.subarray(0, count))) {
        const pause = taker.take(line);
        if (pause !== undefined) await pause;
        if (this.#closing !== undefined) break;
      }
      if (count > IDLE_READ_BYTES) smallReads = 0;
      else smallReads++;
      if (count === buffer.length) buffer = new Uint8Array(BUSY_READ_BYTES);
      else if (buffer.length > IDLE_READ_BYTES && smallReads >= SMALL_READS_TO_IDLE) {
        buffer = new Uint8Array(IDLE_READ_BYTES);
      }
    }
  }

  #mark(): void {
    if (this.#dirty) return;
    this.#dirty = true;
    this.#outbox.add(this);
  }

  #write(bytes: Uint8Array): void {
    this.#writing = bytes;
    this.transport.write(bytes).then(this.#written, this.#failed);
  }

  readonly #written = (count: number): void => {
    const bytes = this.#writing;
    if (bytes === undefined || this.#closed) return;
    if (count < bytes.length) {
      this.#write(bytes.subarray(count));
      return;
    }
    this.#writing = undefined;
    if (this.#isRoomy()) this.#tellRoomy();
    if (this.#queue.bytes > 0 || this.#closing !== undefined) this.#mark();
  };

  readonly #failed = (error: unknown): void => {
    this.#finish(error instanceof Error ? describe(error) : "Connection lost");
  };

  #isRoomy(): boolean {
    return this.#closing !== undefined || this.#mostBytes === 0 ||
      this.#queue.bytes <= this.#mostBytes * SHARE_OF_QUEUE;
  }

  #tellRoomy(): void {
    for (const resolve of this.#whenRoomy.splice(0)) resolve();
  }

  /** Only marks: what follows from a user's end must not happen amid a delivery. */
  #overflow(): void {
    this.#overflowed = true;
    this.#closing = "SendQ exceeded";
    this.#queue.clear();
  }

  #finish(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#lingering);
    const said = this.#closing ?? reason;
    this.#closing = said;
    this.#queue.clear();
    this.#tellRoomy();
    this.transport.close();
    this.#taker?.gone(said);
  }
}

function describe(error: Error): string {
  if (error instanceof Deno.errors.ConnectionReset) return "Connection reset by peer";
  if (error instanceof Deno.errors.BrokenPipe) return "Broken pipe";
  if (error instanceof Deno.errors.TimedOut) return "Connection timed out";
  return "Connection lost";
}
