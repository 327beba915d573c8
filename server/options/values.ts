import { AddressRanges } from "../io/address_ranges.ts";
import type { LimitRow } from "./limits.ts";

/**
 * Readers of single values as written in a flag, a variable or a settings file.
 * Each throws a TypeError whose message says what is expected.
 */

const WHOLE_NUMBER = "a whole number is expected";

/** Reads a whole number. */
export function readCount(value: unknown, { min = 0, max = Number.MAX_SAFE_INTEGER } = {}): number {
  const number = typeof value === "string" && /^\d+$/.test(value.trim()) ? Number(value) : value;
  if (typeof number !== "number" || !Number.isSafeInteger(number)) {
    throw new TypeError(WHOLE_NUMBER);
  }
  return within(number, { min, max, show: String });
}

/** Reads a port; 0 lets the system pick. */
export function readPort(value: unknown): number {
  return readCount(value, { max: 65_535 });
}

const BYTE_UNITS: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
};

/** Reads a size in bytes: `65536`, `"64 KiB"`, `"1 MiB"`. */
export function readBytes(value: unknown, { min = 0, max = 2 ** 40 } = {}): number {
  const bytes = readScaled(value, BYTE_UNITS);
  if (bytes === undefined) throw new TypeError('a size is expected, like 65536 or "64 KiB"');
  return within(bytes, { min, max, show: formatBytes });
}

