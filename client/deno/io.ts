import { promptSecret } from "@std/cli/prompt-secret";
import { dirname } from "@std/path";

import { systemClock } from "../connection/clock.ts";
import type { ClientSignal, JoinIo, Output, StopResult } from "../cli/io.ts";
import { type SafeText, sanitizeLines } from "../format/sanitize.ts";
import { t } from "../texts/mod.ts";
import { denoConnector } from "./connect.ts";
import { writeAll } from "./write_all.ts";

const READ_BYTES = 65_536;
const DEFAULT_COLUMNS = 80;
const DEFAULT_ROWS = 24;
const EXIT_CRASHED = 1;
/** How long an uncaught error waits for its listener, in milliseconds. */
const MAX_CRASH_MS = 500;

const encoder = new TextEncoder();

/** The streams, signals, files and network of this process. */
export function denoIo(): JoinIo {
  return {
    stdin: { isTerminal: Deno.stdin.isTerminal(), chunks: readStdin() },
    stdout: denoOutput(Deno.stdout),
    stderr: denoOutput(Deno.stderr),
    clock: systemClock,
    random: Math.random,
    connector: denoConnector,
    columns: () => terminalSize().columns,
    size: terminalSize,
    setRaw: (raw) => Deno.stdin.setRaw(raw),
    writeNow,
    stop: stopProcess,
    onCrash,
    onSignal,
    env: (name) => Deno.env.get(name),
    readFile,
    isReadableByAll,
    listFolder,
    writeFile(path, text) {
      Deno.mkdirSync(dirname(path), { recursive: true });
      // A new file that replaces the old one: a crash leaves no half-written file.
      const temporary = `${path}.${Deno.pid}.new`;
      Deno.writeTextFileSync(temporary, text, { mode: 0o600 });
      Deno.renameSync(temporary, path);
    },
    askSecret: (prompt) => promptSecret(prompt, { mask: "" }),
  };
}

function readFile(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw new Error(t("there is no such file"));
    if (error instanceof Deno.errors.PermissionDenied) throw new Error(t("permission is denied"));
    if (error instanceof Deno.errors.IsADirectory) throw new Error(t("it is a folder"));
    throw error;
  }
}

/** The permission of all others to read: POSIX, "File Permission Bits". */
const READABLE_BY_ALL = 0o004;

function isReadableByAll(path: string): boolean {
  try {
    return ((Deno.statSync(path).mode ?? 0) & READABLE_BY_ALL) !== 0;
  } catch {
    return false;
  }
}

function listFolder(path: string): string[] {
  try {
    return Array.from(Deno.readDirSync(path), ({ name }) => name);
  } catch {
    return [];
  }
}

async function* readStdin(): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(READ_BYTES);
  while (true) {
    const count = await Deno.stdin.read(buffer);
    if (count === null) return;
    yield buffer.slice(0, count);
  }
}

function denoOutput(stream: typeof Deno.stdout): Output {
  return {
    isTerminal: stream.isTerminal(),
    write: (text) => writeAll(stream, encoder.encode(text)),
  };
}

function terminalSize(): { columns: number; rows: number } {
  try {
    const { columns, rows } = Deno.consoleSize();
    return { columns: columns || DEFAULT_COLUMNS, rows: rows || DEFAULT_ROWS };
  } catch {
    return { columns: DEFAULT_COLUMNS, rows: DEFAULT_ROWS };
  }
}

function onSignal(signal: ClientSignal, listener: () => void): void {
  const windows = Deno.build.os === "windows";
  const names: Record<ClientSignal, Deno.Signal[]> = {
    interrupt: ["SIGINT"],
    terminate: windows ? ["SIGBREAK"] : ["SIGTERM", "SIGHUP", "SIGQUIT"],
    resize: windows ? [] : ["SIGWINCH"],
    // A process with a listener is not stopped by the terminal, which is how the others stop.
    suspend: maySignalItself() ? ["SIGTSTP"] : [],
    continue: windows ? [] : ["SIGCONT"],
  };
  for (const name of names[signal]) Deno.addSignalListener(name, listener);
}

function writeNow(text: SafeText): void {
  try {
    const bytes = encoder.encode(text);
    for (let written = 0; written < bytes.length;) {
      written += Deno.stdout.writeSync(bytes.subarray(written));
    }
  } catch {
    // The terminal was closed.
  }
}

// The whole group is stopped, as the terminal itself does it: a shell waits for the first process
// of the group, which may be the one that started us. Without the permission to signal others, it
// is this process alone.
function stopProcess(): StopResult {
  if (Deno.build.os === "windows") return "impossible";
  for (const pid of [0, Deno.pid]) {
    try {
      Deno.kill(pid, "SIGSTOP");
      return "stopped";
    } catch {
      // Some versions of Deno need the permission to run programs, even for the process itself.
    }
  }
  return "by-terminal";
}

function maySignalItself(): boolean {
  if (Deno.build.os === "windows") return false;
  try {
    // Changes nothing, as the process is running.
    Deno.kill(Deno.pid, "SIGCONT");
    return true;
  } catch {
    return false;
  }
}

const crashListeners = new Set<() => Promise<void>>();

function onCrash(listener: () => Promise<void>): void {
  if (crashListeners.size === 0) {
    globalThis.addEventListener("error", (event) => crash(event, event.error));
    globalThis.addEventListener("unhandledrejection", (event) => crash(event, event.reason));
  }
  crashListeners.add(listener);
}

let hasCrashed = false;

function crash(event: Event, error: unknown): void {
  event.preventDefault();
  if (hasCrashed) return;
  hasCrashed = true;
  const all = Promise.allSettled([...crashListeners].map((listener) => listener()));
  const timeout = new Promise((resolve) => setTimeout(resolve, MAX_CRASH_MS));
  void Promise.race([all, timeout]).then(() => {
    const text = error instanceof Error ? error.stack ?? error.message : String(error);
    const report = t("chat has failed, which is an error in it: {text}", { text });
    console.error(sanitizeLines(report));
    Deno.exit(EXIT_CRASHED);
  });
}
