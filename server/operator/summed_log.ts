import type { Log, LogFields } from "./log.ts";

/** How long further warnings of one kind are counted and not written, in milliseconds. */
const PERIOD_MS = 60_000;
/** Kinds of warnings that are counted at once; further ones are counted by their text alone. */
const MAX_KINDS = 1_000;

/** Options for {@linkcode SummedLog}. */
export interface SummedLogOptions {
  readonly log: Pick<Log, "warn">;
  /** Calls a function after the period, and returns what cancels that. */
  readonly later?: (call: () => void) => () => void;
}

interface Kind {
  readonly text: string;
  times: number;
  last: LogFields;
  readonly cancel: () => void;
}

/**
 * Writes warnings that an attacker can cause at will: the first of a kind at once, those that
 * follow within the period as one line at its end.
 */
export class SummedLog {
  readonly #log: Pick<Log, "warn">;
  readonly #later: (call: () => void) => () => void;
  readonly #kinds = new Map<string, Kind>();

  constructor({ log, later = afterPeriod }: SummedLogOptions) {
    this.#log = log;
    this.#later = later;
  }

  /** Writes or counts a warning; those with the same text and `kind` are of one kind. */
  warn(text: string, fields: LogFields, { kind = "" }: { kind?: string } = {}): void {
    let key = `${text} ${kind}`;
    if (this.#kinds.size >= MAX_KINDS && !this.#kinds.has(key)) key = text;
    const counted = this.#kinds.get(key);
    if (counted !== undefined) {
      counted.times++;
      counted.last = fields;
      return;
    }
    this.#log.warn(text, fields);
    this.#kinds.set(key, {
      text,
      times: 0,
      last: fields,
      cancel: this.#later(() => this.#end(key)),
    });
  }

  /** Writes what has been counted. */
  close(): void {
    for (const [key, { cancel }] of this.#kinds) {
      cancel();
      this.#end(key);
    }
  }

  #end(key: string): void {
    const { text, times, last } = this.#kinds.get(key)!;
    this.#kinds.delete(key);
    if (times > 0) this.#log.warn(`${text}, again`, { times, ...last });
  }
}

function afterPeriod(call: () => void): () => void {
  const timer = setTimeout(call, PERIOD_MS);
  Deno.unrefTimer(timer);
  return () => clearTimeout(timer);
}
