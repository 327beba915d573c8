import type { MaybePromise } from "../../maybe_promise.ts";
import { reaches } from "../../options/mod.ts";
import { isSilenced } from "../../permissions/channels.ts";
import { append } from "../../session_context.ts";
import type { UserCommand, UserContext } from "../context.ts";
import { findOwnChannel, findUser } from "../lookup.ts";

/** Modern IRC, "INVITE message". */
export const INVITE: UserCommand = {
  run: invite,
  usage: "INVITE [<nickname> <room>]",
  description: "Lets a person enter a room whatever its modes; alone, lists your own invitations.",
};

function invite(context: UserContext, [nickname, name]: readonly string[]): MaybePromise {
  const { server, session, user } = context;
  if (nickname === undefined) return sendInvitations(context);
  if (name === undefined) return session.numeric("ERR_NEEDMOREPARAMS", ["INVITE"]);
  const target = findUser(context, nickname);
  if (target === undefined) return;
  const closed = server.network.channel(name)?.flags.has("i");
  const channel = findOwnChannel(context, name, closed ? "h" : undefined);
  if (channel === undefined) return;
  if (isSilenced(user, target)) {
    return session.numeric("ERR_CANNOTSENDTOUSER", [target.nickname]);
  }
  if (channel.members.has(target.id)) {
    return session.numeric("ERR_USERONCHANNEL", [target.nickname, channel.name]);
  }
  const invited = channel.invited.has(target.id);
  if (!invited && reaches(channel.invited.size, server.options.limits.invites)) {
    return session.standard("FAIL", {
      command: "INVITE",
      code: "TOO_MANY_INVITES",
      context: [channel.name],
      text: `The room already has ${channel.invited.size} open invitations, which is the limit`,
    });
  }
  const event = { type: "invite", by: user.id, user: target.id, channel: channel.key } as const;
  return append(context, event, ({ ok }) => {
    if (!ok) return;
    session.numeric("RPL_INVITING", [target.nickname, channel.name]);
    if (target.away !== undefined) session.numeric("RPL_AWAY", [target.nickname], target.away);
  });
}

function sendInvitations({ server, session, user }: UserContext): void {
  for (const { name } of server.network.invitations(user)) {
    session.numeric("RPL_INVITELIST", [name]);
  }
  session.numeric("RPL_ENDOFINVITELIST");
}
