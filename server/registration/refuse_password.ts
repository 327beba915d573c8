import { networkPrefix } from "../io/network_prefix.ts";
import type { Server } from "../server.ts";
import type { Session } from "../session/session.ts";

/** Ends a session that does not give the server's password, and tells it why. */
export function refusePassword(
  { summedLog }: Server,
  session: Session,
  why?: string,
): void {
  const { address } = session;
  summedLog.warn("Wrong or missing server password", { address }, { kind: networkPrefix(address) });
  session.numeric("ERR_PASSWDMISMATCH", [], why);
  session.end(why ?? "Wrong or missing password");
}
