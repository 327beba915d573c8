import { parseArgs } from "@std/cli/parse-args";

import { isValidNickname } from "../../protocol/names.ts";
import { describeCommands } from "../commands/mod.ts";
import type { ServerAddress } from "../connection/connection.ts";
import { channelName } from "../format/names.ts";

const DEFAULT_HOST = "127.0.0.1";
const DEFAULT_PORT = 6667;
const DEFAULT_TLS_PORT = 6697;
/** Rooms to join at the start. */
const MAX_ROOMS = 100;
/** Bytes of a nickname; the server may allow fewer. */
const MAX_NICK_BYTES = 64;

/** The options of `chat join`. */
export interface JoinOptions {
  readonly address: ServerAddress;
  /** The path of a PEM file with certificates to trust. */
  readonly tlsCa: string | undefined;
  readonly user: string | undefined;
  /** Channels: `#1`. */
  readonly rooms: readonly string[];
  readonly to: string | undefined;
  readonly account: string | undefined;
  readonly passwordFile: string | undefined;
  /** Messages from the history to show on joining a room; undefined for what the settings say. */
  readonly history: number | undefined;
  readonly json: boolean;
  readonly plain: boolean;
  readonly line: boolean;
  /** The flags that were given. */
  readonly given: ReadonlySet<string>;
}

/** The result of {@linkcode parseJoinOptions}. */
export type ParsedOptions =
  | { readonly type: "join"; readonly options: JoinOptions }
  | { readonly type: "help" }
  | { readonly type: "wrong"; readonly reason: string };

const STRINGS = [
  "user",
  "room",
  "host",
  "port",
  "tls-ca",
  "password-file",
  "account",
  "to",
  "history",
] as const;
const BOOLEANS = ["tls", "json", "plain", "line", "help"] as const;

/** The text of `chat join --help`. */
export function joinHelp(): string {
  return `Talk in rooms and with people, on a chat server or any other IRC network.

Usage: chat join [--user NAME] [--room ROOM]… [OPTIONS]

  --user NAME           Your name; if not given, the screen asks for it, and otherwise it is guest
                        and your port number
  --room ROOM           Enter this room; may be given several times
  --to NICK             Talk to this person at the start
  --host HOST           The server's name or address (default ${DEFAULT_HOST})
  --port PORT           Its port (default ${DEFAULT_PORT}, with --tls ${DEFAULT_TLS_PORT})
  --tls                 Connect with TLS
  --tls-ca FILE         Also trust the certificates in this PEM file
  --account NAME        Log in to this account
  --password-file FILE  Read the password of the account, or of the server if there is no
                        --account, from this file; only its first line is used. The variable
                        CHAT_PASSWORD can hold the password instead
  --history N           Show the last N messages of a room on entering it, if the server keeps
                        them (default: the setting history); 0 for none
  --json                Print one JSON object per line, for scripts
  --line                On a terminal, use one line to type in and print above it, not the screen
  --plain               Print plain lines, without colours and line editing
  --help                Print this text

What you type goes to the room or person you talk to. Commands:

${describeCommands().split("\n").map((line) => `  ${line}`).join("\n")}

On a terminal, F1 shows the keys, Tab completes names, the arrows bring back earlier lines, Ctrl-D
leaves.
In a script, chat join delivers the lines of its standard input and leaves:
  printf 'hello\\n' | chat join --user bot --room 1

Exit codes: 0 left; 1 cannot connect, or something was not delivered; 2 wrong usage;
3 the name is in use; 4 wrong password
`;
}

/** Parses the arguments after `chat join`. */
export function parseJoinOptions(args: readonly string[]): ParsedOptions {
  const unknown: string[] = [];
  const parsed = parseArgs(args, {
    string: [...STRINGS],
    boolean: [...BOOLEANS],
    collect: [...STRINGS],
    alias: { help: "h" },
    unknown: (arg) => {
      unknown.push(arg);
      return false;
    },
  });
  const wrong = (reason: string): ParsedOptions => ({ type: "wrong", reason });
  if (parsed["help"] === true) return { type: "help" };
  if (unknown[0] !== undefined) {
    return wrong(
      unknown[0].startsWith("-")
        ? `There is no option "${unknown[0]}"`
        : `Cannot use "${unknown[0]}": rooms are given with --room, your name with --user`,
    );
  }
  const values = new Map(STRINGS.map((name) => [name, asStrings(parsed[name])]));
  for (const [name, all] of values) {
    if (all.includes("")) return wrong(`--${name} needs a value`);
    if (all.length > 1 && name !== "room") return wrong(`--${name} can be given only once`);
  }
  const one = (name: typeof STRINGS[number]) => values.get(name)?.[0];
  const tls = parsed["tls"] === true || one("tls-ca") !== undefined;
  const port = one("port") ?? String(tls ? DEFAULT_TLS_PORT : DEFAULT_PORT);
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535) {
    return wrong(`--port must be a number from 1 to 65535, not "${port}"`);
  }
  const history = one("history");
  if (history !== undefined && !/^\d{1,5}$/.test(history)) {
    return wrong(`--history must be a number from 0 to 99999, not "${history}"`);
  }
  const problem = wrongName(one("user"), "--user") ?? wrongName(one("to"), "--to") ??
    wrongRooms(values.get("room") ?? []);
  if (problem !== undefined) return wrong(problem);
  return {
    type: "join",
    options: {
      address: { host: one("host") ?? DEFAULT_HOST, port: Number(port), tls },
      tlsCa: one("tls-ca"),
      user: one("user"),
      rooms: (values.get("room") ?? []).map(channelName),
      to: one("to"),
      account: one("account"),
      passwordFile: one("password-file"),
      history: history === undefined ? undefined : Number(history),
      json: parsed["json"] === true,
      plain: parsed["plain"] === true,
      line: parsed["line"] === true,
      given: new Set(STRINGS.filter((name) => (values.get(name) ?? []).length > 0)),
    },
  };
}

function asStrings(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function wrongName(name: string | undefined, flag: string): string | undefined {
  if (name === undefined || isValidNickname(name, MAX_NICK_BYTES)) return undefined;
  return `${flag} "${name}" is not a name: use letters, digits and - _ [ ] { } \\ | ^ \`, ` +
    "with no digit or - at the start";
}

/** Returns what is wrong with names of rooms; undefined if they can be used. */
export function wrongRooms(rooms: readonly string[]): string | undefined {
  if (rooms.length > MAX_ROOMS) return `--room can be given at most ${MAX_ROOMS} times`;
  // deno-lint-ignore no-control-regex
  const bad = rooms.find((room) => /[\x00-\x20\x7f,:]/.test(room));
  return bad === undefined
    ? undefined
    : `--room "${bad}" is not a room: its name cannot have spaces, commas or colons`;
}
