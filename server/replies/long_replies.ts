import { MAX_LINE_BYTES, truncateUtf8, utf8Length } from "../../protocol/lines.ts";
import { type NumericName, NUMERICS } from "../../protocol/numerics.ts";
import { packWords } from "../../protocol/packing.ts";
import type { Server } from "../server.ts";
import type { Session } from "../session/session.ts";

/** The bytes of a numeric's line beside its words and its last parameter. */
const FRAME_BYTES = ": 000   :\r\n".length;

/** A numeric up to its last parameter. */
export interface NumericHead {
  readonly name: NumericName;
  readonly params?: readonly string[];
}

/** Answers with words in the last parameter of a numeric, on as many lines as they need. */
export function sendWords(
  server: Server,
  session: Session,
  { words, separator = " ", ...head }: NumericHead & {
    readonly words: Iterable<string>;
    readonly separator?: string;
  },
): void {
  const maxBytes = bytesLeft(server, session, head);
  for (const text of packWords(words, { separator, maxBytes })) {
    session.numeric(head.name, head.params, text);
  }
}

/** Answers with a numeric; the text is cut to fit the line. */
export function sendText(
  server: Server,
  session: Session,
  { text, ...head }: NumericHead & { readonly text: string },
): void {
  const fitting = truncateUtf8(text, bytesLeft(server, session, head));
  session.numeric(head.name, head.params, fitting);
}

/** The bytes that a line has left for the last parameter of a numeric. */
function bytesLeft(server: Server, session: Session, { name, params = [] }: NumericHead): number {
  const words = [server.options.name, NUMERICS[name].code, session.name, ...params].join(" ");
  return MAX_LINE_BYTES - FRAME_BYTES - utf8Length(words);
}
