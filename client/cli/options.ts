import { parseArgs } from "@std/cli/parse-args";

import { isValidNickname } from "../../protocol/names.ts";
import type { ServerAddress } from "../connection/connection.ts";
import { channelName } from "../format/names.ts";
import { t } from "../texts/mod.ts";

/** Where `chat join` connects to if no option says otherwise. */
export const DEFAULT_ADDRESS = { host: "127.0.0.1", port: 6667, tlsPort: 6697 } as const;
const MAX_PORT = 65_535;
/** Messages of the history that may be asked for. */
const MAX_HISTORY = 99_999;
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
  readonly serverPasswordFile: string | undefined;
  /** Whether passwords may be sent where others can read them. */
  readonly allowPlaintextPassword: boolean;
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
  "server-password-file",
  "account",
  "to",
  "history",
] as const;
const BOOLEANS = ["tls", "allow-plaintext-password", "json", "plain", "line", "help"] as const;

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
        ? t('There is no option "{option}"', { option: unknown[0] })
        : t('Cannot use "{word}": rooms are given with --room, your name with --user', {
          word: unknown[0],
        }),
    );
  }
  const values = new Map(STRINGS.map((name) => [name, asStrings(parsed[name])]));
  for (const [name, all] of values) {
    const option = `--${name}`;
    if (all.includes("")) return wrong(t("{option} needs a value", { option }));
    if (all.length > 1 && name !== "room") {
      return wrong(t("{option} can be given only once", { option }));
    }
  }
  const one = (name: typeof STRINGS[number]) => values.get(name)?.[0];
  const tls = parsed["tls"] === true || one("tls-ca") !== undefined;
  const port = one("port") ?? String(tls ? DEFAULT_ADDRESS.tlsPort : DEFAULT_ADDRESS.port);
  const history = one("history");
  const problem = wrongNumber(port, { option: "--port", min: 1, max: MAX_PORT }) ??
    wrongNumber(history, { option: "--history", min: 0, max: MAX_HISTORY }) ??
    wrongName(one("user"), "--user") ?? wrongName(one("to"), "--to") ??
    wrongRooms(values.get("room") ?? []);
  if (problem !== undefined) return wrong(problem);
  return {
    type: "join",
    options: {
      address: { host: one("host") ?? DEFAULT_ADDRESS.host, port: Number(port), tls },
      tlsCa: one("tls-ca"),
      user: one("user"),
      rooms: (values.get("room") ?? []).map(channelName),
      to: one("to"),
      account: one("account"),
      passwordFile: one("password-file"),
      serverPasswordFile: one("server-password-file"),
      allowPlaintextPassword: parsed["allow-plaintext-password"] === true,
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

function wrongNumber(
  text: string | undefined,
  { option, min, max }: { readonly option: string; readonly min: number; readonly max: number },
): string | undefined {
  if (text === undefined) return undefined;
  const fits = /^\d{1,5}$/.test(text) && Number(text) >= min && Number(text) <= max;
  if (fits) return undefined;
  return t('{option} must be a number from {min} to {max}, not "{text}"', {
    option,
    min,
    max,
    text,
  });
}

function wrongName(name: string | undefined, option: string): string | undefined {
  if (name === undefined || isValidNickname(name, MAX_NICK_BYTES)) return undefined;
  return t(
    '{option} "{name}" is not a name: use letters, digits and {marks}, with no digit or - at the start',
    { option, name, marks: "- _ [ ] { } \\ | ^ `" },
  );
}

/** Returns what is wrong with names of rooms; undefined if they can be used. */
export function wrongRooms(rooms: readonly string[]): string | undefined {
  if (rooms.length > MAX_ROOMS) {
    return t("--room can be given at most {max} times", { max: MAX_ROOMS });
  }
  // deno-lint-ignore no-control-regex
  const room = rooms.find((room) => /[\x00-\x20\x7f,:]/.test(room));
  return room === undefined
    ? undefined
    : t('--room "{room}" is not a room: its name cannot have spaces, commas or colons', { room });
}
