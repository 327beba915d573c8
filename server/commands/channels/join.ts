import { truncateUtf8 } from "../../../protocol/lines.ts";
import { casefold, isValidChannelName } from "../../../protocol/names.ts";
import { andThen, eachInTurn, settled } from "../../maybe_promise.ts";
import { joinRefusal } from "../../permissions/channels.ts";
import { reaches } from "../../options/mod.ts";
import type { Channel } from "../../network/state.ts";
import { sendTopic, welcomeToChannel } from "../../replies/channel.ts";
import { knownChannel, ownChannel } from "./lookup.ts";
import { INVITE } from "./invite.ts";
import { KICK } from "./kick.ts";
import { LIST } from "./list.ts";
import { syncOnEntering } from "../../metadata/sync.ts";
import { NAMES } from "./names.ts";
import { replay } from "../../replies/playback.ts";
import { RENAME } from "./rename.ts";
import type { Handled, UserCommand, UserContext } from "../context.ts";

export const CHANNEL_COMMANDS: Readonly<Record<string, UserCommand>> = {
  JOIN: { run: join, min: 1, usage: "JOIN <room>{,<room>} [<key>{,<key>}]" },
  PART: { run: part, min: 1, usage: "PART <room>{,<room>} [<reason>]" },
  TOPIC: { run: topic, min: 1, usage: "TOPIC <room> [<topic>]" },
  KICK,
  NAMES,
  LIST,
  INVITE,
  RENAME,
};

/** Most rooms that one JOIN or PART names. */
export const MAX_ROOMS_PER_COMMAND = 50;

function join(context: UserContext, [names = "", keys = ""]: readonly string[]): Handled {
  const { server, session, user } = context;
  if (names === "0") {
    const rooms = [...user.memberships.values()].map(({ channel }) => channel);
    return eachInTurn(rooms, (channel) => leave(context, channel, undefined));
  }
  const given = keys.split(",");
  return eachInTurn(roomsOf(context, names).entries(), ([index, name]) => {
    if (!isValidChannelName(name, server.options.limits.channelLength)) {
      session.numeric("ERR_BADCHANMASK", [name]);
      return;
    }
    return andThen(enter(context, name, given[index]), () => session.drained());
  });
}

/** The rooms that a command names, as many as it may. */
function roomsOf({ session }: UserContext, names: string): string[] {
  const rooms = names.split(",");
  const beyond = rooms[MAX_ROOMS_PER_COMMAND];
  if (beyond !== undefined) session.numeric("ERR_TOOMANYTARGETS", [beyond]);
  return rooms.slice(0, MAX_ROOMS_PER_COMMAND);
}

function enter(context: UserContext, name: string, key: string | undefined): Handled {
  const { server, session, user } = context;
  if (user.memberships.has(casefold(name))) return;
  if (reaches(user.memberships.size, server.options.limits.channelsPerUser)) {
    session.numeric("ERR_TOOMANYCHANNELS", [name]);
    return;
  }
  const channel = server.network.channel(name);
  const refusal = channel === undefined ? undefined : joinRefusal(channel, user, key);
  if (refusal !== undefined) {
    session.numeric(refusal, [channel?.name ?? name]);
    return;
  }
  const event = { type: "join", user: user.id, channel: name } as const;
  return andThen(server.journal.append(event, session.id), (outcome) => {
    if (!outcome.ok) return;
    for (const own of server.sessions.of(user.id)) {
      welcomeToChannel(server, own, outcome.channel);
      replay(server, own, outcome.channel);
      syncOnEntering(server, own, outcome.channel);
    }
  });
}

function part(context: UserContext, [names = "", reason]: readonly string[]): Handled {
  return eachInTurn(roomsOf(context, names), (name) => {
    const channel = ownChannel(context, name);
    if (channel !== undefined) return leave(context, channel, reason);
  });
}

function leave({ server, session, user }: UserContext, channel: Channel, reason?: string): Handled {
  const short = reason === undefined || reason === ""
    ? undefined
    : truncateUtf8(reason, server.options.limits.kickLength);
  return settled(
    server.journal.append(
      { type: "part", user: user.id, channel: channel.key, reason: short },
      session.id,
    ),
  );
}

function topic(context: UserContext, [name = "", text]: readonly string[]): Handled {
  const { server, session, user } = context;
  if (text === undefined) {
    const channel = knownChannel(context, name);
    if (channel !== undefined) sendTopic(session, channel);
    return;
  }
  const locked = server.network.channel(name)?.flags.has("t");
  const channel = ownChannel(context, name, locked ? "h" : undefined);
  if (channel === undefined) return;
  const short = truncateUtf8(text, server.options.limits.topicLength);
  return settled(
    server.journal.append(
      { type: "topic", user: user.id, channel: channel.key, text: short },
      session.id,
    ),
  );
}
