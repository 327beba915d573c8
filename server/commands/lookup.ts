import type { Channel, StatusMode, User } from "../network/state.ts";
import { hasStatus, maySee } from "../permissions/channels.ts";
import type { UserContext } from "./context.ts";

/** The user of a nickname; undefined, and answered with 401, if there is none. */
export function findUser({ server, session }: UserContext, nickname: string): User | undefined {
  const user = server.network.userByNickname(nickname);
  if (user === undefined) session.numeric("ERR_NOSUCHNICK", [nickname]);
  return user;
}

/** The channel of a name; undefined, and answered with 403, if the user may not see one. */
export function findChannel(
  { server, session, user }: UserContext,
  name: string,
): Channel | undefined {
  const channel = server.network.channel(name);
  if (channel !== undefined && maySee(channel, user)) return channel;
  session.numeric("ERR_NOSUCHCHANNEL", [name]);
}

/**
 * The channel of a name, if the user is in it and has at least this status; otherwise undefined,
 * and answered with 403, 442 or 482.
 */
export function findOwnChannel(
  context: UserContext,
  name: string,
  status?: StatusMode,
): Channel | undefined {
  const { session, user } = context;
  const channel = findChannel(context, name);
  if (channel === undefined) return undefined;
  if (!channel.members.has(user.id)) {
    session.numeric("ERR_NOTONCHANNEL", [channel.name]);
  } else if (status !== undefined && !hasStatus(channel, user, status)) {
    session.numeric("ERR_CHANOPRIVSNEEDED", [channel.name]);
  } else {
    return channel;
  }
}
