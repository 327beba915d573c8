import { utf8Length } from "../../protocol/lines.ts";
import type { MetadataChange } from "../network/events.ts";
import { EventLine } from "../session/event_line.ts";
import { numericLine } from "../session/lines.ts";
import type { Session } from "../session/session.ts";

/** Bytes of a key: it has to fit a line together with a value. */
const MAX_KEY_BYTES = 64;
const KEY = /^[a-z0-9_./-]+$/;

/** Whether a word is a valid key. IRCv3, "Metadata", "Keys and values". */
export function isMetadataKey(word: string): boolean {
  return word.length <= MAX_KEY_BYTES && KEY.test(word);
}

/**
 * The draft of the specification that a session has asked for, undefined for none. The third
 * draft sends all values as numerics, and renames the codes of its failures.
 */
export function metadataDraft({ capabilities }: Session): 2 | 3 | undefined {
  if (capabilities.has("draft/metadata-3")) return 3;
  return capabilities.has("draft/metadata-2") ? 2 : undefined;
}

/** A key's value as a line states it. */
export interface MetadataLine extends MetadataChange {
  readonly serverName: string;
  /** The channel's name or the user's nickname. */
  readonly target: string;
  /** The receiver's nickname, `*` for several receivers. */
  readonly to?: string;
  readonly batch?: string | undefined;
}

/** A key's value as a numeric: 761, or 766 if it has none. */
export function valueLine(
  { serverName, target, to = "*", key, value, batch }: MetadataLine,
): EventLine {
  const head = { serverName, batch, to };
  return value === undefined
    ? numericLine("RPL_KEYNOTSET", { ...head, params: [target, key] })
    : numericLine("RPL_KEYVALUE", { ...head, params: [target, key, "*"], text: value });
}

/** A change as the second draft notifies of it; a line without a value removes the key. */
export function metadataLine(
  { target, key, value, batch }: MetadataLine,
  { source, time }: { readonly source: string; readonly time?: number | undefined },
): EventLine {
  const last = value === undefined ? "" : ` :${value}`;
  return new EventLine(`:${source} METADATA ${target} ${key} *${last}`, { batch, time });
}

/** A key's value in the form of the session's draft. */
export function sessionLine(session: Session, line: MetadataLine): EventLine {
  return metadataDraft(session) === 2
    ? metadataLine(line, { source: line.serverName })
    : valueLine({ ...line, to: session.name });
}

/** Bytes of {@linkcode valueLine} to a user whose nickname has `nickBytes` bytes. */
export function valueLineBytes(line: MetadataLine, nickBytes: number): number {
  return utf8Length(valueLine({ ...line, to: "" }).body) + nickBytes;
}
