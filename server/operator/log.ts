import type { LogFormat, LogLevel } from "../options/types.ts";

/** Details of a line of log, in the order given; `undefined` ones are left out. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** The server's log: one line for each thing that matters to the operator. */
export interface Log {
  error(text: string, fields?: LogFields): void;
  warn(text: string, fields?: LogFields): void;
  info(text: string, fields?: LogFields): void;
  debug(text: string, fields?: LogFields): void;
}

/** Options for {@linkcode createLog}. */
export interface LogOptions {
  /** Lines less important than this are not written. */
  readonly level: LogLevel;
  readonly format: LogFormat;
  /** Takes one line with its line end. */
  readonly write: (line: string) => void;
  readonly now?: () => Date;
}

const LEVELS: readonly LogLevel[] = ["error", "warn", "info", "debug"];

/** Longest value written; what peers send is bounded, what errors quote may not be. */
const MAX_VALUE_CHARACTERS = 1000;

/**
 * Makes a log. Each call writes exactly one line, whatever a peer put into the
 * text or the fields: control characters and line separators are escaped.
 */
export function createLog(options: LogOptions): Log {
  const most = LEVELS.indexOf(options.level);
  const now = options.now ?? (() => new Date());
  const form = options.format === "json" ? formatJson : formatText;
  const writer = (level: LogLevel) => {
    if (LEVELS.indexOf(level) > most) return () => {};
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

interface Entry {
  readonly time: Date;
  readonly level: LogLevel;
  readonly text: string;
  readonly fields: LogFields;
}

function formatText(entry: Entry): string {
  let line = `${entry.time.toISOString()} ${entry.level.padEnd(5)} ${escapeControls(entry.text)}`;
  for (const [key, value] of Object.entries(entry.fields)) {
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

function formatJson(entry: Entry): string {
  const fields: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(entry.fields)) {
    if (value !== undefined) fields[key] = typeof value === "string" ? shorten(value) : value;
  }
  const head = { time: entry.time.toISOString(), level: entry.level, text: entry.text };
  return escapeControls(JSON.stringify({ ...head, ...fields, ...head }));
}

function shorten(text: string): string {
  return text.length <= MAX_VALUE_CHARACTERS ? text : `${text.slice(0, MAX_VALUE_CHARACTERS)}…`;
}

/**
 * Escapes what could end a line, move a cursor, or reorder a line on a
 * terminal: C0 and C1 controls, line and paragraph separators, bidirectional
 * controls.
 */
export function escapeControls(text: string): string {
  return text.replace(
    // deno-lint-ignore no-control-regex
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => "\\u" + character.charCodeAt(0).toString(16).padStart(4, "0"),
  );
}
