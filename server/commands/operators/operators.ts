import { truncateUtf8 } from "../../../protocol/lines.ts";
import { EventLine } from "../../session/event_line.ts";
import { andThen, settled } from "../../maybe_promise.ts";
import { sourceOf, type User } from "../../network/state.ts";
import type { Server } from "../../server.ts";
import type { Handled, UserCommand, UserContext } from "../context.ts";
import { sameSecret } from "../../permissions/secrets.ts";

/** How long the answer to a wrong operator password takes, in milliseconds. */
const WRONG_PASSWORD_DELAY_MS = 1000;
/** Bytes of a WALLOPS; leaves room for whom it comes from. */
const MAX_WALLOPS_BYTES = 380;
/** Bytes of a host, as HOSTLEN says. */
const MAX_HOST_BYTES = 63;
/** Bytes of why REHASH failed; leaves room for what comes before them. */
const MAX_PROBLEM_BYTES = 380;

/** The commands of those who run the server. Modern IRC, "Operator Messages". */
export const OPERATOR_COMMANDS: Readonly<Record<string, UserCommand>> = {
  OPER: { run: oper, min: 2, usage: "OPER <name> <password>" },
  KILL: { run: kill, min: 1, operator: true, usage: "KILL <nickname> [<reason>]" },
  REHASH: { run: rehash, operator: true, usage: "REHASH" },
  WALLOPS: { run: wallops, min: 1, operator: true, usage: "WALLOPS <text>" },
  CHGHOST: {
    run: chghost,
    min: 2,
    operator: true,
    usage: "CHGHOST <nickname> [<username>] <host>",
  },
};

function oper(context: UserContext, [name = "", password = ""]: readonly string[]): Handled {
  const { server, session, user } = context;
  if (server.options.operators.length === 0) {
    session.numeric("ERR_NOOPERHOST");
    return;
  }
  if (!passwordIsRight(server, { name, password })) return refuseOperator(context, name);
  server.log.info("Operator", { name, nickname: user.nickname, address: session.address });
  const event = {
    type: "user-mode",
    user: user.id,
    changes: [{ adding: true, mode: "o" }],
    operator: name,
  } as const;
  return andThen(server.journal.append(event, session.id), (outcome) => {
    if (outcome.ok || outcome.refusal === "no-change") session.numeric("RPL_YOUREOPER");
  });
}

/** Compares a password even where there is no such name, so that the time does not tell. */
function passwordIsRight(
  server: Server,
  { name, password }: { name: string; password: string },
): boolean {
  const operator = server.options.operators.find((operator) => operator.name === name);
  const same = sameSecret(password, operator?.password ?? "");
  return operator !== undefined && same;
}

/** The next line of whoever guesses waits. */
async function refuseOperator({ server, session, user }: UserContext, name: string): Promise<void> {
  const { nickname } = user;
  server.log.warn("Operator refused", { name, nickname, address: session.address });
  await new Promise<void>((resolve) => setTimeout(resolve, WRONG_PASSWORD_DELAY_MS));
  session.numeric("ERR_PASSWDMISMATCH");
}

function kill(context: UserContext, [nickname = "", said = ""]: readonly string[]): Handled {
  const { server, session, user } = context;
  const target = server.network.userByNickname(nickname);
  if (target === undefined) {
    const isServer = nickname === server.options.name;
    session.numeric(isServer ? "ERR_CANTKILLSERVER" : "ERR_NOSUCHNICK", isServer ? [] : [nickname]);
    return;
  }
  const reason = truncateUtf8(
    said === "" ? "No reason given" : said,
    server.options.limits.kickLength,
  );
  server.log.info("User killed", { nickname: target.nickname, by: user.operator, reason });
  return disconnect(server, target, { by: user, reason });
}

/** Tells a user that they are killed, and why, and ends all their sessions. */
function disconnect(
  server: Server,
  target: User,
  { by, reason }: { by: User; reason: string },
): Handled {
  const quitReason = `Killed (${by.nickname} (${reason}))`;
  const sessions = [...server.sessions.of(target.id)];
  if (sessions.length === 0) {
    const event = { type: "quit", user: target.id, reason: quitReason } as const;
    return settled(server.journal.append(event));
  }
  const line = new EventLine(`:${sourceOf(by)} KILL ${target.nickname} :${reason}`, {
    time: server.now(),
  });
  for (const session of sessions) {
    session.push(line);
    session.end(quitReason);
  }
}

async function rehash({ server, session }: UserContext): Promise<void> {
  session.numeric("RPL_REHASHING", [server.options.configFile ?? "*"]);
  const text = await server.rehash();
  // deno-lint-ignore no-control-regex
  const line = truncateUtf8(text.replace(/[\u0000\r\n]+/g, " "), MAX_PROBLEM_BYTES);
  session.reply(`NOTICE ${session.name} :${line}`);
}

function wallops({ server, session, user }: UserContext, [text = ""]: readonly string[]): Handled {
  if (text === "") {
    session.numeric("ERR_NEEDMOREPARAMS", ["WALLOPS"]);
    return;
  }
  const event = {
    type: "wallops",
    from: user.id,
    text: truncateUtf8(text, MAX_WALLOPS_BYTES),
  } as const;
  return settled(server.journal.append(event, session.id));
}

function chghost({ server, session }: UserContext, params: readonly string[]): Handled {
  const [nickname = "", ...rest] = params;
  const target = server.network.userByNickname(nickname);
  if (target === undefined) {
    session.numeric("ERR_NOSUCHNICK", [nickname]);
    return;
  }
  const [username, host] = rest.length > 1 ? rest : [target.username, rest[0]];
  if (!isUsername(username, server) || !isHost(host)) {
    session.standard("FAIL", {
      command: "CHGHOST",
      code: "INVALID_HOST",
      context: [nickname],
      text: "This username or host cannot be used",
    });
    return;
  }
  const event = { type: "chghost", user: target.id, username, host } as const;
  return settled(server.journal.append(event, session.id));
}

function isUsername(username: string | undefined, { options }: Server): username is string {
  return username !== undefined && username.length <= options.limits.userLength &&
    /^~?[A-Za-z0-9][A-Za-z0-9._-]*$/.test(username);
}

function isHost(host: string | undefined): host is string {
  return host !== undefined && host.length <= MAX_HOST_BYTES &&
    /^[A-Za-z0-9][A-Za-z0-9.:/_-]*$/.test(host);
}
