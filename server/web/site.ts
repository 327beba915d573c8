import type { PageFiles } from "./files.ts";
import type { HttpRequest } from "./http_request.ts";
import { type HttpResponse, textResponse } from "./http_response.ts";

/** The path of IRC over WebSocket; the page connects to it relative to its own address. */
export const WEBSOCKET_PATH = "/irc";
const HEALTH_PATH = "/healthz";
const READ_METHODS: readonly string[] = ["GET", "HEAD"];

/** The answer for a page that was not built. */
const NOT_BUILT =
  "The page is not built. Run `deno task page` in the folder of the source and start the server again.";

/** Options for {@linkcode answer}. */
export interface Site {
  readonly files: PageFiles;
  /** Whether the server takes new connections. */
  readonly ready: () => boolean;
}

/** Answers a request for something other than a WebSocket. */
export function answer(request: HttpRequest, { files, ready }: Site): HttpResponse {
  if (!READ_METHODS.includes(request.method)) {
    const headers = { allow: READ_METHODS.join(", ") };
    return textResponse(405, { text: "Only GET and HEAD are possible", headers });
  }
  if (request.path === HEALTH_PATH) {
    return ready()
      ? textResponse(200, { text: "ready" })
      : textResponse(503, { text: "not ready" });
  }
  const file = files.get(request.path);
  if (file !== undefined) return file.answer(request);
  if (request.path === "/" && files.size === 0) return textResponse(503, { text: NOT_BUILT });
  return textResponse(404, { text: "There is nothing at this address" });
}
