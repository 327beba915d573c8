import type { Address } from "../../protocol/address.ts";

/** One open connection to a server, whatever carries it: TCP, TLS or a WebSocket. */
export interface Connection {
  /** Our own port, of which a guest's name is made; unknown in a browser. */
  readonly localPort: number | undefined;
  /** What comes, in chunks cut anywhere; ends when the other side closes. */
  readonly incoming: AsyncIterable<Uint8Array>;
  write(bytes: Uint8Array): Promise<void>;
  close(): void;
}

/** Opens a connection or throws an Error whose message says why it could not. */
export type Connect = () => Promise<Connection>;

/** Where to connect, as a person wrote it. */
export interface ServerAddress extends Address {
  readonly tls: boolean;
}
