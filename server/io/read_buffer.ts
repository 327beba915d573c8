/** Size of the buffer of a connection that sends little, in bytes. */
const IDLE_BYTES = 512;
/** Size of the buffer of a connection that has filled the small one, in bytes. */
const BUSY_BYTES = 16 * 1024;
/**
 * Reads in a row that must fit the small buffer before it is used again. The large one is kept that
 * long because a burst in two reads may take two ticks, with two writes to every member.
 */
const SMALL_READS_TO_IDLE = 16;

/** The buffer that a connection reads into: small while little comes. */
export class ReadBuffer {
  #bytes = new Uint8Array(IDLE_BYTES);
  #smallReads = 0;

  /** The buffer for the next read. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes;
  }

  /** Chooses the size for the next read after one of `count` bytes. */
  adapt(count: number): void {
    if (count > IDLE_BYTES) this.#smallReads = 0;
    else this.#smallReads++;
    if (count === this.#bytes.length) this.#bytes = new Uint8Array(BUSY_BYTES);
    else if (this.#bytes.length > IDLE_BYTES && this.#smallReads >= SMALL_READS_TO_IDLE) {
      this.#bytes = new Uint8Array(IDLE_BYTES);
    }
  }
}
