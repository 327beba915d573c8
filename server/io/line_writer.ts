/** Where bytes go: standard error, or a stand-in. */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<number>;
}

/** Text kept for a reader that is slow, in characters; more is dropped and counted. */
const MAX_WAITING = 1024 * 1024;

/**
 * Writes lines to standard error or output without ever waiting for whoever
 * reads them: a stuck pipe must not stop the server. Lines that do not fit
 * are dropped, and their number is told once there is room.
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

  /** Takes text that ends with a line end. */
  write(text: string): void {
    if (this.#waiting.length + text.length > MAX_WAITING) {
      this.#dropped++;
      return;
    }
    this.#waiting += text;
    this.#writing ??= this.#drain();
  }

  /** Resolves when everything taken so far is written or cannot be. */
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
          this.#waiting = `(${this.#dropped} lines were dropped, nobody read them)\n` +
            this.#waiting;
          this.#dropped = 0;
        }
      }
    } catch {
      // Nobody is there to read; what waits is of no use to anybody.
      this.#waiting = "";
    } finally {
      this.#writing = undefined;
    }
  }
}
