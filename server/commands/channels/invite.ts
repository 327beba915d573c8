import { andThen } from "../../maybe_promise.ts";
import { reaches } from "../../options/mod.ts";
import { ownChannel } from "./lookup.ts";
import type { Handled, UserCommand, UserContext } from "../context.ts";

/** Asks a user into a room. Modern IRC, "INVITE message". */
export const INVITE: UserCommand = { run: invite, usage: "INVITE [<nickname> <room>]" };

function invite(context: UserContext, [nickname, name]: readonly string[]): Handled {
  const { server, session, user } = context;
  if (nickname === undefined) return list(context);
  if (name === undefined) {
    session.numeric("ERR_NEEDMOREPARAMS", ["INVITE"]);
    return;
  }
  const target = server.network.userByNickname(nickname);
  if (target === undefined) {
    session.numeric("ERR_NOSUCHNICK", [nickname]);
    return;
  }
  const closed = server.network.channel(name)?.flags.has("i");
  const channel = ownChannel(context, name, closed ? "h" : undefined);
  if (channel === undefined) return;
  if (channel.members.has(target.id)) {
    session.numeric("ERR_USERONCHANNEL", [target.nickname, channel.name]);
    return;
  }
  const invited = channel.invited.has(target.id);
  if (!invited && reaches(channel.invited.size, server.options.limits.invites)) {
    session.standard("FAIL", {
      command: "INVITE",
      code: "TOO_MANY_INVITES",
      context: [channel.name],
      text: `The room has ${channel.invited.size} open invitations, which is as many as it may`,
    });
    return;
  }
  const event = { type: "invite", by: user.id, user: target.id, channel: channel.key } as const;
  return andThen(server.journal.append(event, session.id), ({ ok }) => {
    if (!ok) return;
    session.numeric("RPL_INVITING", [target.nickname, channel.name]);
    if (target.away !== undefined) session.numeric("RPL_AWAY", [target.nickname], target.away);
  });
}

/** Without parameters: the rooms one is invited to. */
function list({ server, session, user }: UserContext): void {
  for (const { name } of server.network.invitations(user)) {
    session.numeric("RPL_INVITELIST", [name]);
  }
  session.numeric("RPL_ENDOFINVITELIST");
}
