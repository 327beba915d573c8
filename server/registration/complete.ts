import { andThen } from "../maybe_promise.ts";
import type { Outcome } from "../network/outcome.ts";
import type { User } from "../network/state.ts";
import type { Registration } from "../session/registration.ts";
import type { Server } from "../server.ts";
import type { Session } from "../session/session.ts";
import { attach } from "./attach.ts";
import type { Handled } from "../commands/context.ts";
import { sendMailbox } from "../replies/mailbox.ts";
import { metadataBeforeRegistration } from "../metadata/before_registration.ts";
import { hostOf } from "./host.ts";
import { claimOf, displace, refuseNickname } from "./nicknames.ts";
import { welcome } from "../replies/greeting.ts";

/** Registers a session that has said all it has to; before that, does nothing. */
export function completeRegistration(server: Server, session: Session): Handled {
  const { registration } = session;
  if (registration === undefined || registration.negotiating) return;
  // What an answer waited for, a password's hash say, may outlast the connection.
  if (session.connection.closing) return;
  const identity = identityOf(registration);
  if (identity === undefined) return;
  if (session.exchange !== undefined) {
    session.exchange = undefined;
    session.numeric("ERR_SASLABORTED");
  }
  const { options } = server;
  if (options.password !== undefined && !registration.passwordGiven) {
    session.numeric("ERR_PASSWDMISMATCH");
    server.log.warn("Wrong or missing server password", { address: session.address });
    session.end("Wrong or missing password");
    return;
  }
  if (options.accounts.mode === "required" && session.account === undefined) {
    demandAccount(server, session);
    return;
  }
  return claim(server, session, identity);
}

interface Identity {
  readonly nickname: string;
  readonly username: string;
  readonly realname: string;
}

function identityOf({ nickname, username, realname }: Registration): Identity | undefined {
  if (nickname === undefined || username === undefined || realname === undefined) return;
  return { nickname, username, realname };
}

/** Says that one has to log in; who may make an account now stays to do so. */
function demandAccount(server: Server, session: Session): void {
  const open = server.options.accounts.registerBeforeConnect;
  const how = open
    ? "to make an account, send: REGISTER <account> * <password>"
    : "ask who runs this server for an account";
  session.standard("FAIL", {
    command: "*",
    code: "ACCOUNT_REQUIRED",
    text: `Log in with SASL to enter; ${how}`,
  });
  if (!open) session.end("An account is needed to enter");
}

function claim(server: Server, session: Session, identity: Identity): Handled {
  const { nickname } = identity;
  const claim = claimOf(server, nickname, session.account);
  switch (claim.kind) {
    case "free":
      return connect(server, session, identity);
    case "attach":
      return attach(server, session, claim.holder);
    case "displace":
      return andThen(displace(server, claim.holder), () => connect(server, session, identity));
    default:
      refuseNickname(session, nickname, claim);
      if (session.registration !== undefined) session.registration.nickname = undefined;
  }
}

function connect(server: Server, session: Session, identity: Identity): Handled {
  const id = server.newId();
  server.sessions.attach(session, id);
  const { account } = session;
  const already = account === undefined ? new Map() : server.network.accountMetadata(account);
  const metadata = metadataBeforeRegistration({ server, session }, already);
  const event = {
    type: "connect",
    user: {
      id,
      ...identity,
      host: hostOf(session.address),
      account,
      away: session.registration?.away,
      secure: session.connection.transport.secure,
      server: server.options.name,
      modes: ["i"],
      ...(metadata.length === 0 ? {} : { metadata }),
    },
  } as const;
  return andThen(server.journal.append(event, session.id), (outcome: Outcome<"connect">) => {
    if (outcome.ok) return enter(server, session, outcome.user);
    server.sessions.detach(session, id);
    return lose(server, session, identity);
  });
}

/** Somebody came first: another of the account's connections, or a stranger. */
function lose(server: Server, session: Session, identity: Identity): Handled {
  const claim = claimOf(server, identity.nickname, session.account);
  if (claim.kind === "attach") return attach(server, session, claim.holder);
  refuseNickname(session, identity.nickname, claim);
  if (session.registration !== undefined) session.registration.nickname = undefined;
}

function enter(server: Server, session: Session, user: User): Handled {
  session.user = user;
  session.registration = undefined;
  if (session.connection.closing) return session.detach("Connection closed");
  welcome(server, session);
  return sendMailbox(server, session);
}
