import type { MaybePromise } from "../maybe_promise.ts";
import { LineDecoder, type LineError, type LineLimits } from "../../protocol/lines.ts";
import type { Flushable, Stream, TickOutput } from "./tick_output.ts";
import { ReadBuffer } from "./read_buffer.ts";
import { MAX_ANSWER_SHARE, SendQueue } from "./send_queue.ts";
import { type Transport, TransportError } from "./transport.ts";

/** How long a peer may take to read its last lines, in milliseconds. */
const LINGER_MS = 5_000;

/** The object that handles a connection's lines. */
export interface LineReceiver {
  /** Handles one line; the next one waits for the promise, if one is returned. */
  receive(line: string | LineError): MaybePromise;
  /** Called once, when the connection has ended. */
  closed(reason: string): void;
}

/** Options for {@linkcode Connection}. */
export interface ConnectionOptions {
  readonly output: TickOutput;
  readonly lineLimits: LineLimits;
  /** Bytes that may wait to be sent; more ends the connection. 0 for no limit. */
  readonly sendQueueBytes: number;
  /** Called once, after the receiver, when the connection has ended. */
  readonly onEnd?: ((transport: Transport) => void) | undefined;
}

/** One socket: reads lines and sends queued bytes, both within limits. */
export class Connection implements Flushable {
  readonly transport: Transport;
  readonly #output: TickOutput;
  readonly #decoder: LineDecoder;
  readonly #maxQueueBytes: number;
  readonly #buffer = new ReadBuffer();
  readonly #queue = new SendQueue();
  #receiver: LineReceiver | undefined;
  #ended: PromiseWithResolvers<void> | undefined;
  readonly #onEnd: ConnectionOptions["onEnd"];
  /** Whether it is to be flushed, and whether it is so only for lines to many. */
  #dirty = false;
  #waitsWithMany = false;
  #writing: Uint8Array | undefined;
  #closing: string | undefined;
  #closed = false;
  #overflowed = false;
  #whenDrained: (() => void)[] | undefined;
  #lingering: ReturnType<typeof setTimeout> | undefined;

  constructor(transport: Transport, options: ConnectionOptions) {
    this.transport = transport;
    this.#output = options.output;
    this.#decoder = new LineDecoder(options.lineLimits);
    this.#maxQueueBytes = options.sendQueueBytes;
    this.#onEnd = options.onEnd;
  }

  /** Whether it accepts no more lines, in either direction. */
  get closing(): boolean {
    return this.#closing !== undefined;
  }

  /** Reads lines until the connection ends. */
  run(receiver: LineReceiver): void {
    this.#receiver = receiver;
    this.#read();
  }

  /** Resolves when the connection has ended. */
  get ended(): Promise<void> {
    this.#ended ??= Promise.withResolvers();
    if (this.#closed) this.#ended.resolve();
    return this.#ended.promise;
  }

  /** Queues a range of a stream; it is sent at the end of the tick. */
  enqueue(stream: Stream, start: number, end: number): void {
    if (this.#closing !== undefined) return;
    this.#queue.push(stream, start, end);
    this.#markDirty(stream.isForMany);
    if (this.#maxQueueBytes !== 0 && this.#queue.bytes > this.#maxQueueBytes) this.#overflow();
  }

  /**
   * Resolves when the peer has read enough that more can be queued; undefined if it already has.
   * An answer of many lines waits for it.
   */
  drained(): MaybePromise {
    if (this.#isDrained()) return;
    return new Promise((resolve) => (this.#whenDrained ??= []).push(resolve));
  }

  /** Ends the connection when everything in the queue has been sent. */
  close(reason: string): void {
    if (this.#closing !== undefined) return;
    this.#closing = reason;
    this.#lingering = setTimeout(() => this.#finish(reason), LINGER_MS);
    this.#markDirty();
  }

  /** Ends the connection at once and drops its queue. */
  abort(): void {
    this.#finish("Connection closed");
  }

  /** Sends the queue; called at the end of a tick. */
  flush(): void {
    if (!this.#dirty) return;
    this.#dirty = false;
    if (this.#closed) return;
    if (this.#overflowed) {
      // The QUIT waits for the next tick, because other connections are still sending this one.
      queueMicrotask(() => this.#finish("SendQ exceeded"));
      return;
    }
    if (this.#writing !== undefined) {
      this.#queue.copyShared();
      return;
    }
    const bytes = this.#queue.take();
    if (bytes !== undefined) this.#write(bytes);
    else if (this.#closing !== undefined) this.transport.closeWrite();
  }

  // Not an async function, whose state would be most of what an idle connection keeps in memory.
  #read(): void {
    this.transport.read(this.#buffer.bytes).then(this.#received, this.#failed);
  }

  readonly #received = (count: number | null): void => {
    if (count === null) return this.#finish("Connection closed");
    if (this.#closing !== undefined) return this.#read();
    const lines = this.#decoder.push(this.#buffer.bytes.subarray(0, count));
    this.#buffer.adapt(count);
    this.#handle(lines, 0);
  };

  /** Handles lines from an index on, then reads more. */
  #handle(lines: readonly (string | LineError)[], from: number): void {
    try {
      for (let index = from; index < lines.length && this.#closing === undefined; index++) {
        const handling = this.#receiver?.receive(lines[index]!);
        if (handling === undefined) continue;
        handling.then(() => this.#handle(lines, index + 1), this.#failed);
        return;
      }
    } catch (error) {
      return this.#failed(error);
    }
    this.#read();
  }

  #markDirty(isForMany = false): void {
    if (this.#dirty && (isForMany || !this.#waitsWithMany)) return;
    this.#dirty = true;
    this.#waitsWithMany = isForMany;
    this.#output.add(this, isForMany);
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
    if (this.#isDrained()) this.#resolveDrained();
    if (this.#queue.bytes > 0 || this.#closing !== undefined) {
      this.#markDirty(this.#waitsWithMany);
    }
  };

  readonly #failed = (error: unknown): void => {
    this.#finish(error instanceof Error ? describe(error) : "Connection lost");
  };

  #isDrained(): boolean {
    return this.#closing !== undefined || this.#maxQueueBytes === 0 ||
      this.#queue.bytes <= this.#maxQueueBytes * MAX_ANSWER_SHARE;
  }

  #resolveDrained(): void {
    const waiting = this.#whenDrained;
    this.#whenDrained = undefined;
    waiting?.forEach((resolve) => resolve());
  }

  /** Only sets flags, because the user's QUIT must not be delivered during another delivery. */
  #overflow(): void {
    this.#overflowed = true;
    this.#closing = "SendQ exceeded";
    this.#queue.clear();
  }

  #finish(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#lingering);
    this.#closing ??= reason;
    this.#queue.clear();
    this.#resolveDrained();
    this.transport.close();
    this.#receiver?.closed(this.#closing);
    this.#onEnd?.(this.transport);
    this.#ended?.resolve();
  }
}

function describe(error: Error): string {
  if (error instanceof TransportError) return error.message;
  if (error instanceof Deno.errors.ConnectionReset) return "Connection reset by peer";
  if (error instanceof Deno.errors.BrokenPipe) return "Broken pipe";
  if (error instanceof Deno.errors.TimedOut) return "Connection timed out";
  return "Connection lost";
}
