/** A stream of bytes to and from a peer: TCP, TLS, or a substitute in tests. */
export interface Transport {
  /** The peer's address, without its port. */
  readonly remoteAddress: string;
  readonly secure: boolean;
  /** Reads into the buffer; resolves to the number of bytes, or null at the end. */
  read(buffer: Uint8Array): Promise<number | null>;
  /** Writes some of the bytes; resolves to their number. */
  write(bytes: Uint8Array): Promise<number>;
  /** Ends the writing direction; the peer's bytes can still be read. */
  closeWrite(): void;
  /** Closes both directions; may be called twice. */
  close(): void;
}
