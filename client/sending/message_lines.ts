import { maskSecrets } from "../commands/secrets.ts";
import { formatCtcp } from "../../protocol/ctcp.ts";
import { MAX_LINE_BYTES, utf8Length } from "../../protocol/lines.ts";
import { formatMessage, formatTags } from "../../protocol/message.ts";
import type { MessageKind } from "../events.ts";
import type { OutboxDraft } from "./outbox.ts";
import { splitText } from "./split.ts";

/** A message to send; its text may have several lines. */
export interface OutgoingMessage {
  readonly target: string;
  readonly text: string;
  readonly kind: MessageKind;
  /** Tags for the message, on its first line. */
  readonly tags?: ReadonlyMap<string, string> | undefined;
}

/** Options for {@linkcode messageLines}. */
export interface MessageLinesOptions {
  /** Bytes of `:nick!user@host `, which the server adds for the recipients. */
  readonly sourceBytes: number;
  /** The limits of draft/multiline; undefined without that capability. */
  readonly multiline: MultilineLimits | undefined;
  /** Returns a reference that no other batch of this connection has. */
  readonly reference: () => string;
}

/** The limits of one message of several lines: IRCv3, "Multiline messages". */
export interface MultilineLimits {
  readonly maxBytes: number;
  readonly maxLines: number;
}

interface Piece {
  readonly text: string;
  /** Whether it continues the piece before it without a line break. */
  readonly concat: boolean;
}

/** Lines of one message if the server does not announce a limit. */
const DEFAULT_MAX_LINES = 50;

/** Parses the value of draft/multiline; undefined if it allows no message of several lines. */
export function parseMultilineLimits(value: string): MultilineLimits | undefined {
  const limits = new Map(
    value.split(",").map((word): [string, number] => {
      const [key = "", number = ""] = word.split("=");
      return [key, Number(number)];
    }),
  );
  const maxBytes = limits.get("max-bytes") ?? 0;
  const maxLines = limits.get("max-lines") ?? DEFAULT_MAX_LINES;
  return maxBytes > 0 && maxLines > 1 ? { maxBytes, maxLines } : undefined;
}

/** The lines that send a message, as few as the server allows. */
export function messageLines(
  message: OutgoingMessage,
  options: MessageLinesOptions,
): OutboxDraft[] {
  const { kind, text } = message;
  const pieces = splitMessage(message, options);
  const { multiline } = options;
  if (pieces.length === 1 || multiline === undefined || kind === "action") {
    return pieces.filter((piece) => piece.text !== "" || text === "")
      .map((piece, index) => {
        const line = index === 0 ? tagged(message, lineOf(message, piece)) : lineOf(message, piece);
        return draftOf(message, { text: piece.text, line });
      });
  }
  return groupPieces(pieces, multiline)
    .map((group) => batchOf(message, { group, reference: options.reference() }));
}

function commandOf(kind: MessageKind): "NOTICE" | "PRIVMSG" {
  return kind === "notice" ? "NOTICE" : "PRIVMSG";
}

function splitMessage(
  { target, text, kind }: OutgoingMessage,
  { sourceBytes }: MessageLinesOptions,
): Piece[] {
  const wrapped = kind === "action" ? utf8Length(formatCtcp({ command: "ACTION", text: " " })) : 0;
  const overhead = sourceBytes + utf8Length(`${commandOf(kind)} ${target} :`) + 2 + wrapped;
  return text.split("\n").flatMap((line) =>
    splitText(line, MAX_LINE_BYTES - overhead)
      .map((piece, index) => ({ text: piece, concat: index > 0 }))
  );
}

function lineOf({ target, kind }: OutgoingMessage, { text }: Piece): string {
  const content = kind === "action" ? formatCtcp({ command: "ACTION", text }) : text;
  return formatMessage({ command: commandOf(kind), params: [target, content] });
}

function tagged({ tags }: OutgoingMessage, line: string): string {
  return tags === undefined ? line : formatTags(tags) + line;
}

function draftOf(
  { target, kind }: OutgoingMessage,
  content: { readonly text: string; readonly line: string },
): OutboxDraft {
  const text = maskSecrets(content.text, target);
  return { ...content, text, command: commandOf(kind), target, kind, repeat: true, quiet: false };
}

/** Groups pieces into messages within the limits, without messages that are blank. */
function groupPieces(
  pieces: readonly Piece[],
  { maxBytes, maxLines }: MultilineLimits,
): Piece[][] {
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

function batchOf(
  message: OutgoingMessage,
  { group, reference }: { readonly group: readonly Piece[]; readonly reference: string },
): OutboxDraft {
  const only = group.length === 1 ? group[0] : undefined;
  if (only !== undefined) {
    return draftOf(message, { text: only.text, line: tagged(message, lineOf(message, only)) });
  }
  const lines = group.map((piece) => {
    const concat = piece.concat ? ";draft/multiline-concat" : "";
    return `@batch=${reference}${concat} ${lineOf(message, piece)}`;
  });
  const opening = formatMessage({
    command: "BATCH",
    params: [`+${reference}`, "draft/multiline", message.target],
  });
  return draftOf(message, {
    text: group.map(({ text, concat }, index) => (index > 0 && !concat ? "\n" : "") + text)
      .join(""),
    line: [tagged(message, opening), ...lines, `BATCH -${reference}`].join("\r\n"),
  });
}
