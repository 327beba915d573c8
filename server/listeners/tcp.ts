import type { Transport } from "../io/transport.ts";
import type { ListenAddress, Listener, ListenerHost } from "./listener.ts";
import { messageOf } from "../../protocol/errors.ts";

/** How long accepting pauses when the system has no free descriptor, in milliseconds. */
const ACCEPT_PAUSE_MS = 100;

/** Listens for plain TCP. Throws what Deno.listen throws. */
export function listenTcp({ host, port }: ListenAddress, options: ListenerHost): Listener {
  const listener = Deno.listen({ hostname: host, port });
  let open = true;
  return {
    host: listener.addr.hostname,
    port: listener.addr.port,
    kind: "irc",
    async run(accept) {
      await acceptAll(listener, {
        isOpen: () => open,
        options,
        accept: (conn) => accept(tcpTransport(conn)),
      });
    },
    close() {
      open = false;
      closeQuietly(listener);
    },
  };
}

/** Accepts connections until the listener is closed, each of an address that may have more. */
export async function acceptAll(
  listener: Deno.TcpListener,
  { isOpen, options: { pending, report }, accept }: {
    readonly isOpen: () => boolean;
    readonly options: ListenerHost;
    readonly accept: (conn: Deno.TcpConn) => void;
  },
): Promise<void> {
  while (isOpen()) {
    try {
      const conn = await listener.accept();
      if (pending.isFull(conn.remoteAddr.hostname)) conn.close();
      else accept(conn);
    } catch (error) {
      if (!isOpen()) return;
      report("Cannot accept a connection", { why: messageOf(error) });
      await new Promise((resolve) => setTimeout(resolve, ACCEPT_PAUSE_MS));
    }
  }
}

/** Closes a listener or a connection that may be closed already, also by the runtime. */
export function closeQuietly(resource: { close(): void }): void {
  try {
    resource.close();
  } catch {
    // It is closed already: the runtime closes a connection itself when the peer resets it.
  }
}

/** The transport of a TCP connection. */
export function tcpTransport(conn: Deno.TcpConn): Transport {
  try {
    conn.setNoDelay(true);
  } catch {
    // Some systems refuse it if the peer has hung up; the first read reports that.
  }
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  let writing: Promise<number> | undefined;
  return {
    remoteAddress: conn.remoteAddr.hostname,
    secure: false,
    framing: "crlf",
    released,
    read: (buffer) => conn.read(buffer),
    write: (bytes) => writing = conn.write(bytes),
    closeWrite: () => void conn.closeWrite().catch(() => {}),
    close() {
      closeQuietly(conn);
      // Some versions of the runtime keep the descriptor while a write waits for the peer.
      if (writing === undefined) release();
      else writing.then(() => release(), () => release());
    },
  };
}
