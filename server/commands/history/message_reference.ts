import { firstSequenceAt, parseMessageId, timeOfSequence } from "../../network/ids.ts";
import { extraOf } from "../../history/row.ts";
import type { Server } from "../../server.ts";

/** How a message is referred to, in the order of what we like best (ISUPPORT MSGREFTYPES). */
export const REFERENCE_TYPES = ["msgid", "timestamp"] as const;

/** A point in the history. */
export interface Reference {
  /** Everything before it is smaller. */
  readonly first: number;
  /** Everything after it is greater. */
  readonly last: number;
}

/** What is wrong with a reference. */
export type BadReference = "type" | "value";

/**
 * Reads `msgid=…` or `timestamp=YYYY-MM-DDThh:mm:ss.sssZ`. IRCv3, "draft/chathistory",
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

/** Reads a time as `server-time` has it; milliseconds since 1970, undefined where it is none. */
export function parseTimestamp(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/** The time of a place as `server-time` has it. */
export function timestampOf(seq: number): string {
  return new Date(timeOfSequence(seq)).toISOString();
}
