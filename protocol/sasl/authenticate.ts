/**
 * The parameters of AUTHENTICATE: one SASL message in base64, divided into pieces.
 *
 * IRCv3, "SASL 3.1: The AUTHENTICATE command".
 */

import { type Bytes, fromBase64, NO_BYTES, toBase64 } from "./bytes.ts";

/** The maximum length of a parameter; after a piece of this length another one follows. */
export const AUTHENTICATE_PIECE_BYTES = 400;
/** The maximum length of an accepted SASL message, before base64. */
export const MAX_SASL_MESSAGE_BYTES = 4096;

const BASE64_GROUP_BYTES = 3;
const BASE64_GROUP_LENGTH = 4;

/** Returns the parameters of the AUTHENTICATE commands that send one SASL message. */
export function encodeAuthenticate(message: Uint8Array): string[] {
  const text = toBase64(message);
  const pieces: string[] = [];
  for (let from = 0; from < text.length; from += AUTHENTICATE_PIECE_BYTES) {
    pieces.push(text.slice(from, from + AUTHENTICATE_PIECE_BYTES));
  }
  if (text.length % AUTHENTICATE_PIECE_BYTES === 0) pieces.push("+");
  return pieces;
}

/** The result of one piece: the whole message, a request for the next piece, or a refusal. */
export type AuthenticateResult = Bytes | "more" | "too-long" | "invalid";

/** Joins the pieces of SASL messages, one message after the other. */
export class AuthenticateDecoder {
  readonly #maxLength: number;
  #text = "";

  /** @param maxBytes the maximum length of a message, before base64. */
  constructor(maxBytes: number = MAX_SASL_MESSAGE_BYTES) {
    this.#maxLength = Math.ceil(maxBytes / BASE64_GROUP_BYTES) * BASE64_GROUP_LENGTH;
  }

  /** Takes the parameter of one AUTHENTICATE. A refusal discards the message. Never throws. */
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
