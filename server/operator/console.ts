import { format as formatDuration } from "@std/fmt/duration";
import { messageOf } from "../../protocol/errors.ts";
import { escapeControls } from "./log.ts";

/** A row of the console's list of users. */
export interface ConsoleUser {
  readonly nickname: string;
  readonly host: string;
  /** Names of the user's channels, `#1`. */
  readonly rooms: readonly string[];
  readonly idleSeconds: number;
}

/** A row of the console's list of rooms. */
export interface ConsoleRoom {
  /** The channel's name, `#1`. */
  readonly name: string;
  readonly members: number;
  readonly topic: string | undefined;
}

/** A row of the console's list of nodes. */
export interface ConsoleNode {
  readonly name: string;
  /** Whether it is this server. */
  readonly isSelf: boolean;
  /** Batches of the log that it has not applied yet; undefined if that is not known. */
  readonly lag: number | undefined;
  /** Seconds for which nothing was heard of it. */
  readonly silent: number;
  /** Undefined until it has said it. */
  readonly about:
    | { readonly people: number; readonly version: string; readonly upSeconds: number }
    | undefined;
}

/** The functions of a server that the console uses. */
export interface ConsoleTarget {
  users(): readonly ConsoleUser[];
  rooms(): readonly ConsoleRoom[];
  /** The nodes of the cluster; undefined for a server that is a network of its own. */
  nodes(): readonly ConsoleNode[] | undefined;
  /** Disconnects a user; false if nobody has that nickname. */
  kick(nickname: string, reason: string): boolean;
  /** Sends `text` to all users. */
  say(text: string): void;
  /** Reads the settings and the TLS certificate again and logs the result. */
  rehash(): void;
  /** Closes the server. */
  quit(): void;
}

interface ConsoleCommand {
  readonly usage: string;
  readonly description: string;
  /** Number of words required after the command. */
  readonly min: number;
  readonly run: (target: ConsoleTarget, rest: string) => readonly string[];
}

const COMMANDS: Readonly<Record<string, ConsoleCommand>> = {
  users: {
    usage: "users",
    description: "list the users",
    min: 0,
    run: listUsers,
  },
  rooms: {
    usage: "rooms",
    description: "list the rooms",
    min: 0,
    run: listRooms,
  },
  nodes: {
    usage: "nodes",
    description: "list the servers of the network, with lag and people",
    min: 0,
    run: listNodes,
  },
  say: {
    usage: "say TEXT",
    description: "send TEXT to all users",
    min: 1,
    run: (target, text) => {
      target.say(text);
      return [];
    },
  },
  kick: {
    usage: "kick NICK [REASON]",
    description: "disconnect NICK",
    min: 1,
    run: kick,
  },
  rehash: {
    usage: "rehash",
    description: "read the settings and the TLS certificate again, on all nodes",
    min: 0,
    run: (target) => {
      target.rehash();
      return [];
    },
  },
  quit: {
    usage: "quit",
    description: "disconnect the users of this server and close it",
    min: 0,
    run: (target) => {
      target.quit();
      return [];
    },
  },
  help: {
    usage: "help",
    description: "list these commands",
    min: 0,
    run: () => consoleHelp(),
  },
};

const DEFAULT_KICK_REASON = "Disconnected by the operator";

/** The commands with their descriptions, one per line. */
export function consoleHelp(): string[] {
  return Object.values(COMMANDS).map(({ usage, description }) =>
    `  ${usage.padEnd(20)} ${description}`
  );
}

/** Runs one line of the console and returns the lines to print. An empty line does nothing. */
export function runConsoleLine(target: ConsoleTarget, line: string): readonly string[] {
  const [, word = "", rest = ""] = /^\s*(\S*)\s*(.*?)\s*$/s.exec(line) ?? [];
  if (word === "") return [];
  const name = word.replace(/^\//, "").toLowerCase();
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    return [`Unknown command "${escapeControls(word)}"; "help" lists the commands`];
  }
  if (command.min > 0 && rest === "") return [`Usage: ${command.usage}`];
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

function listNodes(target: ConsoleTarget): string[] {
  const nodes = target.nodes();
  if (nodes === undefined) return ["This server is a network of its own"];
  return align(nodes.map(({ name, isSelf, lag, silent, about }) => [
    name,
    presenceOf({ isSelf, silent }),
    lag === undefined ? "not heard of yet" : lag === 0 ? "up to date" : `${lag} batches behind`,
    ...(about === undefined ? [] : [
      `${about.people} ${about.people === 1 ? "person" : "people"}`,
      about.version,
      `up ${formatIdle(about.upSeconds)}`,
    ]),
  ]));
}

/** Whether a node is there; `silent` of this server itself is how long it has not heard itself. */
function presenceOf({ isSelf, silent }: { isSelf: boolean; silent: number }): string {
  if (isSelf) return silent < 2 ? "this server" : `this server, without NATS for ${silent} s`;
  return silent < 2 ? "alive" : `silent for ${silent} s`;
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

/** Characters of a console line; the rest of a longer one is dropped. */
const MAX_CONSOLE_LINE = 4096;

/**
 * Runs the lines of `input` until it ends, and passes the answers to `print` line by line. The
 * server goes on after the end. Never throws.
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
    // Standard input has failed, for example with its terminal; the server goes on.
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
