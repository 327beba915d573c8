import type { Output } from "../cli/io.ts";

const encoder = new TextEncoder();

/** Gathers what is printed in one turn and writes it in one piece, in order. */
export class Printer {
  readonly #output: Output;
  readonly #failed: (error: unknown) => void;
  #unwritten = "";
  #writing: Promise<void> | undefined;
  #broken = false;

  /** `failed` is called once, when nobody reads any more. */
  constructor(output: Output, failed: (error: unknown) => void) {
    this.#output = output;
    this.#failed = failed;
  }

  print(text: string): void {
    if (this.#broken) return;
    this.#unwritten += text;
    this.#writing ??= this.#write();
  }

  /** Done when all that was printed is written. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    await Promise.resolve();
    try {
      while (this.#unwritten !== "") {
        const bytes = encoder.encode(this.#unwritten);
        this.#unwritten = "";
        await this.#output.write(bytes);
      }
    } catch (error) {
      this.#broken = true;
      this.#unwritten = "";
      this.#failed(error);
    } finally {
      this.#writing = undefined;
    }
  }
}
