import { messageOf } from "../../protocol/errors.ts";
import { unmapped } from "../io/network_prefix.ts";
import type { Transport } from "../io/transport.ts";
import type { ListenAddress, Listener, ListenerHost } from "./listener.ts";
import { type ProxiedPeer, readProxyHeader } from "./proxy_header.ts";

/** How long accepting pauses when the system has no free descriptor, in milliseconds. */
const ACCEPT_PAUSE_MS = 100;
/**
 * Connections that a listener accepts before the runtime looks what else has come. Those who have
 * just connected send lines that take time, so more would keep others waiting.
 */
const ACCEPTED_AT_ONCE = 16;
/** Connections that may wait to be accepted; the system lowers it to its own limit. */
const BACKLOG = 65_535;
/** Why an address may not connect again so soon. */
const TOO_FAST = "Too many connections in a minute from your address";
const REFUSAL = new TextEncoder().encode(`ERROR :${TOO_FAST}\r\n`);

/** Listens for plain TCP. Throws what Deno.listen throws. */
export function listenTcp({ host, port }: ListenAddress, options: ListenerHost): Listener {
  const listener = Deno.listen({ hostname: host, port, tcpBacklog: BACKLOG });
  let open = true;
  return {
    host: listener.addr.hostname,
    port: listener.addr.port,
    kind: "irc",
    async run(accept) {
      await acceptAll(listener, { isOpen: () => open, options, accept });
    },
    close() {
      open = false;
      closeQuietly(listener);
    },
  };
}

/**
 * Accepts connections until the listener is closed, each of an address that may have more. Those of
 * a proxy are accepted with the address of its client.
 */
async function acceptAll(
  listener: Deno.TcpListener,
  { isOpen, options, accept }: {
    readonly isOpen: () => boolean;
    readonly options: ListenerHost;
    readonly accept: (transport: Transport) => void;
  },
): Promise<void> {
  const { isProxy, report } = options;
  for (let accepted = 1; isOpen(); accepted++) {
    try {
      const conn = await listener.accept();
      const hostname = unmapped(conn.remoteAddr.hostname);
      if (isProxy(hostname)) void acceptFromProxy(conn, options).then((it) => it && accept(it));
      else if (admits(hostname, options)) accept(tcpTransport(conn));
      else refuse(conn);
      // Only a timer lets the runtime ask the system for sockets that have become ready.
      if (accepted % ACCEPTED_AT_ONCE === 0) await pause(0);
    } catch (error) {
      if (!isOpen()) return;
      report("Cannot accept a connection", { why: messageOf(error) });
      await pause(ACCEPT_PAUSE_MS);
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Whether an address may have another connection. */
function admits(address: string, { pending, mayConnect, report }: ListenerHost): boolean {
  if (pending.isFull(address)) return false;
  if (mayConnect(address)) return true;
  report("Refused a connection", { address, why: TOO_FAST });
  return false;
}

/** Closes a connection with a reason, before it costs more than that. */
function refuse(conn: Deno.TcpConn): void {
  conn.write(REFUSAL).catch(() => {}).finally(() => closeQuietly(conn));
}

/** Reads the header of a proxy; resolves to its client's connection, or undefined after closing it. */
async function acceptFromProxy(
  conn: Deno.TcpConn,
  host: ListenerHost,
): Promise<Transport | undefined> {
  const { pending, handshakeTimeout, report } = host;
  const hostname = unmapped(conn.remoteAddr.hostname);
  const end = () => closeQuietly(conn);
  const socket = pending.addHandshake(hostname, { end });
  const timer = setTimeout(end, handshakeTimeout());
  try {
    const peer = await readProxyHeader(conn);
    const transport = tcpTransport(conn, peer);
    if (admits(transport.remoteAddress, host)) return transport;
    return void refuse(conn);
  } catch (error) {
    report("A proxy did not say whose connection it is", {
      address: hostname,
      why: messageOf(error),
    });
  } finally {
    clearTimeout(timer);
    socket.release();
  }
  end();
}

/** Closes a listener or a connection that may be closed already, also by the runtime. */
export function closeQuietly(resource: { close(): void }): void {
  try {
    resource.close();
  } catch {
    // It is closed already: the runtime closes a connection itself when the peer resets it.
  }
}

/** The transport of a TCP connection, of a proxy's client if there is one. */
export function tcpTransport(
  conn: Deno.TcpConn,
  { address, secure }: Exclude<ProxiedPeer, undefined> = {
    address: unmapped(conn.remoteAddr.hostname),
    secure: false,
  },
): Transport {
  try {
    conn.setNoDelay(true);
  } catch {
    // Some systems refuse it if the peer has hung up; the first read reports that.
  }
  return new TcpTransport(conn, { address, secure });
}

/** A class, since an object with functions of its own would need half a kilobyte more. */
class TcpTransport implements Transport {
  readonly remoteAddress: string;
  readonly secure: boolean;
  readonly framing = "crlf";
  readonly #conn: Deno.TcpConn;
  #writing: Promise<number> | undefined;
  #released: PromiseWithResolvers<void> | undefined;

  constructor(conn: Deno.TcpConn, { address, secure }: { address: string; secure: boolean }) {
    this.#conn = conn;
    this.remoteAddress = address;
    this.secure = secure;
  }

  get released(): Promise<void> {
    return this.#release.promise;
  }

  read(buffer: Uint8Array): Promise<number | null> {
    return this.#conn.read(buffer);
  }

  write(bytes: Uint8Array): Promise<number> {
    return this.#writing = this.#conn.write(bytes);
  }

  closeWrite(): void {
    this.#conn.closeWrite().catch(() => {});
  }

  close(): void {
    closeQuietly(this.#conn);
    const { resolve } = this.#release;
    // Some versions of the runtime keep the descriptor while a write waits for the peer.
    if (this.#writing === undefined) resolve();
    else this.#writing.then(() => resolve(), () => resolve());
  }

  get #release(): PromiseWithResolvers<void> {
    return this.#released ??= Promise.withResolvers();
  }
}
