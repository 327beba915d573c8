/** The frames that carry a server's WebSocket messages. RFC 6455 section 5.2. */

/** Bytes of the longest header that a server sends: a server's frames have no mask. */
export const MAX_HEADER_BYTES = 10;
/** The last fragment, which is the whole message here. */
const FIN = 0x80;
const OPCODES = { text: 0x1, binary: 0x2 } as const;
/** The longest payload whose length fits the second byte of the header. */
const MAX_SHORT_LENGTH = 125;
/** The longest payload whose length fits two more bytes. */
const MAX_MEDIUM_LENGTH = 0xffff;
/** What the second byte says if the length follows in two or in eight bytes. */
const MEDIUM_LENGTH = 126;
const LONG_LENGTH = 127;

/** Bytes of the header of a message. */
export function headerBytes(length: number): number {
  if (length <= MAX_SHORT_LENGTH) return 2;
  return length <= MAX_MEDIUM_LENGTH ? 4 : MAX_HEADER_BYTES;
}

/** Writes the header of a message of `length` bytes. */
export function writeHeader(
  bytes: Uint8Array<ArrayBuffer>,
  { at, framing, length }: { at: number; framing: "text" | "binary"; length: number },
): void {
  bytes[at] = FIN | OPCODES[framing];
  if (length <= MAX_SHORT_LENGTH) {
    bytes[at + 1] = length;
  } else if (length <= MAX_MEDIUM_LENGTH) {
    bytes[at + 1] = MEDIUM_LENGTH;
    bytes[at + 2] = length >> 8;
    bytes[at + 3] = length & 0xff;
  } else {
    bytes[at + 1] = LONG_LENGTH;
    new DataView(bytes.buffer).setBigUint64(at + 2, BigInt(length));
  }
}
