import stringWidth from "string-width";

/** Characters of a line that is typed; further ones are dropped. */
const MAX_CHARACTERS = 4096;
/** Back to the first column, and everything after it erased. */
const ERASE = "\r\x1b[K";
/** A key that sends several characters, such as an arrow. */
// deno-lint-ignore no-control-regex
const KEY_SEQUENCE = /\x1b(\[[0-9;?]*[ -/]*[@-~]|O.|.)?/g;

/** Options for {@linkcode ConsoleLine}. */
export interface ConsoleLineOptions {
  readonly write: (text: string) => void;
  /** The width of the terminal. */
  readonly columns: () => number;
}

/**
 * The line that is being typed on a terminal that does not echo. What is printed meanwhile goes
 * above it, so that the log does not split it.
 */
export class ConsoleLine {
  readonly #write: (text: string) => void;
  readonly #columns: () => number;
  #typed = "";

  constructor({ write, columns }: ConsoleLineOptions) {
    this.#write = write;
    this.#columns = columns;
  }

  /** Prints lines above the one that is being typed. */
  print(text: string): void {
    this.#write(this.#typed === "" ? text : ERASE + text + this.#shown());
  }

  /** Takes what was typed and returns the lines that are complete, each with a line feed. */
  type(text: string): string {
    let lines = "";
    for (const key of text.replace(KEY_SEQUENCE, "")) {
      if (key === "\r" || key === "\n") {
        lines += this.#typed + "\n";
        this.#write(`${ERASE}${this.#shown()}\n`);
        this.#typed = "";
      } else if (key === "\x7f" || key === "\b") {
        this.#typed = [...this.#typed].slice(0, -1).join("");
      } else if (key === "\x15") this.#typed = "";
      else if (key === "\x17") this.#typed = this.#typed.replace(/\S*\s*$/, "");
      else if (key >= " " && this.#typed.length < MAX_CHARACTERS) this.#typed += key;
    }
    this.#write(ERASE + this.#shown());
    return lines;
  }

  /** A stream of complete lines from the bytes that are typed. */
  linesOf(typed: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    const decoder = new TextDecoder();
    const encoder = new TextEncoder();
    return typed.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform: (bytes, controller) => {
          const lines = this.type(decoder.decode(bytes, { stream: true }));
          if (lines !== "") controller.enqueue(encoder.encode(lines));
        },
      }),
    );
  }

  /** The end of the line that fits the terminal. */
  #shown(): string {
    const room = Math.max(this.#columns() - 1, 1);
    let shown = this.#typed;
    while (stringWidth(shown) > room) shown = [...shown].slice(1).join("");
    return shown;
  }
}

/**
 * The line that is typed on this terminal, or undefined where standard input or error is none.
 * Keys are read one by one from then on; Ctrl-C still ends the program.
 */
export function takeConsoleLine(write: (text: string) => void): ConsoleLine | undefined {
  const isTerminal = Deno.stdin.isTerminal() && Deno.stderr.isTerminal();
  if (!isTerminal || Deno.build.os === "windows" || Deno.env.get("TERM") === "dumb") return;
  const readKeys = () => Deno.stdin.setRaw(true, { cbreak: true });
  readKeys();
  // A shell that was in front meanwhile has its own mode.
  Deno.addSignalListener("SIGCONT", readKeys);
  return new ConsoleLine({ write, columns: () => Deno.consoleSize().columns || 80 });
}

/** Gives the terminal its own mode back. */
export function releaseTerminal(): void {
  if (Deno.stdin.isTerminal()) Deno.stdin.setRaw(false);
}
