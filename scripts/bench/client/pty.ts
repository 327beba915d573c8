/** A program on a pseudoterminal of its own, made by script(1) of util-linux. */
export class Pty implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #read: Promise<void>;
  /** What was written since the last wait, and what of it was not found yet. */
  #text = "";
  #changed: () => void = () => {};
  #ended = false;

  constructor(child: Deno.ChildProcess) {
    this.#child = child;
    this.#input = child.stdin.getWriter();
    this.#read = this.#readAll(child.stdout);
  }

  /** Starts a command on a terminal of so many columns and rows. */
  static start(
    command: readonly string[],
    { columns, rows, env }: { columns: number; rows: number; env: Record<string, string> },
  ): Pty {
    const quoted = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
    const line = `stty cols ${columns} rows ${rows}; exec ${quoted}`;
    const child = new Deno.Command("script", {
      args: ["-q", "-f", "-e", "-c", line, "/dev/null"],
      env: { TERM: "xterm-256color", SHELL: "/bin/sh", ...env },
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    return new Pty(child);
  }

  /** The process of script(1), whose child is the program. */
  get pid(): number {
    return this.#child.pid;
  }

  async type(text: string): Promise<void> {
    await this.#input.write(new TextEncoder().encode(text));
  }

  /** Forgets what was written so far, so that only what comes from now on is found. */
  skip(): void {
    this.#text = "";
  }

  /** Resolves when the program has written this. Throws if it ends before. */
  async seen(wanted: string, deadline = 60_000): Promise<void> {
    const end = performance.now() + deadline;
    while (!this.#text.includes(wanted)) {
      if (this.#ended || performance.now() > end) {
        throw new Error(`The client did not show ${JSON.stringify(wanted)}, but: ${this.#text}`);
      }
      let timer: ReturnType<typeof setTimeout> | undefined;
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
        timer = setTimeout(resolve, end - performance.now());
      });
      clearTimeout(timer);
    }
    this.#text = this.#text.slice(this.#text.indexOf(wanted) + wanted.length);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#ended) this.#child.kill("SIGKILL");
    await this.#input.close().catch(() => {});
    await this.#read;
    await this.#child.status;
  }

  async #readAll(output: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of output) {
      this.#text = this.#text.slice(-KEPT_CHARACTERS) + decoder.decode(chunk, { stream: true });
      this.#changed();
    }
    this.#ended = true;
    this.#changed();
  }
}

/** More than a frame of a large terminal with all its colours. */
const KEPT_CHARACTERS = 200_000;
