import type { Conversation } from "../model/mod.ts";
import { toJson } from "./json.ts";
import { roomName } from "./names.ts";
import { PLAIN_PALETTE } from "./palette.ts";
import { formatDateTime, toText } from "./text.ts";

/** The formats of a record. */
export const RECORD_FORMATS = ["txt", "json"] as const;
export type RecordFormat = typeof RECORD_FORMATS[number];

/** A record as a file. */
export interface RecordFile {
  /** The file's name, which holds the date and time. */
  readonly name: string;
  readonly text: string;
}

/** Options for {@linkcode formatRecord}. */
export interface RecordOptions {
  readonly format: RecordFormat;
  /** Our nickname. */
  readonly nick: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Formats the entries of a conversation that are still in memory. */
export function formatRecord(conversation: Conversation, options: RecordOptions): RecordFile {
  const where = conversation.kind === "room" ? roomName(conversation.name) : conversation.name;
  const safeName = where.replace(/[^\p{L}\p{N}_-]/gu, "_");
  const stamp = formatDateTime(options.now).replace(" ", "-").replaceAll(":", "");
  return {
    name: `chat-${safeName}-${stamp}.${options.format}`,
    text: options.format === "json" ? asJson(conversation) : asText(conversation, options),
  };
}

function asText({ kind, name, entries }: Conversation, { nick, now }: RecordOptions): string {
  const view = {
    palette: PLAIN_PALETTE,
    nick,
    current: "*",
    verbose: true,
    now,
    formatTime: formatDateTime,
    same: (a: string, b: string) => a === b,
  };
  const where = kind === "room" ? `in ${roomName(name)}` : `with ${name}`;
  const lines = entries.flatMap((entry) => toText(entry, view)?.out ?? []);
  return [`Now chatting ${where} as ${nick}`, ...lines, ""].join("\n");
}

function asJson({ entries }: Conversation): string {
  const objects = entries.flatMap((entry) => toJson(entry) ?? []);
  return `[\n${objects.map((object) => `  ${object}`).join(",\n")}\n]\n`;
}
