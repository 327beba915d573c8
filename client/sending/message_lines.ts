import { MAX_LINE_BYTES, utf8Length } from "../../protocol/lines.ts";
import { formatMessage } from "../../protocol/message.ts";
import { formatCtcp } from "../receiving/ctcp.ts";
import type { MessageKind } from "../events.ts";
import type { Entry } from "./outbox.ts";
import { splitText } from "./split.ts";

/** What a person says, which may have several lines. */
export interface Speech {
  readonly target: string;
  readonly text: string;
  readonly kind: MessageKind;
}

/** How a server takes it. */
export interface SpeechOptions {
  /** Bytes that stand before a relayed line: `:nick!user@host `. */
  readonly sourceBytes: number;
  /** What draft/multiline allows, undefined where there is none. */
  readonly multiline: MultilineLimits | undefined;
  /** A name that no other batch of this connection has. */
  readonly reference: () => string;
}

/** What a message of many lines may hold. */
export interface MultilineLimits {
  readonly maxBytes: number;
  readonly maxLines: number;
}

type Draft = Omit<Entry, "id">;

interface Piece {
  readonly text: string;
  /** Goes on from the one before without a break. */
  readonly concat: boolean;
}

/** Lines of one message where a server does not say how many it takes. */
const DEFAULT_LINES = 50;

/** The value of the capability draft/multiline, undefined where it is none. */
export function multilineLimits(value: string): MultilineLimits | undefined {
  const limits = new Map(
    value.split(",").map((word): [string, number] => {
      const [key = "", number = ""] = word.split("=");
      return [key, Number(number)];
    }),
  );
  const maxBytes = limits.get("max-bytes") ?? 0;
  const maxLines = limits.get("max-lines") ?? DEFAULT_LINES;
  return maxBytes > 0 && maxLines > 1 ? { maxBytes, maxLines } : undefined;
}

/** What to send to say something, in as few messages as the server allows. */
export function say(speech: Speech, options: SpeechOptions): Draft[] {
  const { kind, text } = speech;
  const pieces = piecesOf(speech, options);
  const { multiline } = options;
  if (pieces.length === 1 || multiline === undefined || kind === "action") {
    return pieces.filter((piece) => piece.text !== "" || text === "")
      .map((piece) => draft(speech, { text: piece.text, line: lineOf(speech, piece) }));
  }
  return groupsOf(pieces, multiline)
    .map((group) => batch(speech, { group, reference: options.reference() }));
}

function commandOf(kind: MessageKind): "NOTICE" | "PRIVMSG" {
  return kind === "notice" ? "NOTICE" : "PRIVMSG";
}

function piecesOf({ target, text, kind }: Speech, { sourceBytes }: SpeechOptions): Piece[] {
  const wrapped = kind === "action" ? utf8Length(formatCtcp({ command: "ACTION", text: " " })) : 0;
  const overhead = sourceBytes + utf8Length(`${commandOf(kind)} ${target} :`) + 2 + wrapped;
  return text.split("\n").flatMap((line) =>
    splitText(line, MAX_LINE_BYTES - overhead)
      .map((piece, index) => ({ text: piece, concat: index > 0 }))
  );
}

function lineOf({ target, kind }: Speech, { text }: Piece): string {
  const said = kind === "action" ? formatCtcp({ command: "ACTION", text }) : text;
  return formatMessage({ command: commandOf(kind), params: [target, said] });
}

function draft({ target, kind }: Speech, what: { text: string; line: string }): Draft {
  return { ...what, command: commandOf(kind), target, kind, repeat: true, quiet: false };
}

/** As many pieces in each group as one message takes; groups without a word are left out. */
function groupsOf(pieces: readonly Piece[], { maxBytes, maxLines }: MultilineLimits): Piece[][] {
  const groups: Piece[][] = [];
  let bytes = Infinity;
  for (const piece of pieces) {
    const size = utf8Length(piece.text) + 1;
    const last = groups.at(-1);
    if (last === undefined || last.length >= maxLines || bytes + size > maxBytes) {
      groups.push([{ text: piece.text, concat: false }]);
      bytes = size;
    } else {
      last.push(piece);
      bytes += size;
    }
  }
  return groups.filter((group) => group.some(({ text }) => text !== ""));
}

function batch(
  speech: Speech,
  { group, reference }: { group: readonly Piece[]; reference: string },
): Draft {
  const only = group.length === 1 ? group[0] : undefined;
  if (only !== undefined) return draft(speech, { text: only.text, line: lineOf(speech, only) });
  const lines = group.map((piece) => {
    const concat = piece.concat ? ";draft/multiline-concat" : "";
    return `@batch=${reference}${concat} ${lineOf(speech, piece)}`;
  });
  const opening = formatMessage({
    command: "BATCH",
    params: [`+${reference}`, "draft/multiline", speech.target],
  });
  return draft(speech, {
    text: group.map(({ text, concat }, index) => (index > 0 && !concat ? "\n" : "") + text).join(
      "",
    ),
    line: [opening, ...lines, `BATCH -${reference}`].join("\r\n"),
  });
}