const DURATION_UNITS: Readonly<Record<string, number>> = {
  "": 1000,
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** The longest delay a timer takes, in milliseconds. */
const MAX_DURATION = 2 ** 31 - 1;

/** Reads a duration such as `30s`, or a plain number of seconds. Returns milliseconds. */
export function readDuration(value: unknown, { min = 0, max = MAX_DURATION } = {}): number {
  const duration = readScaled(value, DURATION_UNITS);
  if (duration === undefined) throw new TypeError('a duration is expected, like "30s" or "2m"');
  return within(duration, { min, max, show: formatMilliseconds });
}

function readScaled(
  value: unknown,
  units: Readonly<Record<string, number>>,
): number | undefined {
  const match = /^(\d+(?:\.\d+)?) *([a-z]*)$/i.exec(String(value).trim());
  if (!match || (typeof value !== "string" && typeof value !== "number")) return undefined;
  const unit = match[2]!.toLowerCase();
  const scaled = Number(match[1]) * (Object.hasOwn(units, unit) ? units[unit]! : NaN);
  return Number.isFinite(scaled) ? Math.round(scaled) : undefined;
}

function within(
  value: number,
  { min, max, show }: { min: number; max: number; show: (value: number) => string },
): number {
  if (value < min) throw new TypeError(`at least ${show(min)} is expected`);
  if (value > max) throw new TypeError(`at most ${show(max)} is possible`);
  return value;
}

/** Reads the value of a limit in its unit. */
export function readLimit(value: unknown, row: LimitRow): number {
  const { min = 0, max } = row;
  const range = max === undefined ? { min } : { min, max };
  if (row.unit === "bytes") return readBytes(value, range);
  return row.unit === "duration" ? readDuration(value, range) : readCount(value, range);
}

/** Formats the value of a limit as in a settings file, without quotes. */
export function formatLimit(value: number, row: LimitRow): string {
  if (value === 0) return "none";
  if (row.unit === "bytes") return formatBytes(value);
  return row.unit === "duration" ? formatMilliseconds(value) : String(value);
}

function formatBytes(bytes: number): string {
  if (bytes !== 0 && bytes % 2 ** 20 === 0) return `${bytes / 2 ** 20} MiB`;
  return bytes !== 0 && bytes % 2 ** 10 === 0 && bytes > 4096
    ? `${bytes / 2 ** 10} KiB`
    : String(bytes);
}

function formatMilliseconds(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}

/** Reads one line of text that is not blank. */
export function readText(value: unknown): string {
  if (typeof value !== "string") throw new TypeError("text is expected");
  // deno-lint-ignore no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(value)) throw new TypeError("one line of text is expected");
  if (value.trim() === "") throw new TypeError("some text is expected");
  return value;
}

/** Reads one word, such as an operator's name. */
export function readWord(value: unknown): string {
  const text = readText(value);
  if (/\s/.test(text) || text.startsWith(":")) throw new TypeError("one word is expected");
  return text;
}

/** Reads a password: one line of any characters. */
export function readSecret(value: unknown): string {
  const text = typeof value === "string" ? value : "";
  // deno-lint-ignore no-control-regex
  if (text === "" || /[\u0000\r\n]/.test(text)) throw new TypeError("one line of text is expected");
  return text;
}

/** Reads a boolean, or a word for one, such as `yes` or `off`. */
export function readBoolean(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  const word = typeof value === "string" ? value.trim().toLowerCase() : "";
  if (["true", "yes", "on", "1"].includes(word)) return true;
  if (["false", "no", "off", "0"].includes(word)) return false;
  throw new TypeError("true or false is expected");
}

/** Makes a reader of one of a few words. */
export function oneOf<const T extends string>(...choices: readonly T[]): (value: unknown) => T {
  return (value) => {
    const choice = choices.find((choice) => choice === value);
    if (choice === undefined) throw new TypeError(`one of ${choices.join(", ")} is expected`);
    return choice;
  };
}

/** Makes a reader of a list of a few words. */
export function listOf<const T extends string>(...choices: readonly T[]): (value: unknown) => T[] {
  const read = oneOf(...choices);
  return (value) => readWords(value).map(read);
}

/** Reads addresses to listen on: one, several separated by commas, or a list. */
export function readHosts(value: unknown): string[] {
  const words = readWords(value).map((word) => word.replace(/^\[(.*)\]$/, "$1"));
  if (words.length === 0 || words.some((word) => !/^[\w.:%-]+$/.test(word))) {
    throw new TypeError("an address is expected, like 127.0.0.1, 0.0.0.0 or ::1");
  }
  return [...new Set(words)];
}

/** Reads addresses and networks: one, several separated by commas, or a list. */
export function readNetworks(value: unknown): string[] {
  const words = readWords(value);
  new AddressRanges(words);
  return words;
}

/** Reads the origins of web pages, or `*` for all: one, several separated by commas, or a list. */
export function readOrigins(value: unknown): string[] {
  const origins = readWords(value).map((word) => word.toLowerCase().replace(/\/$/, ""));
  if (origins.some((origin) => origin !== "*" && !/^https?:\/\/[^/\s]+$/.test(origin))) {
    throw new TypeError('an origin is expected, like "https://chat.example.org", or "*"');
  }
  return origins;
}

/** Reads addresses of NATS servers: one, several separated by commas, or a list. */
export function readServers(value: unknown): string[] {
  const servers = readWords(value);
  if (servers.some((server) => server.includes("@"))) {
    throw new TypeError("no password is expected in an address; use --cluster-credentials FILE");
  }
  if (servers.some((server) => !/^(nats|tls):\/\/[^/\s@]+$/.test(server))) {
    throw new TypeError("the address of a NATS server is expected, like nats://127.0.0.1:4222");
  }
  return servers;
}

/** Reads a name that is a part of a subject of NATS. */
export function readClusterName(value: unknown): string {
  const name = readText(value);
  if (!/^[\w-]{1,32}$/.test(name)) {
    throw new TypeError("up to 32 letters, digits, hyphens and underscores are expected");
  }
  return name;
}

/** Reads nicknames: one, several separated by commas, or a list. */
export function readNames(value: unknown): string[] {
  if (Array.isArray(value) && value.length === 0) return [];
  return readWords(value).map(readWord);
}

function readWords(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((item) =>
    readText(item).split(",").map((word) => word.trim())
  );
}

/** A server's name on the wire (RFC 1459 section 1.1 and RFC 2812 `servername`). */
export function readServerName(value: unknown): string {
  const name = readText(value).trim();
  if (!/^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/i.test(name) || name.length > 63) {
    throw new TypeError("a server name of letters, digits, dots and hyphens is expected");
  }
  return name;
}

/** Makes a server's name from a network's: `My Friends` → `my-friends.chat`. */
export function serverNameOf(network: string): string {
  const slug = network.normalize("NFKD").toLowerCase()
    .replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 58);
  return `${slug || "local"}.chat`;
}
