import { parseArgs } from "@std/cli/parse-args";

import { messageOf } from "../../protocol/errors.ts";
import { isValidNickname } from "../../protocol/names.ts";
import type { ServerAddress } from "../connection/connection.ts";
import { channelName } from "../format/names.ts";
import { LOGIN_MECHANISMS, type LoginMechanism } from "../session/accounts/mechanisms.ts";
import { t } from "../texts/mod.ts";
import { parseAddresses } from "./addresses.ts";

/** The server that `chat join` connects to if no option says otherwise. */
export const DEFAULT_HOST = "127.0.0.1";
const MAX_PORT = 65_535;
/** Messages of the history that may be asked for. */
const MAX_HISTORY = 99_999;
/** Rooms to join at the start. */
const MAX_ROOMS = 100;
/** Bytes of a nickname; the server may allow fewer. */
const MAX_NICK_BYTES = 64;

/** The options of `chat join`. */
export interface JoinOptions {
  /** The addresses of the network, at least one. */
  readonly servers: readonly ServerAddress[];
  /** The path of a PEM file with certificates to trust. */
  readonly tlsCa: string | undefined;
  /** The fingerprint of the only certificate to trust, as {@linkcode parseFingerprint} gives it. */
  readonly tlsFingerprint: string | undefined;
  readonly user: string | undefined;
  /** Channels: `#1`. */
  readonly rooms: readonly string[];
  readonly to: string | undefined;
  readonly account: string | undefined;
  /** The only mechanism to log in with; undefined for any. */
  readonly saslMechanism: LoginMechanism | undefined;
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
  "tls-fingerprint",
  "password-file",
  "server-password-file",
  "account",
  "sasl-mechanism",
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
    negatable: ["tls"],
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
  const [fingerprint, mechanism] = [one("tls-fingerprint"), one("sasl-mechanism")];
  const hasTrust = one("tls-ca") !== undefined || fingerprint !== undefined;
  const tls = args.includes("--no-tls") ? false : parsed["tls"] === true || hasTrust;
  const port = one("port");
  const history = one("history");
  const problem = wrongNumber(port, { option: "--port", min: 1, max: MAX_PORT }) ??
    wrongNumber(history, { option: "--history", min: 0, max: MAX_HISTORY }) ??
    wrongFingerprint(fingerprint, "--tls-fingerprint") ??
    wrongMechanism(mechanism, "--sasl-mechanism") ??
    wrongName(one("user"), "--user") ?? wrongName(one("to"), "--to") ??
    wrongRooms(values.get("room") ?? []);
  if (problem !== undefined) return wrong(problem);
  const isTlsGiven = tls || args.includes("--no-tls");
  let servers: ServerAddress[];
  try {
    servers = parseAddresses(one("host") ?? DEFAULT_HOST, {
      port: port === undefined ? undefined : Number(port),
      tls: isTlsGiven ? tls : undefined,
    });
  } catch (error) {
    return wrong(messageOf(error));
  }
  return {
    type: "join",
    options: {
      servers,
      tlsCa: one("tls-ca"),
      tlsFingerprint: fingerprint && parseFingerprint(fingerprint),
      user: one("user"),
      rooms: (values.get("room") ?? []).map(channelName),
      to: one("to"),
      account: one("account"),
      saslMechanism: mechanism === undefined ? undefined : parseMechanism(mechanism),
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

/**
 * Reads the SHA-256 fingerprint of a certificate, with or without colons. Returns 64 hexadecimal
 * digits in lower case; undefined if the text is none.
 */
export function parseFingerprint(text: string): string | undefined {
  const digits = text.replaceAll(":", "").toLowerCase();
  return /^[0-9a-f]{64}$/.test(digits) ? digits : undefined;
}

/** Reads the name of a mechanism, in any case; undefined if the text is none that we use. */
export function parseMechanism(text: string): LoginMechanism | undefined {
  return LOGIN_MECHANISMS.find((name) => name === text.toUpperCase());
}

/** Returns what is wrong with a fingerprint that `key` is set to. */
export function wrongFingerprint(text: string | undefined, key: string): string | undefined {
  if (text === undefined || parseFingerprint(text) !== undefined) return undefined;
  return t(
    '{key} "{text}" is not the SHA-256 fingerprint of a certificate: 64 hexadecimal digits, with or without colons',
    { key, text },
  );
}

/** Returns what is wrong with a mechanism that `key` is set to. */
export function wrongMechanism(text: string | undefined, key: string): string | undefined {
  if (text === undefined || parseMechanism(text) !== undefined) return undefined;
  const names = LOGIN_MECHANISMS.join(", ");
  return t('{key} "{text}" is not one of {names}', { key, text, names });
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
