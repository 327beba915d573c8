import type { Stream } from "./outbox.ts";

/** First size of the buffer of a queue that has to own its bytes; it doubles as it fills. */
const FIRST_OWNED_BYTES = 4096;

/** A range of a stream, waiting to be sent. */
interface Segment {
  readonly stream: Stream;
  readonly start: number;
  end: number;
}

/** What waits to be sent to one connection: ranges of shared streams, joined where they touch. */
export class SendQueue {
  #segments: Segment[] = [];
  #last: Segment | undefined;
  /** Bytes that come before the segments, copied out of streams of earlier ticks. */
  #owned: Uint8Array<ArrayBuffer> | undefined;
  #ownedLength = 0;
  #bytes = 0;

  /** Bytes that wait. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Appends a range of a stream. */
  push(stream: Stream, start: number, end: number): void {
    this.#bytes += end - start;
    const last = this.#last;
    if (last !== undefined && last.stream === stream && last.end === start) {
      last.end = end;
      return;
    }
    this.#last = { stream, start, end };
    this.#segments.push(this.#last);
  }

  /** Takes all that waits, as bytes that may be a shared slice; undefined for nothing. */
  take(): Uint8Array<ArrayBuffer> | undefined {
    const last = this.#last;
    if (this.#ownedLength === 0 && this.#segments.length === 1 && last !== undefined) {
      this.clear();
      return last.stream.revoked ? undefined : last.stream.range(last.start, last.end);
    }
    this.own();
    const owned = this.#owned?.subarray(0, this.#ownedLength);
    this.clear();
    return owned?.length === 0 ? undefined : owned;
  }

  /** Copies what waits into bytes of its own, so that a slow reader holds no shared buffer. */
  own(): void {
    for (const { stream, start, end } of this.#segments) {
      if (!stream.revoked) this.#append(stream.range(start, end));
    }
    this.#segments = [];
    this.#last = undefined;
    this.#bytes = this.#ownedLength;
  }

  /** Drops all that waits. */
  clear(): void {
    this.#segments = [];
    this.#last = undefined;
    this.#owned = undefined;
    this.#ownedLength = 0;
    this.#bytes = 0;
  }

  #append(part: Uint8Array): void {
    const length = this.#ownedLength + part.length;
    if (this.#owned === undefined || this.#owned.length < length) {
      const size = Math.max((this.#owned?.length ?? 0) * 2, length, FIRST_OWNED_BYTES);
      const grown = new Uint8Array(size);
      if (this.#owned !== undefined) grown.set(this.#owned.subarray(0, this.#ownedLength));
      this.#owned = grown;
    }
    this.#owned.set(part, this.#ownedLength);
    this.#ownedLength = length;
  }
}
