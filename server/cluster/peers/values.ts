/** Values that nodes send each other as JSON, which are checked before they are used. */

/** Bytes of a message; a larger one is ignored. */
const MAX_MESSAGE_BYTES = 256 * 1024;
/** UTF-16 units of a key: an account with an address, or the id of a user. */
const MAX_KEY = 512;

/** An object whose fields are not checked yet. */
export type Table = Readonly<Record<string, unknown>>;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Writes a value as JSON. */
export function encode(value: object): Uint8Array {
  return encoder.encode(JSON.stringify(value));
}

/** Reads an object; undefined if the data is none, or too large. */
export function decodeTable(data: Uint8Array): Table | undefined {
  if (data.length > MAX_MESSAGE_BYTES) return undefined;
  try {
    const value: unknown = JSON.parse(decoder.decode(data));
    return isTable(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a value is an object with fields. */
export function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is a text that is short enough for a key. */
export function isKey(value: unknown): value is string {
  return typeof value === "string" && value.length <= MAX_KEY;
}

/** Whether a value is a number from 0 to another. */
export function isNumber(value: unknown, max: number): value is number {
  return typeof value === "number" && value >= 0 && value <= max;
}
