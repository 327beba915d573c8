const encoder = new TextEncoder();
/** First size of a stream's buffer, in bytes; it doubles as it fills. */
const FIRST_BYTES = 1024;
/** A UTF-16 unit takes three bytes of UTF-8 at most. */
const MOST_BYTES_PER_UNIT = 3;

/** Bytes that grow for one tick; queues of many connections hold ranges of it. */
export class Stream {
  #bytes = new Uint8Array(FIRST_BYTES);
  #length = 0;
  #revoked = false;
  #lastRange: Uint8Array<ArrayBuffer> | undefined;
  #lastStart = 0;

  /** Bytes written so far. */
  get length(): number {
    return this.#length;
  }

  /** Whether what it holds must not be sent. */
  get revoked(): boolean {
    return this.#revoked;
  }

  /** Takes back all that it holds: no queue will send it. */
  revoke(): void {
    this.#revoked = true;
  }

  /** Appends a line and its CR LF. */
  append(line: string): void {
    const most = line.length * MOST_BYTES_PER_UNIT + 2;
    if (this.#bytes.length - this.#length < most) this.#grow(most);
    const { written } = encoder.encodeInto(line, this.#bytes.subarray(this.#length));
    let end = this.#length + written;
    this.#bytes[end++] = 0x0d;
    this.#bytes[end++] = 0x0a;
    this.#length = end;
  }

  /** The bytes of a range, not copied; the members of a channel ask for the same one in a row. */
  range(start: number, end: number): Uint8Array<ArrayBuffer> {
    const last = this.#lastRange;
    if (last !== undefined && start === this.#lastStart && end === start + last.length) return last;
    const range = this.#bytes.subarray(start, end);
    this.#lastRange = range;
    this.#lastStart = start;
    return range;
  }

  #grow(most: number): void {
    const size = Math.max(this.#bytes.length * 2, this.#length + most);
    const bytes = new Uint8Array(size);
    bytes.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = bytes;
    this.#lastRange = undefined;
  }
}

/** Where a stream is kept from one line of a tick to the next; empty between ticks. */
export interface StreamHolder {
  stream: Stream | undefined;
}

/** A queue that has something to send. */
export interface Flushable {
  flush(): void;
}

/**
 * What a tick has to send. Lines are written once, into streams; connections queue ranges of
 * them, and {@linkcode Outbox.flush} makes each connection send what it has.
 *
 * Lines that speak of a stored event go into *pledged* streams: should the store fail,
 * {@linkcode Outbox.revoke} takes them back from every queue at once.
 */
export class Outbox {
  #dirty: Flushable[] = [];
  #pledged: Stream[] = [];
  /** Who holds a stream of this tick: a buffer must not outlive what waits to be sent of it. */
  #holders: StreamHolder[] = [];
  readonly #direct: StreamHolder = { stream: undefined };
  readonly #pledgedDirect: StreamHolder = { stream: undefined };
  readonly #request: () => void;

  /** `request` asks for a tick; it is called with the first queue that has something. */
  constructor(request: () => void) {
    this.#request = request;
  }

  /** The stream of a holder for this tick, new when the tick is. */
  streamOf(holder: StreamHolder, pledged: boolean): Stream {
    if (holder.stream !== undefined) return holder.stream;
    const stream = new Stream();
    holder.stream = stream;
    this.#holders.push(holder);
    if (pledged) this.#pledged.push(stream);
    return stream;
  }

  /** The stream for lines to one connection. */
  direct(pledged: boolean): Stream {
    return this.streamOf(pledged ? this.#pledgedDirect : this.#direct, pledged);
  }

  /** Has a queue flushed at the end of the tick. */
  add(queue: Flushable): void {
    if (this.#dirty.length === 0) this.#request();
    this.#dirty.push(queue);
  }

  /** Takes back what this tick says of stored events. */
  revoke(): void {
    for (const stream of this.#pledged) stream.revoke();
  }

  /** Sends what is queued, and begins the next tick. */
  flush(): void {
    const dirty = this.#dirty;
    this.#dirty = [];
    this.#pledged = [];
    for (const holder of this.#holders) holder.stream = undefined;
    this.#holders = [];
    for (let i = 0; i < dirty.length; i++) dirty[i]?.flush();
  }
}
