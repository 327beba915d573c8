import type { Session } from "../../session/session.ts";
import { MAX_CHANNELS_PER_COMMAND } from "../command_limits.ts";

/** The channels of a comma-separated list; answers with 407 if there are too many. */
export function splitChannels(session: Session, names: string): string[] {
  const channels = names.split(",");
  const beyond = channels[MAX_CHANNELS_PER_COMMAND];
  if (beyond !== undefined) session.numeric("ERR_TOOMANYTARGETS", [beyond]);
  return channels.slice(0, MAX_CHANNELS_PER_COMMAND);
}
