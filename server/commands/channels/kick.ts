import { truncateUtf8 } from "../../../protocol/lines.ts";
import { eachInTurn, settled } from "../../maybe_promise.ts";
import { type Channel, outranks, type User } from "../../network/state.ts";
import { ownChannel } from "./lookup.ts";
import type { Handled, UserCommand, UserContext } from "../context.ts";

/** Most people that one KICK names. */
export const MAX_KICKS_PER_COMMAND = 4;

/** Sends people out of a room. Modern IRC, "KICK message". */
export const KICK: UserCommand = {
  run: kick,
  min: 2,
  usage: "KICK <room>{,<room>} <nickname>{,<nickname>} [<reason>]",
};

function kick(context: UserContext, params: readonly string[]): Handled {
  const [names = "", nicknames = "", reason] = params;
  const rooms = names.split(",");
  const people = nicknames.split(",").slice(0, MAX_KICKS_PER_COMMAND);
  return eachInTurn(people.entries(), ([index, nickname]) => {
    const room = rooms.length === 1 ? names : rooms[index];
    if (room !== undefined) return kickFrom(context, room, { nickname, reason });
  });
}

function kickFrom(
  context: UserContext,
  name: string,
  { nickname, reason }: { nickname: string; reason: string | undefined },
): Handled {
  const { server, session, user } = context;
  const channel = ownChannel(context, name, "h");
  if (channel === undefined) return;
  const target = server.network.userByNickname(nickname);
  if (target === undefined) {
    session.numeric("ERR_NOSUCHNICK", [nickname]);
    return;
  }
  const said = reason === undefined || reason === "" ? user.nickname : reason;
  const short = truncateUtf8(said, server.options.limits.kickLength);
  return remove(context, { channel, target, reason: short });
}

/** Kicks one user; nobody kicks a member whose status is above their own. */
function remove(
  { server, session, user }: UserContext,
  { channel, target, reason }: { channel: Channel; target: User; reason: string },
): Handled {
  const membership = channel.members.get(target.id);
  if (membership === undefined) {
    session.numeric("ERR_USERNOTINCHANNEL", [target.nickname, channel.name]);
    return;
  }
  if (outranks(membership.status, channel.members.get(user.id)?.status ?? 0)) {
    session.numeric("ERR_CHANOPRIVSNEEDED", [channel.name]);
    return;
  }
  return settled(
    server.journal.append(
      { type: "kick", by: user.id, user: target.id, channel: channel.key, reason },
      session.id,
    ),
  );
}
