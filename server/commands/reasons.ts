import { truncateUtf8 } from "../../protocol/lines.ts";
import type { Server } from "../server.ts";

/** A reason for a QUIT, KICK and the like, cut to the server's limit. */
export function cutReason({ options }: Server, reason: string): string {
  return truncateUtf8(reason, options.limits.kickLength);
}

/** A reason as in {@linkcode cutReason}; undefined if it is missing or empty. */
export function optionalReason(server: Server, reason: string | undefined): string | undefined {
  return reason === undefined || reason === "" ? undefined : cutReason(server, reason);
}
