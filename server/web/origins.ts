/** Names of this machine, which no page from elsewhere can have. */
const LOCAL_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;
const LOCAL_ADDRESS = /^(?:127\.|::1$|::ffff:127\.)/i;

/** What decides whether a page may connect. */
export interface OriginCheck {
  /** The Origin header: `https://chat.example.org`. Programs other than browsers send none. */
  readonly origin: string | undefined;
  /** The Host header, with its port if that is not the usual one. */
  readonly host: string;
  /** Origins of other clients that the operator allows; `*` for all. */
  readonly allowed: readonly string[];
  /** The client's address. */
  readonly address: string;
}

/**
 * Whether the page of an origin may open a WebSocket, which browsers let every page try. RFC 6455
 * section 10.2.
 */
export function allowsOrigin({ origin, host, allowed, address }: OriginCheck): boolean {
  if (origin === undefined) return true;
  if (allowed.includes("*") || allowed.includes(origin.toLowerCase())) return true;
  const own = /^https?:\/\/([^/]+)$/i.exec(origin)?.[1];
  if (own === undefined || own.toLowerCase() !== host.toLowerCase()) return false;
  // A page from elsewhere can give its own name this machine's address (DNS rebinding). Then both
  // headers have that name, and the browser connects from this machine.
  return !LOCAL_ADDRESS.test(address) || LOCAL_HOST.test(host);
}
