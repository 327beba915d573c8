import type { Transport } from "./transport.ts";

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
  renew?(certificate: Certificate): Promise<void>;
  /** Refuses new connections with an answer until it is closed. Absent if it has no such answer. */
  drain?(): void;
  close(): void;
}

/** A certificate chain and its private key, in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** How long accepting pauses when the system has no free socket, in milliseconds. */
const ACCEPT_PAUSE_MS = 100;

/** Listens for plain TCP. Throws what Deno.listen throws. */
export function listenTcp(host: string, port: number): Listener {
  return listenerOf(Deno.listen({ hostname: host, port }), "irc");
}

/** Listens for TLS with a certificate and its key in PEM. Throws what Deno.listenTls throws. */
export function listenTls(
  { host, port }: { host: string; port: number },
  certificate: Certificate,
): Listener {
  return listenerOf(Deno.listenTls({ hostname: host, port, ...certificate }), "ircs");
}

function listenerOf(
  first: Deno.TcpListener | Deno.TlsListener,
  kind: Listener["kind"],
): Listener {
  const { hostname, port } = first.addr;
  let listener = first;
  let accepting: Promise<unknown> = Promise.resolve();
  let renewing: Promise<void> | undefined;
  let open = true;
  const listenAgain = async (certificate: Certificate) => {
    shut(listener);
    // The port is free when the pending accept has ended.
    await accepting.catch(() => {});
    if (open) listener = Deno.listenTls({ hostname, port, ...certificate });
  };
  const renew = async (certificate: Certificate) => {
    // Tried on another port first, so that a bad certificate does not close the listener.
    Deno.listenTls({ hostname, port: 0, ...certificate }).close();
    await renewing?.catch(() => {});
    renewing = listenAgain(certificate);
    try {
      await renewing;
    } finally {
      renewing = undefined;
    }
  };
  return {
    host: hostname,
    port,
    kind,
    async run(accept) {
      while (open) {
        const next = listener.accept();
        accepting = next;
        try {
          accept(transportOf(await next, kind === "ircs"));
        } catch {
          if (renewing !== undefined) await renewing.catch(() => {});
          else if (open) await new Promise((resolve) => setTimeout(resolve, ACCEPT_PAUSE_MS));
        }
      }
    },
    ...(kind === "ircs" && { renew }),
    close() {
      open = false;
      shut(listener);
    },
  };
}

function shut(listener: Deno.Listener): void {
  try {
    listener.close();
  } catch {
    // It is closed already.
  }
}

function transportOf(conn: Deno.TcpConn | Deno.TlsConn, secure: boolean): Transport {
  try {
    if ("setNoDelay" in conn) conn.setNoDelay(true);
  } catch {
    // Some systems refuse it if the peer has hung up; the first read reports that.
  }
  return {
    remoteAddress: conn.remoteAddr.hostname,
    secure,
    framing: "crlf",
    read: (buffer) => conn.read(buffer),
    write: (bytes) => conn.write(bytes),
    closeWrite: () => void conn.closeWrite().catch(() => {}),
    close() {
      try {
        conn.close();
      } catch {
        // The runtime closes the connection itself when the peer resets it.
      }
    },
  };
}
