import type { Address } from "../../protocol/address.ts";

/** One open connection to a server: TCP, TLS or a WebSocket. */
export interface Connection {
  /** Our port, from which a guest's nickname is made; undefined in a browser. */
  readonly localPort: number | undefined;
  /** The received bytes, in chunks cut anywhere; ends when the server closes the connection. */
  readonly incoming: AsyncIterable<Uint8Array>;
  write(bytes: Uint8Array): Promise<void>;
  close(): void;
}

/** Opens a connection, or throws an Error whose message says why it cannot. */
export type Connect = () => Promise<Connection>;

/** The address of a server, as a person wrote it. */
export interface ServerAddress extends Address {
  readonly tls: boolean;
}
