import { parse } from "@std/toml";

import { t } from "../texts/mod.ts";
import type { AnyValue } from "./table.ts";

/** A text that is not TOML. */
export class TomlError extends Error {
  /** The number of the line, from 1. */
  readonly line: number;

  constructor(line: number, text: string) {
    super(text);
    this.line = line;
  }
}

/** A table of a TOML text. */
export type TomlTable = Readonly<Record<string, unknown>>;

interface Statement {
  /** The full key, with that of its table; undefined for a heading, a comment or nothing. */
  readonly key: string | undefined;
  /** For a heading: the key of the table that begins. */
  readonly heading: string | undefined;
  /** The index of its first line, and of the line after its last one. */
  readonly from: number;
  readonly to: number;
}

const KEY_PART = `(?:[\\w-]+|"(?:[^"\\\\]|\\\\.)*"|'[^']*')`;
const KEY = new RegExp(`^\\s*(${KEY_PART}(?:\\s*\\.\\s*${KEY_PART})*)\\s*=`);
const HEADING = new RegExp(
  `^\\s*\\[\\[?\\s*(${KEY_PART}(?:\\s*\\.\\s*${KEY_PART})*)\\s*\\]\\]?\\s*(?:#.*)?$`,
);
/** Values that can go on in further lines. */
const OPENS_LINES = /=\s*(?:\[|\{|"""|''')/;

/** A TOML text that can be changed without losing its comments and unknown keys. */
export class TomlDocument {
  readonly text: string;
  readonly tables: TomlTable;
  readonly #lines: readonly string[];
  readonly #statements: readonly Statement[];

  /** Throws {@linkcode TomlError} if the text is not TOML. */
  constructor(text: string) {
    this.text = text;
    this.#lines = text.split("\n");
    this.#statements = readStatements(this.#lines);
    try {
      this.tables = parse(text);
    } catch (error) {
      const line = /line (\d+)/.exec(String(error))?.[1];
      throw new TomlError(Number(line ?? 1), "the keys contradict each other");
    }
  }

  /** The number of the line of a key or, if it is not there, of its table; from 1. */
  lineOf(key: string): number {
    const statement = this.#statements.find((one) => one.key === key || one.heading === key);
    if (statement !== undefined) return statement.from + 1;
    return key.includes(".") ? this.lineOf(key.slice(0, key.lastIndexOf("."))) : 1;
  }

  /** Returns the value of a key; undefined if it is not there. */
  get(key: string): unknown {
    return valueAt(this.tables, key);
  }

  /**
   * Returns the document with another value; undefined removes the key. Everything else stays as
   * it is written. Throws an Error if the text is such that this cannot be done.
   */
  with(key: string, value: AnyValue | undefined): TomlDocument {
    const statement = this.#statements.find((one) => one.key === key);
    const lines = [...this.#lines];
    if (statement !== undefined) {
      const old = lines.slice(statement.from, statement.to);
      const written = value === undefined ? [] : [replaceValue(old, value)];
      lines.splice(statement.from, statement.to - statement.from, ...written);
    } else if (value !== undefined) this.#insert(lines, key, value);
    const changed = new TomlDocument(lines.join("\n"));
    const expected = value === undefined ? undefined : JSON.stringify(value);
    if (JSON.stringify(changed.get(key)) !== expected) {
      throw new Error(t("Cannot change {key} in the settings file: change it by hand", { key }));
    }
    return changed;
  }

  #insert(lines: string[], key: string, value: AnyValue): void {
    const dot = key.lastIndexOf(".");
    const table = key.slice(0, Math.max(0, dot));
    const line = `${key.slice(dot + 1)} = ${JSON.stringify(value)}`;
    const at = this.#endOfTable(table);
    if (at !== undefined) lines.splice(at, 0, line);
    else {
      while (lines.at(-1)?.trim() === "") lines.pop();
      if (lines.length > 0) lines.push("");
      lines.push(`[${table}]`, line, "");
    }
  }

  /** The index after the last key of a table; undefined if there is no such table. */
  #endOfTable(table: string): number | undefined {
    let current = "";
    let at: number | undefined = table === "" ? 0 : undefined;
    for (const { heading, key, to } of this.#statements) {
      if (heading !== undefined) current = heading;
      if (current === table && (heading !== undefined || key !== undefined)) at = to;
    }
    if (table === "" && at === 0) return this.#endOfFirstComment();
    return at;
  }

  // A comment at the top is about the file, so the first key comes after it.
  #endOfFirstComment(): number {
    const end = this.#lines.findIndex((line) => !line.trimStart().startsWith("#"));
    return end === -1 ? this.#lines.length : end;
  }
}

function readStatements(lines: readonly string[]): Statement[] {
  const statements: Statement[] = [];
  let table = "";
  for (let from = 0; from < lines.length;) {
    const line = lines[from] ?? "";
    const heading = HEADING.exec(line)?.[1];
    const key = KEY.exec(line)?.[1];
    if (heading !== undefined) {
      table = normalizeKey(heading);
      statements.push({ key: undefined, heading: table, from, to: ++from });
    } else if (key !== undefined) {
      const to = endOfStatement(lines, from);
      const full = [table, normalizeKey(key)].filter((part) => part !== "").join(".");
      statements.push({ key: full, heading: undefined, from, to });
      from = to;
    } else if (/^\s*(?:#.*)?$/.test(line)) from++;
    else throw new TomlError(from + 1, "this is no key = value, no [table] and no # comment");
  }
  return statements;
}

function normalizeKey(key: string): string {
  return key.match(new RegExp(KEY_PART, "g"))!.map((part) => part.replace(/^["']|["']$/g, ""))
    .join(".");
}

/** The index after the last line of the statement that begins at `from`. */
function endOfStatement(lines: readonly string[], from: number): number {
  const last = OPENS_LINES.test(lines[from] ?? "") ? lines.length : from + 1;
  for (let to = from + 1; to <= last; to++) {
    if (parses(lines.slice(from, to).join("\n"))) return to;
  }
  throw new TomlError(from + 1, "this value cannot be read");
}

function parses(text: string): boolean {
  try {
    parse(text + "\n");
    return true;
  } catch {
    return false;
  }
}

/** The line of a key with another value, and the comment that stood at its end. */
function replaceValue(lines: readonly string[], value: AnyValue): string {
  const text = lines.join("\n");
  const equals = (KEY.exec(text)?.[0] ?? "").length;
  const comment = lines.length === 1 ? text.slice(endOfValue(text)) : "";
  return `${text.slice(0, equals)} ${JSON.stringify(value)}${comment}`;
}

function endOfValue(line: string): number {
  const whole = JSON.stringify(parse(line + "\n"));
  for (let at = line.indexOf("#"); at !== -1; at = line.indexOf("#", at + 1)) {
    const before = line.slice(0, at);
    if (parses(before) && JSON.stringify(parse(before + "\n")) === whole) {
      return before.trimEnd().length;
    }
  }
  return line.trimEnd().length;
}

function valueAt(table: TomlTable, key: string): unknown {
  let value: unknown = table;
  for (const part of key.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) {
      return undefined;
    }
    value = (value as TomlTable)[part];
  }
  return value;
}
