/** Something that bytes are written to, such as standard error. */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<number>;
}

/** Characters that may wait for a slow reader; lines beyond that are dropped and counted. */
const MAX_WAITING = 1024 * 1024;

/**
 * Writes lines to standard error or output in the background, so that a stuck pipe does not stop
 * the server. Lines that do not fit its memory are dropped; a line with their number follows.
 */
export class LineWriter {
  readonly #sink: ByteSink;
  readonly #encoder = new TextEncoder();
  #waiting = "";
  #dropped = 0;
  #writing: Promise<void> | undefined;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  /** Writes text that ends with a line end. */
  write(text: string): void {
    if (this.#waiting.length + text.length > MAX_WAITING) {
      this.#dropped++;
      return;
    }
    this.#waiting += text;
    this.#writing ??= this.#drain();
  }

  /** Resolves when everything is written or cannot be. */
  async flush(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  async #drain(): Promise<void> {
    try {
      while (this.#waiting !== "") {
        let bytes = this.#encoder.encode(this.#waiting);
        this.#waiting = "";
        while (bytes.length > 0) bytes = bytes.subarray(await this.#sink.write(bytes));
        if (this.#dropped > 0) {
          this.#waiting = `(${this.#dropped} lines were dropped because nobody read them)\n` +
            this.#waiting;
          this.#dropped = 0;
        }
      }
    } catch {
      // The reader has gone, so the waiting text is dropped.
      this.#waiting = "";
    } finally {
      this.#writing = undefined;
    }
  }
}
