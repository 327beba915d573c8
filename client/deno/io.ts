import { promptSecret } from "@std/cli/prompt-secret";
import { dirname } from "@std/path";

import { systemClock } from "../connection/clock.ts";
import type { ClientSignal, JoinIo, Output } from "../cli/io.ts";
import { denoConnector } from "./connect.ts";
import { writeAll } from "./write_all.ts";

const READ_BYTES = 65_536;
const DEFAULT_COLUMNS = 80;

/** The streams, signals, files and network of this process. */
export function denoIo(): JoinIo {
  return {
    stdin: { isTerminal: Deno.stdin.isTerminal(), chunks: readStdin() },
    stdout: denoOutput(Deno.stdout),
    stderr: denoOutput(Deno.stderr),
    clock: systemClock,
    random: Math.random,
    connector: denoConnector,
    columns: terminalColumns,
    setRaw: (raw) => Deno.stdin.setRaw(raw),
    onSignal,
    env: (name) => Deno.env.get(name),
    readFile,
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
    if (error instanceof Deno.errors.NotFound) throw new Error("there is no such file");
    if (error instanceof Deno.errors.PermissionDenied) throw new Error("permission is denied");
    if (error instanceof Deno.errors.IsADirectory) throw new Error("it is a folder");
    throw error;
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
    write: (bytes) => writeAll(stream, bytes),
  };
}

function terminalColumns(): number {
  try {
    return Deno.consoleSize().columns || DEFAULT_COLUMNS;
  } catch {
    return DEFAULT_COLUMNS;
  }
}

function onSignal(signal: ClientSignal, listener: () => void): void {
  const windows = Deno.build.os === "windows";
  const names: Record<ClientSignal, Deno.Signal[]> = {
    interrupt: ["SIGINT"],
    terminate: windows ? ["SIGBREAK"] : ["SIGTERM", "SIGHUP"],
    resize: windows ? [] : ["SIGWINCH"],
  };
  for (const name of names[signal]) Deno.addSignalListener(name, listener);
}
