import { CHANNEL_MODES, USER_MODES } from "../../protocol/modes.ts";
import { MAX_TOKENS_PER_LINE } from "../../protocol/isupport.ts";
import { whenKnown } from "../known.ts";
import { sourceOf, type User } from "../network/state.ts";
import { isupportLines } from "../isupport.ts";
import type { Server } from "../server.ts";
import type { Session } from "../session.ts";
import { VERSION } from "../version.ts";
import { sendLusers } from "./lusers.ts";
import { sendMotd } from "./motd.ts";
import type { Handled } from "./context.ts";

/** Registers a session that has said all it has to; before that, does nothing. */
export function completeRegistration(server: Server, session: Session): Handled {
  const { registration } = session;
  if (registration === undefined || registration.negotiating) return;
  const { nickname, username, realname } = registration;
  if (nickname === undefined || username === undefined || realname === undefined) return;
  if (server.options.password !== undefined && !registration.passwordGiven) {
    session.numeric("ERR_PASSWDMISMATCH");
    session.end("Wrong or missing password");
    return;
  }
  return register(server, session, { nickname, username, realname });
}

interface Identity {
  readonly nickname: string;
  readonly username: string;
  readonly realname: string;
}

function register(server: Server, session: Session, identity: Identity): Handled {
  const id = server.newId();
  server.sessions.attach(session, id);
  const event = {
    type: "connect",
    user: {
      id,
      ...identity,
      host: hostOf(session.address),
      account: session.account,
      away: session.registration?.away,
      secure: session.connection.transport.secure,
      server: server.options.name,
      modes: ["i"],
    },
  } as const;
  return whenKnown(server.journal.append(event, session.id), (outcome) => {
    if (outcome.ok) enter(server, session, outcome.user);
    else {
      server.sessions.detach(session, id);
      session.numeric("ERR_NICKNAMEINUSE", [identity.nickname]);
      if (session.registration !== undefined) session.registration.nickname = undefined;
    }
  });
}

function enter(server: Server, session: Session, user: User): void {
  session.user = user;
  session.registration = undefined;
  if (session.connection.closing) session.leave("Connection closed");
  else welcome(server, session);
}

/** A host that a source can hold: an IPv6 address may begin with a colon. */
function hostOf(address: string): string {
  return address.startsWith(":") ? `0${address}` : address;
}

function welcome(server: Server, session: Session): void {
  const { user } = session;
  if (user === undefined) return;
  const { name, network } = server.options;
  server.log.info("User joined", { nickname: user.nickname, address: session.address });
  const letters = CHANNEL_MODES.map(({ letter }) => letter).join("");
  const withParameter = CHANNEL_MODES.filter(({ kind }) => kind !== "flag")
    .map(({ letter }) => letter).join("");
  const own = USER_MODES.map(({ letter }) => letter).join("");
  session.numeric("RPL_WELCOME", [], `Welcome to the ${network} network, ${sourceOf(user)}`);
  session.numeric("RPL_YOURHOST", [], `Your host is ${name}, running version ${VERSION}`);
  const started = new Date(server.startedAt).toISOString();
  session.numeric("RPL_CREATED", [], `This server was started ${started}`);
  session.numeric("RPL_MYINFO", [name, VERSION, own, letters, withParameter]);
  sendIsupport(server, session);
  sendLusers(server, session);
  sendMotd(server, session);
  if (user.modes.size > 0) session.reply(`MODE ${user.nickname} +${[...user.modes].join("")}`);
}

/** Tells a session what this server supports (005). */
export function sendIsupport(server: Server, session: Session): void {
  for (const tokens of isupportLines(server.options, MAX_TOKENS_PER_LINE)) {
    session.numeric("RPL_ISUPPORT", tokens);
  }
}
