import type { LogFormat, LogLevel } from "../options/types.ts";

/** The fields of a line of the log, in this order; `undefined` ones are left out. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** The server's log, for its operator. */
export interface Log {
  error(text: string, fields?: LogFields): void;
  warn(text: string, fields?: LogFields): void;
  info(text: string, fields?: LogFields): void;
  debug(text: string, fields?: LogFields): void;
}

/** Options for {@linkcode createLog}. */
export interface LogOptions {
  /** The least important level that is written. */
  readonly level: LogLevel;
  readonly format: LogFormat;
  /** Writes one line, which has its line end. */
  readonly write: (line: string) => void;
  readonly now?: () => Date;
}

const LEVELS: readonly LogLevel[] = ["error", "warn", "info", "debug"];

/** Characters of one value; texts of errors may be long. */
const MAX_VALUE_CHARACTERS = 1000;

/**
 * Makes a log. Each call writes exactly one line: control characters and line separators in the
 * text and the fields are escaped.
 */
export function createLog(options: LogOptions): Log {
  const lastLevel = LEVELS.indexOf(options.level);
  const now = options.now ?? (() => new Date());
  const form = options.format === "json" ? formatJson : formatText;
  const writer = (level: LogLevel) => {
    if (LEVELS.indexOf(level) > lastLevel) return () => {};
    return (text: string, fields: LogFields = {}) =>
      options.write(form({ time: now(), level, text: shorten(text), fields }) + "\n");
  };
  return {
    error: writer("error"),
    warn: writer("warn"),
    info: writer("info"),
    debug: writer("debug"),
  };
}

interface LogLine {
  readonly time: Date;
  readonly level: LogLevel;
  readonly text: string;
  readonly fields: LogFields;
}

function formatText({ time, level, text, fields }: LogLine): string {
  let line = `${time.toISOString()} ${level.padEnd(5)} ${escapeControls(text)}`;
  for (const [key, value] of Object.entries(fields)) {
    if (value !== undefined) line += ` ${escapeControls(key)}=${formatValue(value)}`;
  }
  return line;
}

function formatValue(value: string | number | boolean): string {
  if (typeof value !== "string") return String(value);
  const text = shorten(value);
  return /^[^\s"=\\]+$/.test(text) && escapeControls(text) === text
    ? text
    : escapeControls(JSON.stringify(text));
}

function formatJson({ time, level, text, fields }: LogLine): string {
  const values: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (value !== undefined) values[key] = typeof value === "string" ? shorten(value) : value;
  }
  const head = { time: time.toISOString(), level, text };
  // The head comes first, and last as well so that no field can replace it.
  return escapeControls(JSON.stringify({ ...head, ...values, ...head }));
}

function shorten(text: string): string {
  return text.length <= MAX_VALUE_CHARACTERS ? text : `${text.slice(0, MAX_VALUE_CHARACTERS)}…`;
}

/**
 * Escapes the characters that end a line, move the cursor or reorder text on a terminal: C0 and C1
 * controls, line and paragraph separators, bidirectional controls.
 */
export function escapeControls(text: string): string {
  return text.replace(
    // deno-lint-ignore no-control-regex
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => "\\u" + character.charCodeAt(0).toString(16).padStart(4, "0"),
  );
}
