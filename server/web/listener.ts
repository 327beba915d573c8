import { networkPrefix } from "../io/network_prefix.ts";
import type { Listener } from "../listeners/listener.ts";
import type { Transport } from "../io/transport.ts";
import {
  type HttpOptions,
  type HttpTimeouts,
  serveConnection,
  type WebSettings,
} from "./http_connection.ts";
import type { PageFiles } from "./files.ts";

/** Connections that are no WebSockets; further ones are closed at once. */
const MAX_CONNECTIONS = 1_024;
/** Those of them from one address, unless it is a trusted proxy's. */
const MAX_CONNECTIONS_PER_ADDRESS = 64;

/** Options for {@linkcode listenWeb}. */
export interface WebListenerOptions {
  readonly files: PageFiles;
  /** The current settings, which REHASH replaces. */
  readonly settings: () => WebSettings;
  readonly timeouts?: HttpTimeouts;
}

/** Makes a listener of TCP or TLS one that serves the page and accepts WebSockets. */
export function listenWeb(
  inner: Listener,
  { files, settings, timeouts }: WebListenerOptions,
): Listener {
  let ready = true;
  /** Connections that are no WebSockets, or not yet, and where they are from. */
  const waiting = new Map<Transport, string>();
  const options: HttpOptions = { files, settings, timeouts, ready: () => ready };
  const admits = ({ remoteAddress }: Transport, prefix: string) => {
    if (waiting.size >= MAX_CONNECTIONS) return false;
    if (settings().trustedProxies.has(remoteAddress)) return true;
    let same = 0;
    for (const other of waiting.values()) if (other === prefix) same++;
    return same < MAX_CONNECTIONS_PER_ADDRESS;
  };
  return {
    ...inner,
    kind: inner.kind === "ircs" ? "https" : "http",
    run: (accept) =>
      inner.run((socket) => {
        const prefix = networkPrefix(socket.remoteAddress);
        if (!admits(socket, prefix)) return socket.close();
        waiting.set(socket, prefix);
        void serveConnection(socket, options).then((opened) => {
          waiting.delete(socket);
          if (opened === undefined) return;
          if (ready) accept(opened);
          else opened.close();
        });
      }),
    drain: () => ready = false,
    close() {
      ready = false;
      inner.close();
      for (const socket of waiting.keys()) socket.close();
    },
  };
}
