import { utf8Length } from "../../protocol/lines.ts";
import { EventLine } from "../session/event_line.ts";
import { numericLine } from "../session/lines.ts";
import type { MetadataChange } from "../network/events.ts";
import type { Session } from "../session/session.ts";

/** Longest key, in bytes: it has to fit a line with a value. */
const MAX_KEY_BYTES = 64;
const KEY = /^[a-z0-9_./-]+$/;

/** Whether a word can be a key. IRCv3, "Metadata", "Keys and values". */
export function isMetadataKey(word: string): boolean {
  return word.length <= MAX_KEY_BYTES && KEY.test(word);
}

/**
 * The draft of the specification that a session has asked for, undefined for none. The third
 * tells of values by numerics alone, and names its errors anew.
 */
export function metadataDraft({ capabilities }: Session): 2 | 3 | undefined {
  if (capabilities.has("draft/metadata-3")) return 3;
  return capabilities.has("draft/metadata-2") ? 2 : undefined;
}

/** What a line about a key says, and to whom. */
export interface MetadataLine extends MetadataChange {
  readonly serverName: string;
  /** The room's name or the user's nickname. */
  readonly target: string;
  /** The nickname of who is told, `*` for several. */
  readonly to?: string;
  readonly batch?: string | undefined;
}

/** A key's value as a numeric: 761, or 766 where it has none. */
export function valueLine({ serverName, target, to = "*", key, value, batch }: MetadataLine) {
  const head = { serverName, batch, to };
  return value === undefined
    ? numericLine("RPL_KEYNOTSET", { ...head, params: [target, key] })
    : numericLine("RPL_KEYVALUE", { ...head, params: [target, key, "*"], text: value });
}

/** A key's value as the second draft tells it unasked; without a value it is removed. */
export function metadataLine(
  { target, key, value, batch }: MetadataLine,
  { source, time }: { source: string; time?: number | undefined },
): EventLine {
  const said = value === undefined ? "" : ` :${value}`;
  return new EventLine(`:${source} METADATA ${target} ${key} *${said}`, { batch, time });
}

/** A key's value as a session is told it unasked. */
export function tellingLine(session: Session, line: MetadataLine): EventLine {
  return metadataDraft(session) === 2
    ? metadataLine(line, { source: line.serverName })
    : valueLine({ ...line, to: session.name });
}

/** Bytes of the line that tells a value to a user whose nickname is of that many bytes. */
export function valueLineBytes(line: MetadataLine, nickBytes: number): number {
  return utf8Length(valueLine({ ...line, to: "" }).body) + nickBytes;
}
