import { MAX_BYTES_PER_UNIT } from "../../protocol/lines.ts";
import { headerBytes, MAX_HEADER_BYTES, writeHeader } from "./message_frame.ts";
import type { Framing } from "./transport.ts";

const encoder = new TextEncoder();
/** First size of a stream's buffer, in bytes; it doubles as it fills. */
const FIRST_BYTES = 1024;
/**
 * Connections that a tick sends to while work waits. The runtime reads and writes 128 times in a
 * turn of its event loop. It puts off what is more, the reads of others too, in no order.
 */
export const FLUSHED_WHEN_BEHIND = 96;
/** How many of these may be connections that are sent something for few. */
const FEW_WHEN_BEHIND = 64;

/** The bytes of a tick for one shape; queues of many connections hold ranges of them. */
export class Stream {
  #bytes = new Uint8Array(FIRST_BYTES);
  #length = 0;
  #revoked = false;
  #lastRange: Uint8Array<ArrayBuffer> | undefined;
  #lastStart = 0;
  readonly #framing: Framing;
  /** Whether its lines go to more connections than a tick sends to when the server is behind. */
  isForMany = false;

  constructor(framing: Framing = "crlf") {
    this.#framing = framing;
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  /** Whether its bytes must not be sent. */
  get revoked(): boolean {
    return this.#revoked;
  }

  /** Prevents every queue from sending its bytes. */
  revoke(): void {
    this.#revoked = true;
  }

  /** Appends a line in the stream's framing. */
  append(line: string): void {
    const maxBytes = line.length * MAX_BYTES_PER_UNIT + MAX_HEADER_BYTES;
    if (this.#bytes.length - this.#length < maxBytes) this.#grow(maxBytes);
    if (this.#framing !== "crlf") return this.#appendMessage(line, this.#framing);
    const { written } = encoder.encodeInto(line, this.#bytes.subarray(this.#length));
    let end = this.#length + written;
    this.#bytes[end++] = 0x0d;
    this.#bytes[end++] = 0x0a;
    this.#length = end;
  }

  /** The bytes of a range, not copied. The last one is kept: many queues take the same range. */
  range(start: number, end: number): Uint8Array<ArrayBuffer> {
    const last = this.#lastRange;
    if (last !== undefined && start === this.#lastStart && end === start + last.length) return last;
    const range = this.#bytes.subarray(start, end);
    this.#lastRange = range;
    this.#lastStart = start;
    return range;
  }

  #appendMessage(line: string, framing: "text" | "binary"): void {
    // The header of a line of ASCII, which most lines are; others move if theirs is longer.
    const guessed = headerBytes(line.length);
    const start = this.#length + guessed;
    const { written } = encoder.encodeInto(line, this.#bytes.subarray(start));
    const header = headerBytes(written);
    const body = this.#length + header;
    if (header !== guessed) this.#bytes.copyWithin(body, start, start + written);
    writeHeader(this.#bytes, { at: this.#length, framing, length: written });
    this.#length = body + written;
  }

  #grow(needed: number): void {
    const size = Math.max(this.#bytes.length * 2, this.#length + needed);
    const bytes = new Uint8Array(size);
    bytes.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = bytes;
    this.#lastRange = undefined;
  }
}

/** Holds a stream from one line of a tick to the next; empty between ticks. */
export class StreamHolder {
  readonly framing: Framing;
  stream: Stream | undefined;

  constructor(framing: Framing) {
    this.framing = framing;
  }
}

/** The holders of the streams for lines to single connections. */
class DirectHolders {
  readonly crlf = new StreamHolder("crlf");
  readonly text = new StreamHolder("text");
  readonly binary = new StreamHolder("binary");
}

/** A queue with something to send. */
export interface Flushable {
  flush(): void;
}

/**
 * Everything that a tick sends. Each line is written once, into a stream; connections queue ranges
 * of it, and {@linkcode TickOutput.flush} makes each connection send its queue.
 *
 * Lines about an event that is to be stored go into *pledged* streams. If the commit fails,
 * {@linkcode TickOutput.revoke} removes them from every queue at once.
 */
export class TickOutput {
  /** Queues to be flushed: those with something for few first, and those with lines for many. */
  #few: Flushable[] = [];
  #many: Flushable[] = [];
  #pledged: Stream[] = [];
  /** The holders with a stream of this tick, to be emptied so that its buffer can be freed. */
  #holders: StreamHolder[] = [];
  readonly #direct = new DirectHolders();
  readonly #pledgedDirect = new DirectHolders();
  readonly #requestTick: () => void;

  /** `requestTick` is called when the first queue of a tick is added. */
  constructor(requestTick: () => void) {
    this.#requestTick = requestTick;
  }

  /** The stream of a holder in this tick. */
  streamOf(holder: StreamHolder, pledged: boolean): Stream {
    if (holder.stream !== undefined) return holder.stream;
    const stream = new Stream(holder.framing);
    holder.stream = stream;
    this.#holders.push(holder);
    if (pledged) this.#pledged.push(stream);
    return stream;
  }

  /** The stream for lines to one connection. */
  direct(framing: Framing, pledged: boolean): Stream {
    const holders = pledged ? this.#pledgedDirect : this.#direct;
    return this.streamOf(holders[framing], pledged);
  }

  /** Adds a queue that is to be flushed at the end of the tick; one for many is after the others. */
  add(queue: Flushable, isForMany = false): void {
    if (!this.#waits) this.#requestTick();
    (isForMany ? this.#many : this.#few).push(queue);
  }

  get #waits(): boolean {
    return this.#few.length + this.#many.length > 0;
  }

  /** Revokes all pledged streams of this tick. */
  revoke(): void {
    for (const stream of this.#pledged) stream.revoke();
  }

  /**
   * Sends the queues and begins the next tick: those of all connections, or of the first ones and
   * the others in later ticks if the server is behind with its work. So a line to one person does
   * not wait until all members of a large room have theirs.
   */
  flush({ isBehind = false } = {}): void {
    const few = this.#few;
    const many = this.#many;
    this.#few = isBehind ? few.splice(FEW_WHEN_BEHIND) : [];
    this.#many = isBehind ? many.splice(FLUSHED_WHEN_BEHIND - few.length) : [];
    this.#pledged = [];
    for (const holder of this.#holders) holder.stream = undefined;
    this.#holders = [];
    if (this.#waits) this.#requestTick();
    for (let i = 0; i < few.length; i++) few[i]?.flush();
    for (let i = 0; i < many.length; i++) many[i]?.flush();
  }
}
