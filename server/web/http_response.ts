/** An answer to a request; its length and the headers of every answer are added. */
export interface HttpResponse {
  readonly status: keyof typeof REASONS;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

const REASONS = {
  101: "Switching Protocols",
  200: "OK",
  304: "Not Modified",
  400: "Bad Request",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  426: "Upgrade Required",
  431: "Request Header Fields Too Large",
  503: "Service Unavailable",
  505: "HTTP Version Not Supported",
} as const;

/** Statuses of answers without a body. */
const NO_BODY: readonly number[] = [101, 304];

/** The headers of every answer: the page loads its own files only and is in no frame. */
const SAFETY_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

const encoder = new TextEncoder();

/** An answer of one line of text. */
export function textResponse(
  status: HttpResponse["status"],
  { text, headers = {} }: { text: string; headers?: Readonly<Record<string, string>> },
): HttpResponse {
  const type = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
  return { status, headers: { ...type, ...headers }, body: encoder.encode(`${text}\n`) };
}

/** The bytes of an answer; without its body for HEAD. RFC 9112 section 4. */
export function encodeResponse(
  { status, headers = {}, body = new Uint8Array(0) }: HttpResponse,
  { withBody, keepAlive, now }: { withBody: boolean; keepAlive: boolean; now: number },
): Uint8Array {
  const lines = [`HTTP/1.1 ${status} ${REASONS[status]}`];
  const hasLength = !NO_BODY.includes(status);
  const all = {
    date: new Date(now).toUTCString(),
    ...SAFETY_HEADERS,
    ...headers,
    ...(hasLength && { "content-length": String(body.length) }),
    ...(status !== 101 && { connection: keepAlive ? "keep-alive" : "close" }),
  };
  for (const [name, value] of Object.entries(all)) lines.push(`${name}: ${value}`);
  const head = encoder.encode(`${lines.join("\r\n")}\r\n\r\n`);
  if (!withBody || !hasLength || body.length === 0) return head;
  const bytes = new Uint8Array(head.length + body.length);
  bytes.set(head);
  bytes.set(body, head.length);
  return bytes;
}
