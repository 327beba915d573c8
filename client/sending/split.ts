import { truncateUtf8, utf8Length } from "../../protocol/lines.ts";

/** A piece ends after a space if one is among its last characters, so many of them. */
const MAX_SPACE_DISTANCE = 40;
/** The longest character of UTF-8. */
const MIN_PIECE_BYTES = 4;

/**
 * Cuts `text` into pieces of at most `maxBytes` bytes of UTF-8: after a space if one is near, and
 * never inside a character. The pieces joined are the text. Throws a RangeError if `maxBytes` is
 * too small for a character.
 */
export function splitText(text: string, maxBytes: number): string[] {
  if (maxBytes < MIN_PIECE_BYTES) {
    throw new RangeError(`Cannot split a text into pieces of ${maxBytes} bytes`);
  }
  const pieces: string[] = [];
  let rest = text;
  // Of a long text, only the first piece is measured: measuring the rest each time would take long.
  while (rest.length > maxBytes || utf8Length(rest) > maxBytes) {
    const piece = firstPiece(rest, maxBytes);
    pieces.push(piece);
    rest = rest.slice(piece.length);
  }
  if (rest !== "" || pieces.length === 0) pieces.push(rest);
  return pieces;
}

function firstPiece(text: string, maxBytes: number): string {
  const piece = truncateUtf8(text, maxBytes);
  if (piece === "") return firstCharacters(text, maxBytes);
  const space = piece.lastIndexOf(" ");
  const near = space > 0 && space >= piece.length - MAX_SPACE_DISTANCE;
  return near ? piece.slice(0, space + 1) : piece;
}

// A letter with more combining marks than fit into a piece is cut between two marks.
function firstCharacters(text: string, maxBytes: number): string {
  let piece = "";
  let bytes = 0;
  for (const character of text) {
    bytes += utf8Length(character);
    if (bytes > maxBytes) break;
    piece += character;
  }
  return piece;
}
