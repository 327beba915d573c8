import { DEADLINE } from "./feed.ts";
import { freePort } from "./ports.ts";
import { type ChatOptions, ChatProcess, startChat } from "./program.ts";

/** A listener of a server under test. */
export interface Listener {
  readonly host: string;
  readonly port: number;
  readonly kind: string;
}

/** Switches off limits that would slow down tests of other things. */
const NO_LIMITS: readonly string[] = [
  ...["--lines-per-second", "0"],
  ...["--work-per-second", "0"],
  ...["--shared-work-per-second", "0"],
  ...["--rooms-per-minute", "0"],
  ...["--connections-per-minute", "0"],
  ...["--connections-per-address", "0"],
];

/** Options for {@linkcode startServer}. */
export interface ServerSetup extends ChatOptions {
  readonly args?: readonly string[];
  /** The text of a chat.toml in the server's folder. */
  readonly settings?: string;
  /** Called with the server's folder before it starts. */
  readonly prepare?: (folder: string) => void;
  /** Whether lines and connections are limited as by default; otherwise they are not limited. */
  readonly defaultLimits?: boolean;
  /** How long it may take until it listens, in milliseconds. */
  readonly deadline?: number;
}

/** A `chat serve` with its own folder and port. */
export class TestServer implements AsyncDisposable {
  readonly process: ChatProcess;
  readonly listeners: readonly Listener[];
  /** Its folder, which is removed at the end. */
  readonly folder: string;

  constructor(
    process: ChatProcess,
    { listeners, folder }: { listeners: readonly Listener[]; folder: string },
  ) {
    this.process = process;
    this.listeners = listeners;
    this.folder = folder;
  }

  get host(): string {
    return this.listeners[0]!.host;
  }

  get port(): number {
    return this.listeners[0]!.port;
  }

  /** The address of its page. */
  get page(): Listener {
    const page = this.listeners.find(({ kind }) => kind === "http" || kind === "https");
    if (page === undefined) throw new Error("The server serves no page");
    return page;
  }

  /** Flags with which `chat join` connects to it. */
  get address(): string[] {
    return ["--host", this.host, "--port", String(this.port)];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.process[Symbol.asyncDispose]();
    await Deno.remove(this.folder, { recursive: true });
  }
}

const LISTENING = /^listening on (?:\[(.+)\]|(.+)):(\d+) \((\w+)\)$/;
const PAGE = /^open (\S+) in a browser$/;

/**
 * Starts a server on a free port and waits until it listens. Its database is in memory unless `args`
 * have `--data`, and it serves the page only if a
 * setting of it is given.
 */
export async function startServer(setup: ServerSetup = {}): Promise<TestServer> {
  const {
    args = [],
    settings,
    prepare,
    defaultLimits = false,
    deadline = DEADLINE,
    ...options
  } = setup;
  const folder = await Deno.makeTempDir({ prefix: "chat-test-" });
  if (settings !== undefined) {
    await Deno.writeTextFile(`${folder}/chat.toml`, settings, { mode: 0o600 });
  }
  prepare?.(folder);
  const asked = (flag: string) => args.includes(flag);
  const wantsPage = settings?.includes("[web]") || args.some((arg) => arg.startsWith("--web"));
  const process = startChat([
    "serve",
    ...(asked("--port") ? [] : ["--port", String(freePort())]),
    ...(wantsPage ? [] : ["--no-web"]),
    ...(asked("--data") ? [] : ["--data", ":memory:"]),
    ...(defaultLimits ? [] : NO_LIMITS.filter((_, index) => !asked(NO_LIMITS[index & ~1]!))),
    ...args,
  ], { cwd: folder, ...options, env: { XDG_DATA_HOME: `${folder}/data`, ...options.env } });
  try {
    return new TestServer(process, { listeners: await readListeners(process, deadline), folder });
  } catch (error) {
    await process[Symbol.asyncDispose]();
    await Deno.remove(folder, { recursive: true });
    throw error;
  }
}

async function readListeners(process: ChatProcess, deadline: number): Promise<Listener[]> {
  const listeners: Listener[] = [];
  await process.stderr.waitFor((line) => {
    const match = LISTENING.exec(line);
    if (match) {
      const [, bracketed, plain, port, kind] = match;
      listeners.push({ host: bracketed ?? plain!, port: Number(port), kind: kind! });
    }
    const page = PAGE.exec(line)?.[1];
    if (page !== undefined) {
      const { hostname, port, protocol } = new URL(page);
      const host = hostname.replace(/^\[(.*)\]$/, "$1");
      listeners.push({ host, port: Number(port), kind: protocol.slice(0, -1) });
    }
    return line.startsWith("chat join ");
  }, { what: "line that says it listens", deadline });
  return listeners;
}

/** The listener of a server that has these properties. */
export function listenerOf(server: TestServer, wanted: Partial<Listener>): Listener {
  const found = server.listeners.find((listener) =>
    Object.entries(wanted).every(([key, value]) => listener[key as keyof Listener] === value)
  );
  if (found === undefined) throw new Error(`No listener ${JSON.stringify(wanted)}`);
  return found;
}
