import { sameName } from "../../../protocol/names.ts";
import { andThen } from "../../maybe_promise.ts";
import type { Channel } from "../../network/state.ts";
import { hasStatus } from "../../permissions/channels.ts";
import type { ServiceCommands, ServiceContext } from "./service.ts";
import type { Handled } from "../context.ts";

/** Rooms that belong to an account, and stay when nobody is in them. */
export const CHANSERV: ServiceCommands = {
  REGISTER: {
    run: register,
    min: 1,
    usage: "REGISTER <room>",
    description: "makes you the founder (~) of a room that you operate and that is nobody else's",
  },
  DROP: {
    run: drop,
    min: 1,
    usage: "DROP <room>",
    description: "gives up a room of yours; it ends when nobody is in it",
  },
  INFO: {
    run: info,
    min: 1,
    usage: "INFO <room>",
    description: "tells whose a room is",
  },
};

function register(context: ServiceContext, [name = ""]: readonly string[]): Handled {
  const { server, user, tell } = context;
  const channel = server.network.channel(name);
  if (user.account === undefined) return tell("Log in first");
  if (channel === undefined || !hasStatus(channel, user, "o")) {
    return tell("You are not an operator of a room of this name");
  }
  if (channel.founder !== undefined && !sameName(channel.founder, user.account)) {
    return tell(`${channel.name} belongs to ${channel.founder}`);
  }
  return found(context, { channel, founder: user.account, done: `${channel.name} is yours` });
}

function drop(context: ServiceContext, [name = ""]: readonly string[]): Handled {
  const { server, user, tell } = context;
  const channel = server.network.channel(name);
  const { account } = user;
  const own = sameName(channel?.founder, account);
  if (channel === undefined || (!own && user.operator === undefined)) {
    return tell("You have no room of this name");
  }
  return found(context, { channel, founder: undefined, done: `${channel.name} is nobody's now` });
}

function found(
  { server, session, user, tell }: ServiceContext,
  { channel, founder, done }: { channel: Channel; founder: string | undefined; done: string },
): Handled {
  const event = { type: "founder", user: user.id, channel: channel.key, founder } as const;
  return andThen(server.journal.append(event, session.id), (outcome) => {
    tell(outcome.ok ? done : "This could not be done; you may have too many rooms");
  });
}

function info({ server, user, tell }: ServiceContext, [name = ""]: readonly string[]): void {
  const channel = server.network.channel(name);
  const known = channel !== undefined &&
    (!channel.flags.has("s") || channel.members.has(user.id) || user.operator !== undefined);
  if (!known) return tell("There is no room of this name");
  const since = new Date(channel.createdAt).toISOString().slice(0, 10);
  tell(`${channel.name}: since ${since}, ${channel.founder ?? "nobody"}'s`);
}
