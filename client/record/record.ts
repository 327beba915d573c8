import type { Conversation, ConversationEntry, MessageEntry } from "../model/mod.ts";
import type { ClientEvent } from "../events.ts";
import { toJson } from "../format/json.ts";
import { t } from "../texts/mod.ts";
import { roomName } from "../format/names.ts";
import { PLAIN_PALETTE } from "../format/palette.ts";
import { quotedText } from "../format/quote.ts";
import type { RecordFormat } from "./record_formats.ts";
import { formatHtmlRecord, type RecordEntry } from "./record_html.ts";
import { codes, joinSafe, type SafeText, sanitize, sanitizeLines } from "../format/sanitize.ts";
import { formatDateTime, toText } from "../format/text.ts";

/** A record as a file. */
export interface RecordFile {
  /** The file's name, which holds the date and time. */
  readonly name: string;
  readonly text: SafeText;
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
  const { kind, name, entries } = conversation;
  const { format, nick, now } = options;
  const where = kind === "room" ? roomName(name) : name;
  const safeName = where.replace(/[^\p{L}\p{N}_-]/gu, "_");
  const stamp = formatDateTime(now).replace(" ", "-").replaceAll(":", "");
  const recorded = recordEntries(entries);
  const title = kind === "room"
    ? t("Now chatting in {where} as {nick}", { where, nick })
    : t("Now chatting with {where} as {nick}", { where, nick });
  const texts: Record<RecordFormat, () => SafeText> = {
    txt: () => asText(recorded, { title, nick, now }),
    json: () => asJson(recorded),
    html: () =>
      sanitizeLines(formatHtmlRecord(recorded, {
        title,
        describe: (entry) => describeEvent(entry, { nick, now, formatTime: () => "" }),
        quoted: (entry) => quoted(entry, recorded),
      })),
  };
  return { name: `chat-${safeName}-${stamp}.${format}`, text: texts[format]() };
}

/** The entries without the notes of the client, and without messages that did not arrive. */
function recordEntries(entries: readonly ConversationEntry[]): RecordEntry[] {
  return entries.filter((entry): entry is RecordEntry =>
    entry.type !== "note" && entry.type !== "gap" &&
    !(entry.type === "message" && entry.delivery !== undefined)
  );
}

function asText(
  entries: readonly RecordEntry[],
  { title, nick, now }: { title: string; nick: string; now: number },
): SafeText {
  const lines = entries.flatMap((entry) => {
    const text = describeEvent(entry, { nick, now, formatTime: formatDateTime });
    if (entry.type !== "message") return text === undefined ? [] : [text];
    const margin = " ".repeat(formatDateTime(0).length + 1);
    const quote = quoted(entry, entries);
    return [
      ...(quote === undefined ? [] : [`${margin}> ${quote}`]),
      ...(text === undefined ? [] : [text]),
      ...[...entry.reactions ?? []].map(([emoji, nicks]) =>
        `${margin}${sanitize(emoji)} ${nicks.map(sanitize).join(", ")}`
      ),
    ];
  });
  return sanitizeLines([title, ...lines, ""].join("\n"));
}

/** An entry as lines of text: `TIME * al joined 1`; undefined if there is nothing to say. */
function describeEvent(
  entry: RecordEntry,
  { nick, now, formatTime }: { nick: string; now: number; formatTime: (time: number) => string },
): string | undefined {
  if (entry.type === "message" && entry.redacted !== undefined) {
    return `${formatTime(entry.time)} * ${redaction(entry)}`;
  }
  return toText(entry as ClientEvent, {
    palette: PLAIN_PALETTE,
    nick,
    current: "*",
    verbose: true,
    now,
    formatTime,
    same: (a: string, b: string) => a === b,
  })?.out;
}

function redaction({ from, redacted }: MessageEntry): string {
  const reason = redacted?.reason === undefined ? "" : ` (${sanitize(redacted.reason)})`;
  const values = { name: sanitize(from), by: sanitize(redacted?.by ?? "") };
  return t("a message of {name} was removed by {by}", values) + reason;
}

/** The message that a message replies to, in one line. */
function quoted({ replyTo }: MessageEntry, entries: readonly RecordEntry[]): string | undefined {
  if (replyTo === undefined) return undefined;
  const original = entries.find((one) => one.type === "message" && one.msgid === replyTo);
  if (original?.type !== "message" || original.redacted !== undefined) return undefined;
  return `${sanitize(original.from)}: ${quotedText(original)}`;
}

function asJson(entries: readonly RecordEntry[]): SafeText {
  const objects = entries.flatMap((entry) => {
    const more = entry.type !== "message" ? {} : {
      ...(entry.replyTo === undefined ? {} : { replyTo: entry.replyTo }),
      ...(entry.reactions === undefined ? {} : { reactions: Object.fromEntries(entry.reactions) }),
      ...(entry.redacted === undefined ? {} : { redacted: entry.redacted }),
    };
    return toJson(entry as ClientEvent, more) ?? [];
  });
  return codes`[\n${joinSafe(objects.map((object) => codes`  ${object}`), codes`,\n`)}\n]\n`;
}
