import type { Output } from "../cli/io.ts";
import { joinSafe, type SafeText } from "../format/sanitize.ts";

/** Collects what is printed in one turn of the event loop and writes it at once, in order. */
export class Printer {
  readonly #output: Output;
  readonly #failed: (error: unknown) => void;
  #unwritten: SafeText[] = [];
  #writing: Promise<void> | undefined;
  #broken = false;

  /** Calls `failed` once, if the output is closed. */
  constructor(output: Output, failed: (error: unknown) => void) {
    this.#output = output;
    this.#failed = failed;
  }

  print(text: SafeText): void {
    if (this.#broken) return;
    this.#unwritten.push(text);
    this.#writing ??= this.#write();
  }

  /** Resolves when everything printed is written. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    await Promise.resolve();
    try {
      while (this.#unwritten.length > 0) {
        await this.#output.write(joinSafe(this.#unwritten.splice(0)));
      }
    } catch (error) {
      this.#broken = true;
      this.#unwritten = [];
      this.#failed(error);
    } finally {
      this.#writing = undefined;
    }
  }
}
