import { toJson } from "./json.ts";
import { PLAIN_PALETTE } from "./palette.ts";
import { render } from "./text.ts";
import type { Conversation } from "../model/mod.ts";
import { roomName } from "./names.ts";

/** The forms that a record can have. */
export const RECORD_FORMATS = ["txt", "json"] as const;
export type RecordFormat = typeof RECORD_FORMATS[number];

/** A record as a file: a name with the date and time in it, and what it holds. */
export interface RecordFile {
  readonly name: string;
  readonly text: string;
}

/** Options for {@linkcode recordOf}. */
export interface RecordOptions {
  readonly format: RecordFormat;
  /** Our name. */
  readonly nick: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What was said and what happened in a conversation, as far as it is known here. */
export function recordOf(conversation: Conversation, options: RecordOptions): RecordFile {
  const where = conversation.kind === "room" ? roomName(conversation.name) : conversation.name;
  const safe = where.replace(/[^\p{L}\p{N}_-]/gu, "_");
  const moment = stamp(options.now).replace(" ", "-").replaceAll(":", "");
  return {
    name: `chat-${safe}-${moment}.${options.format}`,
    text: options.format === "json" ? asJson(conversation) : asText(conversation, options),
  };
}

function asText({ kind, name, entries }: Conversation, { nick, now }: RecordOptions): string {
  const view = {
    palette: PLAIN_PALETTE,
    nick,
    current: "*",
    chatty: true,
    now,
    stamp,
    same: (a: string, b: string) => a === b,
  };
  const where = kind === "room" ? `in ${roomName(name)}` : `with ${name}`;
  const lines = entries.flatMap((entry) => render(entry, view)?.out ?? []);
  return [`Now chatting ${where} as ${nick}`, ...lines, ""].join("\n");
}

function asJson({ entries }: Conversation): string {
  const objects = entries.flatMap((entry) => toJson(entry) ?? []);
  return `[\n${objects.map((object) => `  ${object}`).join(",\n")}\n]\n`;
}

/** `2026-01-02 03:04:05`, here. */
function stamp(time: number): string {
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-");
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":")}`;
}
