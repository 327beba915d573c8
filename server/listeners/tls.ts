import { createSecureContext, type SecureContext, Server } from "node:tls";
import { messageOf } from "../../protocol/errors.ts";
import type { Transport } from "../io/transport.ts";
import {
  type Certificate,
  HANDSHAKE_ENDED,
  HANDSHAKE_FAILED,
  type ListenAddress,
  type Listener,
  type ListenerHost,
} from "./listener.ts";
import { listenTcp } from "./tcp.ts";
import { listenTlsByForwarding } from "./tls_forwarding.ts";
import { tlsSocketOf, TlsTransport } from "./tls_socket.ts";

/** Whether the runtime's TLSSocket can be the server's end of a connection: Deno 2.7.12 and later. */
const HAS_SERVER_SOCKETS = "setSecureContext" in Server.prototype;

/** Options for {@linkcode listenTls}. */
export interface TlsListenOptions extends ListenerHost {
  readonly certificate: Certificate;
}

/**
 * Listens for TLS. Throws what Deno.listenTls throws.
 *
 * Deno.TlsConn is not used: its `close` does not free the descriptor before the handshake has ended,
 * nor while the peer does not read, so that a peer decides how long it stays open. Nor is node:net:
 * after the process had no free descriptor, its server accepts no more.
 */
export function listenTls(address: ListenAddress, options: TlsListenOptions): Listener {
  checkCertificate(options.certificate);
  return HAS_SERVER_SOCKETS
    ? listenTlsBySockets(address, options)
    : listenTlsByForwarding(address, { ...options, check: checkCertificate });
}

/** Throws what Deno.listenTls throws if it cannot use the certificate. */
function checkCertificate(certificate: Certificate): void {
  Deno.listenTls({ hostname: "127.0.0.1", port: 0, ...certificate }).close();
}

function listenTlsBySockets(
  address: ListenAddress,
  { certificate, ...options }: TlsListenOptions,
): Listener {
  let context = createSecureContext({ ...certificate });
  const tcp = listenTcp(address, options);
  return {
    ...tcp,
    kind: "ircs",
    run: (accept) => tcp.run((outer) => beginHandshake(outer, { ...options, context, accept })),
    renew(next) {
      checkCertificate(next);
      context = createSecureContext({ ...next });
    },
  };
}

/** Makes a connection one of TLS and accepts it when the handshake has ended, or closes it. */
function beginHandshake(
  outer: Transport,
  { pending, handshakeTimeout, report, context, accept }: ListenerHost & {
    readonly context: SecureContext;
    readonly accept: (transport: Transport) => void;
  },
): void {
  const { remoteAddress: address } = outer;
  const tls = tlsSocketOf(outer, context);
  let over = false;
  const fail = (why: string) => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    outer.close();
    tls.destroy();
    void outer.released.then(socket.release);
    report(HANDSHAKE_FAILED, { address, why });
  };
  const failed = (error: Error) => fail(messageOf(error));
  const hungUp = () => fail(HANDSHAKE_ENDED.hungUp);
  const socket = pending.addHandshake(address, { end: () => fail(HANDSHAKE_ENDED.tooMany) });
  const timer = setTimeout(() => fail(HANDSHAKE_ENDED.tooSlow), handshakeTimeout());
  tls.on("error", failed).on("_tlsError", failed).on("end", hungUp).on("close", hungUp);
  tls.once("secure", () => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    socket.release();
    tls.off("end", hungUp).off("close", hungUp);
    accept(new TlsTransport(outer, tls));
  });
}
