import type { Transport } from "./transport.ts";

/** A place where connections come in. */
export interface Listener {
  readonly host: string;
  readonly port: number;
  readonly kind: "irc" | "ircs";
  /** Hands over each connection; resolves when the listener is closed. */
  run(accept: (transport: Transport) => void): Promise<void>;
  /**
   * Takes another certificate for the connections to come. Throws what Deno.listenTls throws;
   * for one that cannot be used, goes on with the one it has. Absent where there is no TLS.
   */
  renew?(certificate: Certificate): Promise<void>;
  close(): void;
}

/** A certificate chain and its private key, in PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** How long accepting pauses when the system has no room for another socket, in milliseconds. */
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
    // The port is free once the accept that waits has come to its end.
    await accepting.catch(() => {});
    if (open) listener = Deno.listenTls({ hostname, port, ...certificate });
  };
  const renew = async (certificate: Certificate) => {
    // A certificate that cannot be used must not cost the listener there is.
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
    // It is closed.
  }
}

function transportOf(conn: Deno.TcpConn | Deno.TlsConn, secure: boolean): Transport {
  try {
    if ("setNoDelay" in conn) conn.setNoDelay(true);
  } catch {
    // Some systems refuse it where the peer has hung up already: the first read will tell.
  }
  return {
    remoteAddress: conn.remoteAddr.hostname,
    secure,
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
