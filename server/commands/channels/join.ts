import { messageOf } from "../../../protocol/errors.ts";
import { isValidChannelName } from "../../../protocol/names.ts";
import { andThen, eachInTurn, type MaybePromise } from "../../maybe_promise.ts";
import { reaches } from "../../options/mod.ts";
import { joinRefusal } from "../../permissions/channels.ts";
import { sendJoinReplies } from "../../replies/channel.ts";
import type { Server } from "../../server.ts";
import { append } from "../../session_context.ts";
import type { UserCommand, UserContext } from "../context.ts";
import { partChannel } from "./part.ts";
import { splitChannels } from "./split_channels.ts";

/** Modern IRC, "JOIN message". */
export const JOIN: UserCommand = {
  run: join,
  minParams: 1,
  usage: "JOIN <room>{,<room>} [<key>{,<key>}]",
  description: "Enters rooms, with their keys if they have some.",
};

function join(context: UserContext, [names = "", keys = ""]: readonly string[]): MaybePromise {
  const { server, session, user } = context;
  if (names === "0") {
    const channels = [...user.memberships.values()].map(({ channel }) => channel);
    return eachInTurn(channels, (channel) => partChannel(context, channel));
  }
  const given = keys.split(",");
  return eachInTurn(splitChannels(session, names).entries(), ([index, name]) => {
    if (!isValidChannelName(name, server.options.limits.channelLength)) {
      return session.numeric("ERR_BADCHANMASK", [name]);
    }
    return andThen(joinChannel(context, name, given[index]), () => session.drained());
  });
}

function joinChannel(context: UserContext, name: string, key: string | undefined): MaybePromise {
  const { server, session, user } = context;
  const named = server.network.channel(name);
  const channel = named ?? server.network.formerlyNamed(name, server.now());
  if (channel !== undefined && user.memberships.has(channel.key)) return;
  if (reaches(user.memberships.size, server.options.limits.channelsPerUser)) {
    return session.numeric("ERR_TOOMANYCHANNELS", [name]);
  }
  const refusal = channel === undefined ? undefined : joinRefusal(channel, user, key);
  // The new name of a renamed channel is only for those who may enter it.
  if (refusal !== undefined) return session.numeric(refusal, [named?.name ?? name]);
  if (named === undefined && channel !== undefined) {
    if (session.capabilities.has("draft/channel-rename")) {
      return session.standard("FAIL", {
        command: "JOIN",
        code: "CHANNEL_RENAMED",
        context: [name, channel.name],
        text: "The room has been renamed",
      });
    }
    session.numeric("ERR_LINKCHANNEL", [name, channel.name], "The room has been renamed");
  }
  return append(context, { type: "join", user: user.id, channel: name }, (outcome) => {
    if (!outcome.ok) return;
    const { channel } = outcome;
    for (const own of server.sessions.of(user.id)) {
      if (own !== session) runAside(server, sendJoinReplies(server, own, channel));
    }
    return sendJoinReplies(server, session, channel);
  });
}

/** Logs why something failed that the command does not wait for. */
function runAside({ log }: Server, running: MaybePromise): void {
  running?.catch((error) =>
    log.error("An answer failed; this is a bug", { why: messageOf(error) })
  );
}
