/**
 * The parameters of AUTHENTICATE: a SASL message as base64 in pieces.
 *
 * IRCv3, "SASL 3.1: The AUTHENTICATE command".
 */

import { type Bytes, fromBase64, NO_BYTES, toBase64 } from "./bytes.ts";

/** The longest parameter; a piece of this length says that another follows. */
export const AUTHENTICATE_PIECE_BYTES = 400;
/** The longest SASL message that is taken, before it is written as base64. */
export const MAX_SASL_MESSAGE_BYTES = 4096;

const BASE64_GROUP_BYTES = 3;
const BASE64_GROUP_LENGTH = 4;

/** Writes one SASL message as the parameters of one AUTHENTICATE after the other. */
export function encodeAuthenticate(message: Uint8Array): string[] {
  const text = toBase64(message);
  const pieces: string[] = [];
  for (let from = 0; from < text.length; from += AUTHENTICATE_PIECE_BYTES) {
    pieces.push(text.slice(from, from + AUTHENTICATE_PIECE_BYTES));
  }
  if (text.length % AUTHENTICATE_PIECE_BYTES === 0) pieces.push("+");
  return pieces;
}

/** What a piece came to: the whole message, a wait for the next piece, or a refusal. */
export type AuthenticateResult = Bytes | "more" | "too-long" | "invalid";

/** Puts the pieces of SASL messages together again, one message after the other. */
export class AuthenticateDecoder {
  readonly #maxLength: number;
  #text = "";

  /** @param maxBytes the longest message that is taken, before base64. */
  constructor(maxBytes: number = MAX_SASL_MESSAGE_BYTES) {
    this.#maxLength = Math.ceil(maxBytes / BASE64_GROUP_BYTES) * BASE64_GROUP_LENGTH;
  }

  /** Takes the parameter of one AUTHENTICATE; after a refusal it begins anew. Never throws. */
  push(piece: string): AuthenticateResult {
    const text = this.#text + (piece === "+" ? "" : piece);
    this.#text = "";
    if (piece.length > AUTHENTICATE_PIECE_BYTES || text.length > this.#maxLength) return "too-long";
    if (piece.length === AUTHENTICATE_PIECE_BYTES) {
      this.#text = text;
      return "more";
    }
    return text === "" ? NO_BYTES : fromBase64(text) ?? "invalid";
  }
}
