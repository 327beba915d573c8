import { SeenMessages } from "../../history/seen_messages.ts";
import type { MessageKind } from "../../events.ts";
import type { OutboxEntry } from "../../sending/outbox.ts";
import type { SessionContinuation } from "../../session/options.ts";
import { ServerInfo } from "../../session/server_info.ts";
import { UNSENT } from "./memory.ts";
import type { Storage } from "./storage.ts";

/** Lines that are kept; those typed first come first. */
const MAX_LINES = 1_000;
/** Milliseconds by which two clocks may differ. */
const MAX_CLOCK_SKEW_MS = 10_000;

/** The last message that was seen in a conversation; without an id, a time before a line. */
export interface SeenUntil {
  readonly msgid: string | undefined;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** A message that was typed and that the server has not confirmed. */
export interface KeptLine {
  readonly line: string;
  readonly command: string;
  readonly target: string;
  readonly text: string;
  readonly kind: MessageKind;
  /** What was seen of the conversation when it was typed: it can only come after that. */
  readonly after: SeenUntil;
}

/** Options for {@linkcode KeptLines}. */
export interface KeptLinesOptions {
  readonly storage: Storage;
  /** Whose lines they are: the name of the person. */
  readonly owner: string;
  /** Tells this tab from others. */
  readonly tab: string;
}

/** The lines of one tab, until the server has confirmed them. A closed tab's are taken over. */
export class KeptLines {
  readonly #options: KeptLinesOptions;

  constructor(options: KeptLinesOptions) {
    this.#options = options;
  }

  /** Keeps the lines of this tab. Returns false if not all can be kept. */
  save(lines: readonly KeptLine[]): boolean {
    const { storage, owner, tab } = this.#options;
    const text = lines.length === 0
      ? undefined
      : JSON.stringify({ owner, lines: lines.slice(0, MAX_LINES) });
    return storage.write(UNSENT + tab, text) && lines.length <= MAX_LINES;
  }

  /** Takes over the lines of tabs that are closed, and of this one before a reload. */
  takeOver(isClosed: (tab: string) => boolean): KeptLine[] {
    const { storage, owner, tab } = this.#options;
    const tabs = storage.keys(UNSENT).map((key) => key.slice(UNSENT.length))
      .filter((other) => other === tab || isClosed(other));
    const taken = tabs.map((other) => ({ other, kept: readLines(storage.read(UNSENT + other)) }))
      .filter(({ kept }) => kept?.owner === owner);
    const lines = taken.flatMap(({ kept }) => kept?.lines ?? []);
    // Written first: a browser that is closed between the two keeps them twice, and not never.
    if (!this.save(lines)) return lines;
    for (const { other } of taken) {
      if (other !== tab) storage.write(UNSENT + other, undefined);
    }
    return lines;
  }
}

/** What was seen when a line is typed at a time, in milliseconds since 1970. */
export function seenUntil(last: SeenUntil | undefined, typedAt: number): SeenUntil {
  return last ?? { msgid: undefined, time: typedAt - MAX_CLOCK_SKEW_MS };
}

/** A session that goes on with lines that an earlier one has not delivered. */
export function continuationOf(lines: readonly KeptLine[]): SessionContinuation | undefined {
  if (lines.length === 0) return undefined;
  const entries = lines.map(({ after: _after, ...line }, index): OutboxEntry => ({
    ...line,
    ...{ id: index + 1, repeat: true, quiet: false },
  }));
  const seen = new SeenMessages(new ServerInfo());
  for (const { target, after } of lines) {
    const { time = Infinity } = seen.mark(target) ?? {};
    if (after.time < time) seen.resume(target, after);
  }
  return {
    backlog: { lines: entries, doubtful: new Set(entries), lastId: entries.length },
    seen,
    began: Math.min(...lines.map(({ after }) => after.time)),
  };
}

/** Reads what this or an earlier version has written. */
function readLines(
  text: string | undefined,
): { readonly owner: string; readonly lines: KeptLine[] } | undefined {
  try {
    const { owner, lines } = JSON.parse(text ?? "null") ?? {};
    if (typeof owner !== "string" || !Array.isArray(lines)) return undefined;
    return { owner, lines: lines.filter(isLine) };
  } catch {
    return undefined;
  }
}

function isLine(value: unknown): value is KeptLine {
  const { line, command, target, text, kind, after } = (value ?? {}) as Record<string, unknown>;
  const time = (after as SeenUntil | undefined)?.time;
  return [line, command, target, text, kind].every((one) => typeof one === "string") &&
    typeof time === "number";
}
