import { sameName } from "../../protocol/names.ts";
import { networkPrefix } from "../io/network_prefix.ts";
import type { MaybePromise } from "../maybe_promise.ts";
import { sourceOf, type User } from "../network/state.ts";
import { sendMailbox } from "../replies/mailbox.ts";
import { needsAccount } from "../registration/requirements.ts";
import type { Server } from "../server.ts";
import { append } from "../session_context.ts";
import type { Session } from "../session/session.ts";

/** Why a session ends whose account was removed before its login had its turn in the journal. */
export const ACCOUNT_REMOVED = "Your account was removed";

/** The account that a session is logged in to. */
export function accountOf({ user, account }: Session): string | undefined {
  return user === undefined ? account : user.account;
}

/** Whether a session may log in to an account: sessions of one user share their account. */
export function mayLogIn(server: Server, session: Session, account: string): boolean {
  const { user } = session;
  if (user === undefined) return true;
  const own = server.sessions.of(user.id);
  // What sessions on other nodes have logged in to is what their user has.
  if (own.length < user.sessions.length && !sameName(user.account, account)) return false;
  return own.every((other) => other === session || sameName(other.account, account));
}

/** Logs a session in; `after` runs when it has its answer, before anybody else is notified. */
export function logIn(
  server: Server,
  session: Session,
  { account, tokenId, after }: {
    readonly account: string;
    /** The login token that it logs in by; absent for a password. */
    readonly tokenId?: string | undefined;
    readonly after?: () => void;
  },
): MaybePromise {
  const { user } = session;
  server.log.info("Logged in", { account, nickname: session.name, address: session.address });
  session.account = account;
  session.loginToken = tokenId === undefined ? undefined : { id: tokenId, made: false };
  session.numeric(
    "RPL_LOGGEDIN",
    [fullSource(session), account],
    `You are logged in as ${account}`,
  );
  after?.();
  if (user === undefined) return;
  const event = { type: "account", user: user.id, account } as const;
  return append({ server, session }, event, (outcome) => {
    // The account was removed before the login had its turn; one of its name is not the session's.
    if (session.account === undefined) return session.end(ACCOUNT_REMOVED);
    if (outcome.ok || outcome.refusal !== "shared") return sendMailbox(server, session);
    session.end("Another connection of the account that you had shares your nickname");
  });
}

/** Tells the operator that a session gave a wrong password or token. */
export function logRefusedLogin({ summedLog }: Server, { name, address }: Session): void {
  summedLog.warn("Login refused", { nickname: name, address }, { kind: networkPrefix(address) });
}

/** Logs a session's user out. */
export function logOut(server: Server, session: Session): MaybePromise {
  const { user } = session;
  session.account = undefined;
  session.loginToken = undefined;
  session.numeric("RPL_LOGGEDOUT", [fullSource(session)]);
  if (user === undefined) return;
  const event = { type: "account", user: user.id, account: undefined } as const;
  return append({ server, session }, event);
}

/** Ends the sessions of a user who is logged out, where accounts are required. */
export function endUnauthenticated(
  server: Server,
  user: User,
  { except }: { readonly except?: Session | undefined } = {},
): void {
  for (const session of [...server.sessions.of(user.id)]) {
    if (session === except) continue;
    if (!needsAccount(server.options, session.connection.transport)) continue;
    session.end("An account is needed on this server");
  }
}

/** `nick!user@host`, with `*` for a part that is not known yet. */
function fullSource(session: Session): string {
  const { user, registration } = session;
  if (user !== undefined) return sourceOf(user);
  return `${session.name}!${registration?.username ?? "*"}@${session.address}`;
}

/** Explains to a person how long to wait after too many wrong passwords. */
export function waitText(milliseconds: number): string {
  return `Too many wrong passwords; try again in ${Math.ceil(milliseconds / 1000)} seconds`;
}
