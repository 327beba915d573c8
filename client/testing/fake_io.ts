import { basename, dirname } from "@std/path";

import type { Connection, ServerAddress } from "../connection/connection.ts";
import type { ClientSignal, JoinIo, Output, StopResult } from "../cli/io.ts";
import type { SafeText } from "../format/sanitize.ts";
import { FakeClock } from "./fake_clock.ts";
import { Feed } from "./feed.ts";

const encoder = new TextEncoder();

/** An output that keeps its text and waits for parts of it. */
export class FakeOutput implements Output {
  text = "";
  readonly isTerminal: boolean;
  #waiting: (() => void)[] = [];
  /** Set by a test: the output is closed. */
  broken = false;

  constructor(isTerminal: boolean) {
    this.isTerminal = isTerminal;
  }

  write(text: SafeText): Promise<void> {
    if (this.broken) return Promise.reject(new Error("Broken pipe"));
    this.text += text;
    for (const wake of this.#waiting.splice(0)) wake();
    return Promise.resolve();
  }

  /** Resolves when `what` is in the text after its first `from` characters. */
  async seen(what: string | RegExp, from = 0): Promise<void> {
    const has = () => {
      const text = this.text.slice(from);
      return typeof what === "string" ? text.includes(what) : what.test(text);
    };
    while (!has()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

/** Options for {@linkcode FakeIo}. */
export interface FakeIoOptions {
  readonly connect: (address: ServerAddress) => Promise<Connection>;
  /** Where the addresses of all connections are noted. */
  readonly connected?: ServerAddress[];
  readonly terminal?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Map<string, string>;
}

/** The streams, files, signals and network of `chat join` in a test. */
export class FakeIo implements JoinIo {
  readonly clock = new FakeClock();
  readonly stdout: FakeOutput;
  readonly stderr: FakeOutput;
  readonly stdin: { readonly isTerminal: boolean; readonly chunks: Feed<Uint8Array> };
  readonly files: Map<string, string>;
  width = 40;
  raw = false;
  readonly #options: FakeIoOptions;
  readonly #signals = new Map<ClientSignal, () => void>();

  constructor(options: FakeIoOptions) {
    const terminal = options.terminal === true;
    this.#options = options;
    this.files = options.files ?? new Map();
    this.stdout = new FakeOutput(terminal);
    this.stderr = new FakeOutput(terminal);
    this.stdin = { isTerminal: terminal, chunks: new Feed() };
  }

  readonly random = () => 1;
  readonly connector = (address: ServerAddress) => () => {
    this.#options.connected?.push(address);
    return this.#options.connect(address);
  };
  readonly columns = () => this.width;
  readonly size = () => ({ columns: this.width, rows: 24 });
  readonly setRaw = (raw: boolean) => {
    this.raw = raw;
  };
  /** What was written with {@linkcode FakeIo.writeNow}. */
  written = "";
  stops = 0;
  /** What becomes of stopping the process. */
  stopResult: StopResult = "stopped";
  #crashed = () => Promise.resolve();
  readonly writeNow = (text: SafeText) => {
    this.written += text;
  };
  readonly stop = () => {
    this.stops++;
    return this.stopResult;
  };
  readonly onCrash = (listener: () => Promise<void>) => {
    this.#crashed = listener;
  };
  readonly onSignal = (signal: ClientSignal, listener: () => void) => {
    this.#signals.set(signal, listener);
  };
  readonly env = (name: string) => this.#options.env?.[name];
  readonly readFile = (path: string) => {
    const text = this.files.get(path);
    if (text === undefined) throw new Error("no such file");
    return text;
  };
  /** The paths of files that everybody can read. */
  readonly open = new Set<string>();
  readonly isReadableByAll = (path: string) => this.open.has(path);
  readonly listFolder = (path: string) =>
    [...this.files.keys()].filter((file) => dirname(file) === path).map((file) => basename(file));
  readonly writeFile = (path: string, text: string) => {
    this.files.set(path, text);
  };
  readonly askSecret = () => null;

  /** Writes a text to standard input. */
  type(text: string): void {
    this.stdin.chunks.push(encoder.encode(text));
  }

  endInput(): void {
    this.stdin.chunks.end();
  }

  /** An error that nothing caught. */
  crash(): Promise<void> {
    return this.#crashed();
  }

  signal(signal: ClientSignal): void {
    this.#signals.get(signal)?.();
  }
}
