import type { Transport } from "../transport.ts";

/** A place where connections come in. */
export interface Listener {
  readonly host: string;
  readonly port: number;
  readonly kind: "irc" | "ircs";
  /** Hands over each connection; resolves when the listener is closed. */
  run(accept: (transport: Transport) => void): Promise<void>;
  close(): void;
}

/** How long accepting pauses when the system has no room for another socket, in milliseconds. */
const ACCEPT_PAUSE_MS = 100;

/** Listens for plain TCP. Throws what Deno.listen throws. */
export function listenTcp(host: string, port: number): Listener {
  return listenerOf(Deno.listen({ hostname: host, port }), "irc");
}

/** Listens for TLS with a certificate and its key in PEM. Throws what Deno.listenTls throws. */
export function listenTls(
  address: { host: string; port: number },
  { cert, key }: { cert: string; key: string },
): Listener {
  const { host: hostname, port } = address;
  return listenerOf(Deno.listenTls({ hostname, port, cert, key }), "ircs");
}

function listenerOf(
  listener: Deno.TcpListener | Deno.TlsListener,
  kind: Listener["kind"],
): Listener {
  const { hostname, port } = listener.addr;
  let open = true;
  return {
    host: hostname,
    port,
    kind,
    async run(accept) {
      while (open) {
        try {
          accept(transportOf(await listener.accept(), kind === "ircs"));
        } catch {
          if (open) await new Promise((resolve) => setTimeout(resolve, ACCEPT_PAUSE_MS));
        }
      }
    },
    close() {
      open = false;
      listener.close();
    },
  };
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
