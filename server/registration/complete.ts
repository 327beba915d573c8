import { ACCOUNT_REMOVED } from "../accounts/login.ts";
import { andThen, type MaybePromise } from "../maybe_promise.ts";
import { metadataBeforeRegistration } from "../metadata/before_registration.ts";
import type { User } from "../network/state.ts";
import { welcome } from "../replies/greeting.ts";
import { sendMailbox } from "../replies/mailbox.ts";
import type { Server } from "../server.ts";
import { append } from "../session_context.ts";
import type { Registration } from "../session/registration.ts";
import type { Session } from "../session/session.ts";
import { attach } from "./attach.ts";
import { hostOf } from "./host.ts";
import { needsAccount } from "./requirements.ts";
import { type Claim, claimOf, displace, refuseNickname } from "./nicknames.ts";
import { refusePassword } from "./refuse_password.ts";

/**
 * Registers a session that has sent NICK, USER and, if it negotiates, CAP END; before that, does
 * nothing. Modern IRC, "Connection Registration".
 */
export function completeRegistration(server: Server, session: Session): MaybePromise {
  const { registration } = session;
  if (registration === undefined || registration.negotiating) return;
  // The connection may have closed while, for example, a password was checked.
  if (session.connection.closing) return;
  const identity = identityOf(registration);
  if (identity === undefined) return;
  if (session.exchange !== undefined) {
    session.exchange = undefined;
    session.numeric("ERR_SASLABORTED");
  }
  const { options } = server;
  if (options.password !== undefined && !registration.passwordGiven) {
    return refusePassword(server, session);
  }
  if (session.account === undefined && needsAccount(options, session.connection.transport)) {
    return demandAccount(server, session);
  }
  return register(server, session, identity);
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

/** Refuses a session without an account; it stays connected only if it may register one. */
function demandAccount(server: Server, session: Session): void {
  const open = server.options.accounts.registerBeforeConnect;
  const how = open
    ? "to make an account, send: REGISTER <account> * <password>"
    : "ask the server's operator for an account";
  session.standard("FAIL", {
    command: "*",
    code: "ACCOUNT_REQUIRED",
    text: `Log in with SASL to enter; ${how}`,
  });
  if (!open) session.end("An account is needed to enter");
}

function register(server: Server, session: Session, identity: Identity): MaybePromise {
  const claim = claimOf(server, identity.nickname, session);
  switch (claim.kind) {
    case "free":
      return connect(server, session, identity);
    case "displace":
      return andThen(displace(server, claim.holder), () => connect(server, session, identity));
    default:
      return attachOrRefuse(server, session, { identity, claim });
  }
}

/** Appends the session's user to the network. */
function connect(server: Server, session: Session, identity: Identity): MaybePromise {
  if (server.journal.stalled === true) {
    const text = "This server has lost the network; you enter once it is back";
    session.reply(`NOTICE ${session.name} :${text}`);
  }
  const id = server.newId();
  server.sessions.attach(session, id);
  const { account } = session;
  const existing = account === undefined ? new Map() : server.network.accountMetadata(account);
  const metadata = metadataBeforeRegistration({ server, session }, existing);
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
  return append({ server, session }, event, (outcome) => {
    if (outcome.ok) return enter(server, session, outcome.user);
    server.sessions.detach(session, id);
    // The network takes the node for gone, and it begins anew.
    if (outcome.refusal === "gone") return register(server, session, identity);
    // Another session has taken the nickname first.
    const claim = claimOf(server, identity.nickname, session);
    return attachOrRefuse(server, session, { identity, claim });
  });
}

/** Attaches the session to the user of its nickname if they share an account, else refuses it. */
function attachOrRefuse(
  server: Server,
  session: Session,
  { identity, claim }: { readonly identity: Identity; readonly claim: Claim },
): MaybePromise {
  if (claim.kind === "attach") {
    const onGone = () => register(server, session, identity);
    return attach(server, session, { user: claim.holder, onGone });
  }
  refuseNickname(session, identity.nickname, claim);
  if (session.registration !== undefined) session.registration.nickname = undefined;
}

function enter(server: Server, session: Session, user: User): MaybePromise {
  session.user = user;
  session.registration = undefined;
  if (session.connection.closing) return session.detach("Connection closed");
  // The account was removed before the user had their turn; one of its name is not the session's.
  if (user.account !== undefined && session.account === undefined) {
    return session.end(ACCOUNT_REMOVED);
  }
  welcome(server, session);
  return sendMailbox(server, session);
}
