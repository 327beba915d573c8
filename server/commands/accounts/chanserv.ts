import { sameName } from "../../../protocol/names.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
import type { Channel } from "../../network/state.ts";
import { hasStatus, maySee } from "../../permissions/channels.ts";
import { append } from "../../session_context.ts";
import type { UserCommand } from "../context.ts";
import { type Service, type ServiceContext, serviceRun } from "./service.ts";

/** The service for rooms that belong to an account; they stay when they are empty. */
export const CHANSERV_SERVICE: Service = {
  name: "ChanServ",
  commands: {
    REGISTER: {
      run: register,
      minWords: 1,
      usage: "REGISTER <room>",
      description: "makes you the founder (~) of a room that you operate and that nobody owns",
    },
    DROP: {
      run: drop,
      minWords: 1,
      usage: "DROP <room>",
      description: "gives up a room of yours; it ends when it is empty",
    },
    INFO: {
      run: info,
      minWords: 1,
      usage: "INFO <room>",
      description: "shows who owns a room",
    },
  },
};

/** ChanServ as a command, for clients without `/msg ChanServ`. */
export const CHANSERV: UserCommand = {
  run: serviceRun(CHANSERV_SERVICE),
  usage: "CHANSERV <command, or HELP>",
  description: "Manages rooms that belong to an account; CHANSERV HELP lists its commands.",
};

/** Short for {@linkcode CHANSERV}. */
export const CS: UserCommand = { ...CHANSERV, usage: "CS <command, or HELP>" };

function register(context: ServiceContext, [name = ""]: readonly string[]): MaybePromise {
  const { server, user, answer } = context;
  const channel = server.network.channel(name);
  if (user.account === undefined) return answer("Log in first");
  if (channel === undefined || !hasStatus(channel, user, "o")) {
    return answer("You are not an operator of a room of this name");
  }
  if (channel.founder !== undefined && !sameName(channel.founder, user.account)) {
    return answer(`${channel.name} belongs to ${channel.founder}`);
  }
  const founder = user.account;
  return setFounder(context, { channel, founder, done: `${channel.name} is yours` });
}

function drop(context: ServiceContext, [name = ""]: readonly string[]): MaybePromise {
  const { server, user, answer } = context;
  const channel = server.network.channel(name);
  const isOwn = sameName(channel?.founder, user.account);
  if (channel === undefined || (!isOwn && user.operator === undefined)) {
    return answer("You have no room of this name");
  }
  const done = `${channel.name} no longer belongs to anybody`;
  return setFounder(context, { channel, founder: undefined, done });
}

interface FounderChange {
  readonly channel: Channel;
  readonly founder: string | undefined;
  /** The answer when it is done. */
  readonly done: string;
}

function setFounder(
  context: ServiceContext,
  { channel, founder, done }: FounderChange,
): MaybePromise {
  const { user, answer } = context;
  const event = { type: "founder", user: user.id, channel: channel.key, founder } as const;
  return append(context, event, ({ ok }) => {
    answer(ok ? done : "This could not be done; you may have too many rooms");
  });
}

function info({ server, user, answer }: ServiceContext, [name = ""]: readonly string[]): void {
  const channel = server.network.channel(name);
  if (channel === undefined || !maySee(channel, user)) {
    return answer("There is no room of this name");
  }
  const since = new Date(channel.createdAt).toISOString().slice(0, 10);
  answer(`${channel.name}: since ${since}, ${channel.founder ?? "nobody"}'s`);
}
