import type { Transport } from "../io/transport.ts";
import type { PendingSockets } from "./pending_sockets.ts";

/** A socket that accepts connections. */
export interface Listener {
  readonly host: string;
  readonly port: number;
  readonly kind: "irc" | "ircs" | "http" | "https";
  /** Calls `accept` with each connection; resolves when the listener is closed. */
  run(accept: (transport: Transport) => void): Promise<void>;
  /**
   * Uses another certificate for new connections. Throws what Deno.listenTls throws and keeps the
   * old certificate if the new one cannot be used. Absent without TLS.
   */
  renew?(certificate: Certificate): void;
  /** Refuses new connections with an answer until it is closed. Absent if it has no such answer. */
  drain?(): void;
  close(): void;
}

/** A certificate chain and its private key, in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** An address to listen on. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** What a listener needs of its server. */
export interface ListenerHost {
  readonly pending: PendingSockets;
  /** Counts a connection from an address; returns whether it is not one too many in a minute. */
  readonly mayConnect: (address: string) => boolean;
  /** Proxies that begin each connection with the address of their client. */
  readonly isProxy: (address: string) => boolean;
  /** How long a TLS handshake or the header of a proxy may take, in milliseconds. */
  readonly handshakeTimeout: () => number;
  /** Tells the operator about a problem; many of one kind are summed up. */
  readonly report: (problem: string, fields: { address?: string; why: string }) => void;
}

/** What the operator reads about a client whose handshake fails. */
export const HANDSHAKE_FAILED = "A TLS handshake failed";
/** Why a handshake was ended, where it is no error of TLS. */
export const HANDSHAKE_ENDED = {
  tooSlow: "it took too long",
  tooMany: "there are too many at once",
  hungUp: "the client hung up",
} as const;
