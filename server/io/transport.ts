/** How lines become bytes: each with CR LF, or each as a WebSocket message of text or bytes. */
export type Framing = "crlf" | "text" | "binary";

/** A stream of lines to and from a peer: TCP, TLS, WebSocket, or a substitute in tests. */
export interface Transport {
  /** The peer's address, without its port. */
  readonly remoteAddress: string;
  readonly secure: boolean;
  /** How the bytes that are written hold their lines; bytes that are read always have CR LF. */
  readonly framing: Framing;
  /**
   * Resolves when the system has its descriptor back: after `close`, which the peer may delay in
   * some versions of the runtime.
   */
  readonly released: Promise<void>;
  /** Reads into the buffer; resolves to the number of bytes, or null at the end. */
  read(buffer: Uint8Array): Promise<number | null>;
  /** Writes some of the bytes; resolves to their number. */
  write(bytes: Uint8Array): Promise<number>;
  /** Ends the writing direction; the peer's bytes can still be read. */
  closeWrite(): void;
  /** Closes both directions; may be called twice. */
  close(): void;
}

/** The peer broke the rules of the transport; the text is the reason that others read. */
export class TransportError extends Error {
  override readonly name = "TransportError";
}

/** Writes all the bytes. */
export async function writeAll(transport: Transport, bytes: Uint8Array): Promise<void> {
  let rest = bytes;
  while (rest.length > 0) rest = rest.subarray(await transport.write(rest));
}
