import { format as formatDuration } from "@std/fmt/duration";
import { messageOf } from "../../protocol/errors.ts";
import { escapeControls } from "./log.ts";

/** A user as the console lists one. */
export interface ConsoleUser {
  readonly nickname: string;
  readonly host: string;
  /** Names of the rooms as on the wire, `#1`. */
  readonly rooms: readonly string[];
  readonly idleSeconds: number;
}

/** A room as the console lists one. */
export interface ConsoleRoom {
  /** Name as on the wire, `#1`. */
  readonly name: string;
  readonly members: number;
  readonly topic: string | undefined;
}

/** What the console can ask of a server. */
export interface ConsoleTarget {
  users(): readonly ConsoleUser[];
  rooms(): readonly ConsoleRoom[];
  /** Disconnects a user; false when there is none of that name. */
  kick(nickname: string, reason: string): boolean;
  /** Tells every user `text`. */
  say(text: string): void;
  /** Reads the settings and the TLS certificate again; the log tells what came of it. */
  rehash(): void;
  /** Closes the server. */
  quit(): void;
}

interface ConsoleCommand {
  readonly usage: string;
  readonly description: string;
  /** Fewest words after the command. */
  readonly least: number;
  readonly run: (target: ConsoleTarget, rest: string) => readonly string[];
}

const COMMANDS: Readonly<Record<string, ConsoleCommand>> = {
  users: {
    usage: "users",
    description: "list who is connected",
    least: 0,
    run: listUsers,
  },
  rooms: {
    usage: "rooms",
    description: "list the rooms",
    least: 0,
    run: listRooms,
  },
  say: {
    usage: "say TEXT",
    description: "tell everybody TEXT",
    least: 1,
    run: (target, text) => {
      target.say(text);
      return [];
    },
  },
  kick: {
    usage: "kick NICK [REASON]",
    description: "disconnect NICK",
    least: 1,
    run: kick,
  },
  rehash: {
    usage: "rehash",
    description: "read the settings and the TLS certificate again",
    least: 0,
    run: (target) => {
      target.rehash();
      return [];
    },
  },
  quit: {
    usage: "quit",
    description: "tell everybody, disconnect them and close the server",
    least: 0,
    run: (target) => {
      target.quit();
      return [];
    },
  },
  help: {
    usage: "help",
    description: "list these commands",
    least: 0,
    run: () => consoleHelp(),
  },
};

const DEFAULT_KICK_REASON = "Disconnected by the operator";

/** The table of commands, one a line. */
export function consoleHelp(): string[] {
  return Object.values(COMMANDS).map(({ usage, description }) =>
    `  ${usage.padEnd(20)} ${description}`
  );
}

/** Runs one line typed at the server and gives what to print. An empty line does nothing. */
export function runConsoleLine(target: ConsoleTarget, line: string): readonly string[] {
  const [, word = "", rest = ""] = /^\s*(\S*)\s*(.*?)\s*$/s.exec(line) ?? [];
  if (word === "") return [];
  const name = word.replace(/^\//, "").toLowerCase();
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    return [`Unknown command "${escapeControls(word)}"; "help" lists the commands`];
  }
  if (command.least > 0 && rest === "") return [`Usage: ${command.usage}`];
  return command.run(target, rest);
}

function listUsers(target: ConsoleTarget): string[] {
  const users = target.users();
  if (users.length === 0) return ["Nobody is connected"];
  const rows = users.map((user) => [
    user.nickname,
    user.host,
    user.rooms.join(" ") || "-",
    `idle ${formatIdle(user.idleSeconds)}`,
  ]);
  return [...align(rows), `${users.length} ${users.length === 1 ? "user" : "users"}`];
}

function listRooms(target: ConsoleTarget): string[] {
  const rooms = target.rooms();
  if (rooms.length === 0) return ["There are no rooms"];
  const rows = rooms.map((room) => [room.name, String(room.members), room.topic ?? ""]);
  return [...align(rows), `${rooms.length} ${rooms.length === 1 ? "room" : "rooms"}`];
}

function kick(target: ConsoleTarget, rest: string): string[] {
  const [, nickname = "", reason = ""] = /^(\S+)\s*(.*)$/s.exec(rest) ?? [];
  const done = target.kick(nickname, reason || DEFAULT_KICK_REASON);
  return [
    done
      ? `Disconnected ${escapeControls(nickname)}`
      : `Nobody is called "${escapeControls(nickname)}"`,
  ];
}

function formatIdle(seconds: number): string {
  return formatDuration(Math.floor(seconds) * 1000, { ignoreZero: true }) || "0s";
}

function align(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  const safe = rows.map((row) => row.map(escapeControls));
  for (const row of safe) {
    row.forEach((cell, index) => widths[index] = Math.max(widths[index] ?? 0, cell.length));
  }
  return safe.map((row) =>
    row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("  ").trimEnd()
  );
}

/** Longest line taken from the console; the rest of a longer one is dropped. */
const MAX_CONSOLE_LINE = 4096;

/**
 * Runs the lines of `input` as they come, until it ends, which does not stop
 * the server. Answers go to `print`, a line at a time. Never throws.
 */
export async function runConsole(
  target: ConsoleTarget,
  options: { input: ReadableStream<Uint8Array>; print: (line: string) => void },
): Promise<void> {
  let pending = "";
  try {
    for await (const text of options.input.pipeThrough(new TextDecoderStream() as TextDecoding)) {
      const lines = (pending + text).split("\n");
      pending = (lines.pop() ?? "").slice(0, MAX_CONSOLE_LINE);
      for (const line of lines) runOne(target, { line, print: options.print });
    }
    runOne(target, { line: pending, print: options.print });
  } catch {
    // Standard input is gone, for example with its terminal; the server goes on.
  }
}

type TextDecoding = ReadableWritablePair<string, Uint8Array>;

function runOne(
  target: ConsoleTarget,
  { line, print }: { line: string; print: (line: string) => void },
): void {
  try {
    for (const answer of runConsoleLine(target, line.slice(0, MAX_CONSOLE_LINE))) print(answer);
  } catch (error) {
    print(
      `Cannot run "${escapeControls(line.trim())}": ${messageOf(error)}`,
    );
  }
}
