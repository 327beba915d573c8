import type { Transport } from "../io/transport.ts";
import { THIS_MACHINE } from "../io/address_ranges.ts";
import type { ListenerKind, ServerOptions } from "../options/mod.ts";

/** What a requirement depends on. */
type Peer = Pick<Transport, "framing" | "secure" | "remoteAddress">;

/** Whether a connection is refused because it does not use TLS. */
export function lacksTls({ access }: ServerOptions, { secure, remoteAddress }: Peer): boolean {
  return access.requireTls && !secure && !THIS_MACHINE.has(remoteAddress);
}

/** Whether people who connect in this way have to log in to enter. */
export function needsAccount({ accounts, access }: ServerOptions, peer: Peer): boolean {
  return accounts.mode === "required" || access.requireAccount.includes(kindOf(peer));
}

function kindOf({ framing, secure }: Peer): ListenerKind {
  if (framing !== "crlf") return "web";
  return secure ? "tls" : "plain";
}
