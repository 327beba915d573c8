import { DEADLINE } from "./feed.ts";

/** Options for {@linkcode TestTerminal.start}. */
export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
}

/** A real terminal to type in, made by tmux. */
export class TestTerminal implements AsyncDisposable {
  readonly #socket = `chat-test-${crypto.randomUUID()}`;
  #record: string | undefined;

  /** Runs a command in a new terminal, which shows the exit code at the end. */
  static async start(
    command: readonly string[],
    { columns = 60, rows = 12 }: TerminalOptions = {},
  ): Promise<TestTerminal> {
    const terminal = new TestTerminal();
    const quoted = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
    const size = ["-x", String(columns), "-y", String(rows)];
    const line = `env -u NO_COLOR LC_ALL=C.UTF-8 ${quoted}; echo "exit $?"; sleep 1000`;
    await terminal.#tmux("-f", "/dev/null", "-u", "new-session", "-d", ...size, line);
    return terminal;
  }

  /** The command that shows it on another terminal. */
  get attachCommand(): string[] {
    return ["env", "-u", "TMUX", "tmux", "-L", this.#socket, "-u", "attach"];
  }

  /** Presses keys, given by tmux's names. */
  async press(...keys: string[]): Promise<void> {
    await this.#tmux("send-keys", ...keys);
  }

  async type(text: string): Promise<void> {
    await this.#tmux("send-keys", "-l", text);
  }

  /** Types a line and presses Enter. */
  async enter(text: string): Promise<void> {
    await this.type(text);
    await this.press("Enter");
  }

  /** Pastes a text, marked as a paste if the program has asked for that. */
  async paste(text: string): Promise<void> {
    await this.#tmux("set-buffer", "--", text);
    await this.#tmux("paste-buffer", "-p", "-r");
  }

  /** Sends what a terminal sends, such as the escape sequence of a click. */
  async send(bytes: string): Promise<void> {
    const codes = [...new TextEncoder().encode(bytes)].map((code) => code.toString(16));
    await this.#tmux("send-keys", "-H", ...codes);
  }

  /** Presses and releases the left button of the mouse; columns and rows from 1. */
  async click(column: number, row: number): Promise<void> {
    await this.send(`\x1b[<0;${column};${row}M\x1b[<0;${column};${row}m`);
  }

  /** Begins to keep what the program writes, for {@linkcode written}. */
  async record(): Promise<void> {
    // The one before may still write what it was given.
    if (this.#record !== undefined) await Deno.remove(this.#record);
    this.#record = await Deno.makeTempFile({ prefix: "chat-test-" });
    await this.#tmux("pipe-pane", "-O", `cat >> ${this.#record}`);
  }

  /** What the program has written since {@linkcode record}, with its escape sequences. */
  async written(): Promise<string> {
    return this.#record === undefined ? "" : await Deno.readTextFile(this.#record);
  }

  /** Changes the number of columns, and of rows if that is given. */
  async resize(columns: number, rows?: number): Promise<void> {
    const height = rows === undefined ? [] : ["-y", String(rows)];
    await this.#tmux("resize-window", "-x", String(columns), ...height);
  }

  /** The lines that it shows, without empty ones and without spaces at their ends. */
  async screen(): Promise<string[]> {
    return (await this.rows()).filter((line) => line !== "");
  }

  /** All rows of the screen, without spaces at their ends. */
  async rows(): Promise<string[]> {
    const text = await this.#capture();
    return text.replace(/\n$/, "").split("\n").map((line) => line.trimEnd());
  }

  /** A value that tmux knows about the terminal, such as `cursor_x`. */
  async value(name: string): Promise<string> {
    return (await this.#tmux("display-message", "-p", `#{${name}}`)).trimEnd();
  }

  /** The whole screen, with the escape sequences of its colours. */
  async colouredScreen(): Promise<string> {
    return await this.#capture("-e", "-N");
  }

  /** Waits until `wanted` accepts a line of the screen; returns the screen. */
  async until(wanted: (line: string) => boolean): Promise<string[]> {
    const end = performance.now() + DEADLINE;
    while (true) {
      const lines = await this.screen();
      if (lines.some(wanted)) return lines;
      if (performance.now() > end) throw new Error(`The terminal shows\n${lines.join("\n")}`);
    }
  }

  /** Ends the program, which has gone afterwards and writes no more files. */
  async [Symbol.asyncDispose](): Promise<void> {
    const shell = await this.value("pane_pid").catch(() => "");
    const programs = shell === "" ? [] : await childrenOf(shell);
    await this.#tmux("kill-server").catch(() => {});
    await Promise.all(programs.map(hasEnded));
    if (this.#record !== undefined) await Deno.remove(this.#record);
  }

  /**
   * What it shows, but no frame that is drawn in part: programs hide the cursor while they draw. If
   * it stays hidden, what is shown twice is whole.
   */
  async #capture(...flags: string[]): Promise<string> {
    for (let last = "";;) {
      // tmux reads nothing from the program between commands that come together.
      const both = ["display-message", "-p", "#{cursor_flag}", ";", "capture-pane", "-p", ...flags];
      const text = await this.#tmux(...both);
      const shown = text.slice(text.indexOf("\n") + 1);
      if (text.startsWith("1") || shown === last) return shown;
      last = shown;
    }
  }

  async #tmux(...args: string[]): Promise<string> {
    const { success, stdout, stderr } = await new Deno.Command("tmux", {
      args: ["-L", this.#socket, ...args],
    }).output();
    if (!success) throw new Error(`tmux ${args[0]}: ${new TextDecoder().decode(stderr)}`);
    return new TextDecoder().decode(stdout);
  }
}

/** The ids of the processes that a process has started. Linux only; empty elsewhere. */
async function childrenOf(pid: string): Promise<string[]> {
  const text = await Deno.readTextFile(`/proc/${pid}/task/${pid}/children`).catch(() => "");
  return text.split(" ").filter((word) => word !== "");
}

/** Resolves when a process that is no child of this one has ended. */
async function hasEnded(pid: string): Promise<void> {
  const end = performance.now() + DEADLINE;
  while (await Deno.stat(`/proc/${pid}`).then(() => true, () => false)) {
    if (performance.now() > end) throw new Error(`Process ${pid} has not ended with its terminal`);
  }
}
