import { extraOf } from "../../history/row.ts";
import { firstSequenceAt, parseMessageId } from "../../network/ids.ts";
import type { Server } from "../../server.ts";

/** The kinds of references to a message, the preferred one first (ISUPPORT MSGREFTYPES). */
export const REFERENCE_TYPES = ["msgid", "timestamp"] as const;

/** The sequences that a reference means: those of one message, or of one millisecond. */
export interface Reference {
  /** The lowest one. */
  readonly first: number;
  /** The highest one. */
  readonly last: number;
}

/** The part of a reference that is wrong. */
export type BadReference = "type" | "value";

/**
 * Parses `msgid=…` or `timestamp=YYYY-MM-DDThh:mm:ss.sssZ`. IRCv3, "draft/chathistory",
 * "CHATHISTORY Command".
 */
export function parseReference(server: Server, word: string): Reference | BadReference {
  const at = word.indexOf("=");
  const type = at === -1 ? "" : word.slice(0, at);
  const value = word.slice(at + 1);
  if (type === "timestamp") {
    const time = parseTimestamp(value);
    if (time === undefined) return "value";
    return { first: firstSequenceAt(time), last: firstSequenceAt(time + 1) - 1 };
  }
  if (type !== "msgid") return "type";
  const seq = parseMessageId(value);
  if (seq === undefined) return "value";
  const row = server.history.at(seq);
  const rows = row === undefined ? 1 : extraOf(row).rows ?? 1;
  return { first: seq, last: seq + rows - 1 };
}

/** Parses a time in the format of `server-time`; milliseconds since 1970, undefined if invalid. */
export function parseTimestamp(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
