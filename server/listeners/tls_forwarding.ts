/**
 * TLS for runtimes whose TLSSocket cannot be the server's end of a connection.
 *
 * Deno.listenTls listens on a port of this machine alone, and each connection is forwarded to it.
 * Closing the outer connection frees its descriptor at any time, and ends the inner one.
 */

import { messageOf } from "../../protocol/errors.ts";
import { type Transport, writeAll } from "../io/transport.ts";
import {
  type Certificate,
  HANDSHAKE_ENDED,
  HANDSHAKE_FAILED,
  type ListenAddress,
  type Listener,
  type ListenerHost,
} from "./listener.ts";
import { closeQuietly, listenTcp, tcpTransport } from "./tcp.ts";

/** Bytes that are forwarded at once. */
const FORWARDED_BYTES = 16 * 1024;

/**
 * Descriptors of a connection: its own, both ends of the inner one, and one for inner ends that are
 * closed a moment later than theirs.
 */
const DESCRIPTORS = 4;

/** Options for {@linkcode listenTlsByForwarding}. */
export interface ForwardingOptions extends ListenerHost {
  readonly certificate: Certificate;
  /** Throws if the certificate cannot be used. */
  readonly check: (certificate: Certificate) => void;
}

/** Listens for TLS. Throws what Deno.listen and Deno.listenTls throw. */
export function listenTlsByForwarding(
  address: ListenAddress,
  { certificate, check, ...options }: ForwardingOptions,
): Listener {
  const tcp = listenTcp(address, options);
  let inner = new InnerListener(certificate);
  return {
    ...tcp,
    kind: "ircs",
    run: (accept) =>
      tcp.run((connection) => void forward(connection, { ...options, inner, accept })),
    renew(next) {
      check(next);
      inner.close();
      inner = new InnerListener(next);
    },
    close() {
      tcp.close();
      inner.close();
    },
  };
}

/** The listener of TLS, which only this process uses. */
class InnerListener {
  readonly #listener: Deno.TlsListener;
  #connecting: Promise<unknown> = Promise.resolve();

  constructor(certificate: Certificate) {
    this.#listener = Deno.listenTls({ hostname: "127.0.0.1", port: 0, ...certificate });
  }

  /** Makes a connection to it and returns both ends, one connection after the other. */
  connect(): Promise<{ near: Deno.TcpConn; far: Deno.TlsConn }> {
    const connected = this.#connecting.then(() => this.#connect());
    this.#connecting = connected.catch(() => {});
    return connected;
  }

  close(): void {
    closeQuietly(this.#listener);
  }

  async #connect(): Promise<{ near: Deno.TcpConn; far: Deno.TlsConn }> {
    const { hostname, port } = this.#listener.addr;
    const near = await Deno.connect({ hostname, port });
    try {
      for (;;) {
        const far = await this.#listener.accept();
        if (far.remoteAddr.port === near.localAddr.port) return { near, far };
        // Another program of this machine has connected.
        closeQuietly(far);
      }
    } catch (error) {
      closeQuietly(near);
      throw error;
    }
  }
}

/** Forwards a connection to the inner listener and accepts it when its handshake has ended. */
async function forward(
  outer: Transport,
  { pending, handshakeTimeout, report, inner, accept }: ListenerHost & {
    readonly inner: InnerListener;
    readonly accept: (transport: Transport) => void;
  },
): Promise<void> {
  const { remoteAddress: address } = outer;
  let ended: string | undefined;
  const end = (why: string) => {
    ended ??= why;
    outer.close();
  };
  const socket = pending.addHandshake(address, {
    end: () => end(HANDSHAKE_ENDED.tooMany),
    descriptors: DESCRIPTORS,
  });
  const timer = setTimeout(() => end(HANDSHAKE_ENDED.tooSlow), handshakeTimeout());
  try {
    const { near, far } = await inner.connect();
    void exchange(outer, tcpTransport(near));
    await far.handshake().catch((error) => {
      closeQuietly(far);
      throw error;
    });
    socket.release();
    accept(secureTransport(far, outer));
  } catch (error) {
    outer.close();
    void outer.released.then(socket.release);
    report(HANDSHAKE_FAILED, { address, why: ended ?? messageOf(error) });
  } finally {
    clearTimeout(timer);
  }
}

/** Copies bytes in both directions; closes both connections when both directions have ended. */
async function exchange(one: Transport, other: Transport): Promise<void> {
  await Promise.all([copy(one, other), copy(other, one)]);
  one.close();
  other.close();
}

async function copy(from: Transport, to: Transport): Promise<void> {
  try {
    const buffer = new Uint8Array(FORWARDED_BYTES);
    for (;;) {
      const count = await from.read(buffer);
      if (count === null) break;
      await writeAll(to, buffer.subarray(0, count));
    }
    to.closeWrite();
  } catch {
    from.close();
    to.close();
  }
}

/** The transport of the inner connection; its address and its descriptor are those of the outer one. */
function secureTransport(far: Deno.TlsConn, outer: Transport): Transport {
  return {
    remoteAddress: outer.remoteAddress,
    secure: true,
    framing: "crlf",
    released: outer.released,
    read: (buffer) => far.read(buffer),
    write: (bytes) => far.write(bytes),
    closeWrite: () => void far.closeWrite().catch(() => {}),
    close() {
      closeQuietly(far);
      outer.close();
    },
  };
}
