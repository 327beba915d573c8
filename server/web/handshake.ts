import { createHash } from "node:crypto";
import { type HttpRequest, tokensOf } from "./http_request.ts";
import { type HttpResponse, textResponse } from "./http_response.ts";

/** The value that shows the client that the server knows WebSockets. RFC 6455 section 1.3. */
const ACCEPT_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const VERSION = "13";
/** 16 bytes in base64. */
const KEY = /^[A-Za-z0-9+/]{22}==$/;

/** The subprotocols of IRC and the type of their messages. IRCv3, "WebSocket support". */
const SUBPROTOCOLS: ReadonlyMap<string, "text" | "binary"> = new Map([
  ["text.ircv3.net", "text"],
  ["binary.ircv3.net", "binary"],
]);

/** What was agreed on for a WebSocket. */
export interface Agreement {
  /** The answer that opens it. */
  readonly response: HttpResponse;
  /** The type of the messages that the server sends; clients may send either. */
  readonly framing: "text" | "binary";
}

/** Whether a request is one for a WebSocket, whatever its other headers say. */
export function asksForWebSocket({ method, headers, version }: HttpRequest): boolean {
  return method === "GET" && version === "1.1" &&
    tokensOf(headers.get("upgrade")).includes("websocket") &&
    tokensOf(headers.get("connection")).includes("upgrade");
}

/**
 * Agrees on a WebSocket or answers why not. Without a subprotocol in common the server sends text,
 * as clients from before the specification expect. RFC 6455 section 4.2.
 */
export function agree(request: HttpRequest): Agreement | HttpResponse {
  const { headers } = request;
  const key = headers.get("sec-websocket-key") ?? "";
  if (!asksForWebSocket(request)) {
    const text = "This is the address for IRC over WebSocket";
    return textResponse(426, { text, headers: { upgrade: "websocket" } });
  }
  if (headers.get("sec-websocket-version") !== VERSION) {
    const text = `Version ${VERSION} of WebSocket is expected`;
    return textResponse(426, { text, headers: { "sec-websocket-version": VERSION } });
  }
  if (!KEY.test(key)) return textResponse(400, { text: "Sec-WebSocket-Key is wrong" });
  const offered = headers.get("sec-websocket-protocol")?.split(",").map((word) => word.trim()) ??
    [];
  const agreed = offered.find((name) => SUBPROTOCOLS.has(name));
  const framing = SUBPROTOCOLS.get(agreed ?? "") ?? "text";
  const response: HttpResponse = {
    status: 101,
    headers: {
      upgrade: "websocket",
      connection: "Upgrade",
      "sec-websocket-accept": createHash("sha1").update(key + ACCEPT_GUID).digest("base64"),
      ...(agreed !== undefined && { "sec-websocket-protocol": agreed }),
    },
  };
  return { response, framing };
}
