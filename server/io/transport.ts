/** A stream of bytes with a peer at its other end: TCP, TLS, or what behaves the same. */
export interface Transport {
  /** The peer's address, without its port. */
  readonly remoteAddress: string;
  readonly secure: boolean;
  /** Fills a part of the buffer; resolves to the number of bytes, or null at the end. */
  read(buffer: Uint8Array): Promise<number | null>;
  /** Writes some of the bytes; resolves to how many. */
  write(bytes: Uint8Array): Promise<number>;
  /** Says that nothing more will be written; what the peer still sends can be read. */
  closeWrite(): void;
  /** Closes both directions; may be called twice. */
  close(): void;
}
