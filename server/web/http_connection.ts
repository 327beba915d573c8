import { type Transport, writeAll } from "../io/transport.ts";
import type { AddressRanges } from "../io/address_ranges.ts";
import { findPeer } from "./forwarded.ts";
import { agree, asksForWebSocket } from "./handshake.ts";
import { type BadRequestStatus, type HttpRequest, RequestReader } from "./http_request.ts";
import { encodeResponse, type HttpResponse, textResponse } from "./http_response.ts";
import { linger } from "./linger.ts";
import { allowsOrigin } from "./origins.ts";
import { answer, type Site, WEBSOCKET_PATH } from "./site.ts";
import { WebSocketTransport } from "./websocket.ts";

/** How long a client may take, in milliseconds. */
export interface HttpTimeouts {
  /** To send a request, also an idle one for its next. */
  readonly request: number;
  /** To read an answer. */
  readonly answer: number;
}

const TIMEOUTS: HttpTimeouts = { request: 15_000, answer: 60_000 };

/** What the operator sets about browsers. */
export interface WebSettings {
  /** Origins of other clients that may connect; `*` for all. */
  readonly origins: readonly string[];
  /** Proxies whose word about the client's address is taken. */
  readonly trustedProxies: AddressRanges;
}

/** Options for {@linkcode serveConnection}. */
export interface HttpOptions extends Site {
  /** The current settings, which REHASH replaces. */
  readonly settings: () => WebSettings;
  readonly timeouts?: HttpTimeouts | undefined;
}

/**
 * Answers the requests of a connection until it ends or becomes a WebSocket, which is returned.
 * Never throws.
 */
export async function serveConnection(
  socket: Transport,
  options: HttpOptions,
): Promise<WebSocketTransport | undefined> {
  const { timeouts = TIMEOUTS } = options;
  try {
    const reader = new RequestReader(socket);
    for (;;) {
      const request = await withTimeout(socket, timeouts.request, () => reader.next());
      if (request === undefined) break;
      const result = respond(request, { socket, options });
      const { response } = result;
      const keepAlive = typeof request === "object" && request.keepAlive && options.ready();
      const withBody = typeof request !== "object" || request.method !== "HEAD";
      const bytes = encodeResponse(response, { withBody, keepAlive, now: Date.now() });
      await withTimeout(socket, timeouts.answer, () => writeAll(socket, bytes));
      if (result.open !== undefined) return result.open(reader.rest);
      if (keepAlive) continue;
      socket.closeWrite();
      await linger(socket);
      return undefined;
    }
  } catch {
    // The connection broke, or the client took too long.
  }
  socket.close();
  return undefined;
}

/** An answer, and what to do with the connection after it if it becomes a WebSocket. */
interface Result {
  readonly response: HttpResponse;
  readonly open?: (received: Uint8Array) => WebSocketTransport;
}

function respond(
  request: HttpRequest | BadRequestStatus,
  { socket, options }: { socket: Transport; options: HttpOptions },
): Result {
  if (typeof request === "number") {
    return { response: textResponse(request, { text: "The request cannot be read" }) };
  }
  if (!isForIrc(request)) return { response: answer(request, options) };
  if (!options.ready()) return { response: textResponse(503, { text: "not ready" }) };
  const { origins, trustedProxies } = options.settings();
  const { headers } = request;
  const direct = { address: socket.remoteAddress, secure: socket.secure };
  const peer = findPeer(direct, { headers, trusted: trustedProxies });
  if (peer === undefined) {
    const text = "Forwarded and X-Forwarded-For disagree: the proxy should set or remove both";
    return { response: textResponse(400, { text }) };
  }
  const origin = headers.get("origin");
  const host = headers.get("host") ?? "";
  if (!allowsOrigin({ origin, host, allowed: origins, address: peer.address })) {
    const text = `Pages of ${origin} may not connect; see [web] origins and trusted-proxies`;
    return { response: textResponse(403, { text }) };
  }
  const agreement = agree(request);
  if (!("framing" in agreement)) return { response: agreement };
  const { response, framing } = agreement;
  const { address: remoteAddress, secure } = peer;
  return {
    response,
    open: (received) =>
      new WebSocketTransport(socket, { remoteAddress, secure, framing, received }),
  };
}

/** Clients other than the page are often given no path. */
function isForIrc(request: HttpRequest): boolean {
  return request.path === WEBSOCKET_PATH || request.path === "/" && asksForWebSocket(request);
}

/** Does work on a socket, and closes the socket if that takes too long. */
async function withTimeout<T>(
  socket: Transport,
  milliseconds: number,
  work: () => Promise<T>,
): Promise<T> {
  const timer = setTimeout(() => socket.close(), milliseconds);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}
