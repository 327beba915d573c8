import { Feed, feedLines, withDeadline } from "./feed.ts";

const ROOT = new URL("../../", import.meta.url);

/** The executable under test; if CHAT_BINARY is not set, the program runs from source. */
export const BINARY: string | undefined = Deno.env.get("CHAT_BINARY") || undefined;

/** The permissions of the task `chat` in deno.json. */
const FROM_SOURCE: readonly string[] = [
  "run",
  "--quiet",
  "--no-prompt",
  "--no-check",
  `--config=${new URL("deno.json", ROOT).pathname}`,
  "--allow-net",
  "--allow-read",
  "--allow-write",
  "--allow-env",
  "--allow-sys",
  new URL("main.ts", ROOT).pathname,
];

/** Options for {@linkcode startChat}. */
export interface ChatOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Returns the command line that runs `chat ARGS`. */
export function chatCommand(args: readonly string[]): string[] {
  return BINARY ? [absolute(BINARY), ...args] : [Deno.execPath(), ...FROM_SOURCE, ...args];
}

function absolute(path: string): string {
  return path.startsWith("/") ? path : `${Deno.cwd()}/${path}`;
}

/** The environment without variables that change what chat does. */
export function cleanEnvironment(
  extra: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const env = Object.entries(Deno.env.toObject()).filter(([name]) =>
    !/^(CHAT_|NO_COLOR|FORCE_COLOR)/.test(name)
  );
  return { ...Object.fromEntries(env), ...extra };
}

/** A `chat` that runs as a child process. */
export class ChatProcess implements AsyncDisposable {
  readonly stdout: Feed<string>;
  readonly stderr: Feed<string>;
  /** Resolves to the exit code, which is 128 and the number of the signal after a kill. */
  readonly exited: Promise<number>;
  readonly #name: string;
  readonly #child: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #done: Promise<unknown>;
  #running = true;

  constructor(name: string, child: Deno.ChildProcess) {
    this.stdout = new Feed(`${name}, standard output,`);
    this.stderr = new Feed(`${name}, standard error,`);
    this.#name = name;
    this.#child = child;
    this.#input = child.stdin.getWriter();
    this.exited = child.status.then(({ code }) => code);
    this.#done = Promise.all([
      this.exited.then(() => this.#running = false),
      feedLines(child.stdout, this.stdout),
      feedLines(child.stderr, this.stderr),
    ]);
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** Writes lines, given without line ends, to standard input. */
  async type(...lines: string[]): Promise<void> {
    await this.#input.write(new TextEncoder().encode(lines.map((line) => line + "\n").join("")));
  }

  /** Ends standard input. */
  async endInput(): Promise<void> {
    await this.#input.close().catch(() => {});
  }

  kill(signal: Deno.Signal = "SIGKILL"): void {
    if (this.#running) this.#child.kill(signal);
  }

  /** Waits for the end of the process and of its output; returns the exit code. */
  async finished(): Promise<number> {
    const what = () => `${this.#name} still runs; it said:\n${this.stderr.items.join("\n")}\n`;
    await withDeadline(this.#done, { what });
    return await this.exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill();
    await this.endInput();
    await this.#done;
  }
}

/** Starts `chat ARGS`. */
export function startChat(args: readonly string[], options: ChatOptions = {}): ChatProcess {
  const [command, ...words] = chatCommand(args);
  const child = new Deno.Command(command!, {
    args: words,
    env: cleanEnvironment(options.env),
    clearEnv: true,
    ...(options.cwd && { cwd: options.cwd }),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  return new ChatProcess(`chat ${args.join(" ")}`, child);
}

/** The result of a `chat` that has ended. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `chat ARGS` to its end, with `input` on standard input. */
export async function runChat(
  args: readonly string[],
  { input = "", ...options }: ChatOptions & { input?: string } = {},
): Promise<Finished> {
  await using chat = startChat(args, options);
  // It may end before it has read everything: its exit code says why.
  if (input !== "") await chat.type(input.replace(/\n$/, "")).catch(() => {});
  await chat.endInput();
  const code = await chat.finished();
  const [stdout, stderr] = [chat.stdout, chat.stderr].map(({ items }) => items.join("\n"));
  return { code, stdout: stdout!, stderr: stderr! };
}
