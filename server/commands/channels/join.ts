import { isValidChannelName } from "../../../protocol/names.ts";
import { NEXT_TURN, type Steps } from "../../io/turns.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
import type { Channel } from "../../network/state.ts";
import { reaches } from "../../options/mod.ts";
import { joinRefusal } from "../../permissions/channels.ts";
import { imitatesRoom, IMITATION } from "../../permissions/imitated_rooms.ts";
import { joinReplies } from "../../replies/channel.ts";
import { append } from "../../session_context.ts";
import type { UserCommand, UserContext } from "../context.ts";
import { partAll } from "./part.ts";
import { splitChannels } from "./split_channels.ts";

/** Members of a room from which on entering it waits for a turn, so that short lines go before. */
const CROWD = 20;

/** Modern IRC, "JOIN message". */
export const JOIN: UserCommand = {
  run: join,
  minParams: 1,
  usage: "JOIN <room>{,<room>} [<key>{,<key>}]",
  description: "Enters rooms, with their keys if they have some.",
};

function join(context: UserContext, [names = "", keys = ""]: readonly string[]): MaybePromise {
  const { session, user } = context;
  if (names !== "0") return session.takeTurns(joinAll(context, { names, keys: keys.split(",") }));
  const channels = [...user.memberships.values()].map(({ channel }) => channel);
  return session.takeTurns(partAll(context, channels));
}

function* joinAll(
  context: UserContext,
  { names, keys }: { readonly names: string; readonly keys: readonly string[] },
): Steps {
  const { server, session } = context;
  for (const [index, name] of splitChannels(session, names).entries()) {
    if (!isValidChannelName(name, server.options.limits.channelLength)) {
      session.numeric("ERR_BADCHANMASK", [name]);
      continue;
    }
    yield waitToOpen(context, name);
    if (isCrowded(context, name)) yield NEXT_TURN;
    yield* joinChannel(context, { name, key: keys[index] });
    yield session.drained();
  }
}

/** Whether entering a room costs the server as much as many lines. */
function isCrowded({ server }: UserContext, name: string): boolean {
  return (server.network.channel(name)?.members.size ?? 0) >= CROWD;
}

/** Guests wait before they open more rooms in a minute than those of one address may. */
function waitToOpen({ server, session, user }: UserContext, name: string): MaybePromise {
  if (user.account !== undefined || user.operator !== undefined) return;
  if (server.network.channel(name) !== undefined) return;
  const wait = session.budget.openRoom(server.now());
  if (wait > 0) return new Promise((resolve) => setTimeout(resolve, wait));
}

function* joinChannel(
  context: UserContext,
  { name, key }: { readonly name: string; readonly key: string | undefined },
): Steps {
  const { server, session, user } = context;
  const named = server.network.channel(name);
  const channel = named ?? server.network.formerlyNamed(name, server.now());
  if (channel !== undefined && user.memberships.has(channel.key)) return;
  if (channel === undefined && imitatesRoom(server.network, name, user)) {
    return session.numeric("ERR_BADCHANMASK", [name], IMITATION);
  }
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
  let joined: Channel | undefined;
  const event = { type: "join", user: user.id, channel: name, key: key ?? "" } as const;
  yield append(context, event, (outcome) => {
    if (outcome.ok) joined = outcome.channel;
    else if (outcome.refusal === "may-not-join") refuseLate(context, event);
  });
  if (joined === undefined) return;
  yield* joinReplies(server, session, joined);
}

/** Answers why somebody may not enter a channel any more who could when they asked for it. */
function refuseLate(
  { server, session, user }: UserContext,
  { channel: name, key }: { readonly channel: string; readonly key: string },
): void {
  const channel = server.network.channel(name) ??
    server.network.formerlyNamed(name, server.now());
  const refusal = channel && joinRefusal(channel, user, key);
  if (refusal !== undefined) session.numeric(refusal, [name]);
}
