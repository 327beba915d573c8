import type { Stream } from "./tick_output.ts";

/** The share of a send queue that one answer may fill before the rest of it waits or is left out. */
export const MAX_ANSWER_SHARE = 0.5;

/** First size of a queue's own buffer, in bytes; it doubles as it fills. */
const FIRST_OWNED_BYTES = 4096;

/** A range of a stream that waits to be sent. */
interface Segment {
  readonly stream: Stream;
  readonly start: number;
  end: number;
}

/** The bytes that wait for one connection: ranges of shared streams, joined where they touch. */
export class SendQueue {
  #first: Segment | undefined;
  #more: Segment[] | undefined;
  #last: Segment | undefined;
  /** Bytes to send before the segments, copied from streams of earlier ticks. */
  #owned: Uint8Array<ArrayBuffer> | undefined;
  #ownedLength = 0;
  #bytes = 0;

  /** The number of bytes that wait. */
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
    const segment = { stream, start, end };
    this.#last = segment;
    if (this.#first === undefined) this.#first = segment;
    else if (this.#more === undefined) this.#more = [segment];
    else this.#more.push(segment);
  }

  /** Removes and returns all bytes, perhaps as a shared slice; undefined if there are none. */
  take(): Uint8Array<ArrayBuffer> | undefined {
    const only = this.#first;
    if (only !== undefined && this.#more === undefined && this.#ownedLength === 0) {
      this.#first = undefined;
      this.#last = undefined;
      this.#bytes = 0;
      return only.stream.revoked ? undefined : only.stream.range(only.start, only.end);
    }
    this.copyShared();
    const owned = this.#owned?.subarray(0, this.#ownedLength);
    this.clear();
    return owned?.length === 0 ? undefined : owned;
  }

  /** Copies the bytes, so that the queue of a slow reader holds no shared buffer. */
  copyShared(): void {
    if (this.#first !== undefined) this.#copy(this.#first);
    this.#more?.forEach((segment) => this.#copy(segment));
    this.#first = undefined;
    this.#more = undefined;
    this.#last = undefined;
    this.#bytes = this.#ownedLength;
  }

  /** Drops all bytes. */
  clear(): void {
    this.#first = undefined;
    this.#more = undefined;
    this.#last = undefined;
    this.#owned = undefined;
    this.#ownedLength = 0;
    this.#bytes = 0;
  }

  #copy({ stream, start, end }: Segment): void {
    if (!stream.revoked) this.#append(stream.range(start, end));
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
