import type { Channel, StatusMode } from "../../network/state.ts";
import { hasStatus, maySee } from "../../permissions/channels.ts";
import type { UserContext } from "../context.ts";

/** The room of a name, as far as the user knows of it; otherwise says that there is none (403). */
export function knownChannel(
  { server, session, user }: UserContext,
  name: string,
): Channel | undefined {
  const channel = server.network.channel(name);
  if (channel !== undefined && maySee(channel, user)) return channel;
  session.numeric("ERR_NOSUCHCHANNEL", [name]);
}

/**
 * The room of a name, where the user is in it and has at least this status; otherwise says
 * what is in the way (403, 442 or 482).
 */
export function ownChannel(
  context: UserContext,
  name: string,
  status?: StatusMode,
): Channel | undefined {
  const { session, user } = context;
  const channel = knownChannel(context, name);
  if (channel === undefined) return undefined;
  if (!channel.members.has(user.id)) {
    session.numeric("ERR_NOTONCHANNEL", [channel.name]);
  } else if (status !== undefined && !hasStatus(channel, user, status)) {
    session.numeric("ERR_CHANOPRIVSNEEDED", [channel.name]);
  } else {
    return channel;
  }
}
