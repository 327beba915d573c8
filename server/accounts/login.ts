import { sameName } from "../../protocol/names.ts";
import { andThen } from "../maybe_promise.ts";
import { sourceOf, type User } from "../network/state.ts";
import type { Server } from "../server.ts";
import type { Session } from "../session/session.ts";
import type { Handled } from "../commands/context.ts";
import { sendMailbox } from "../replies/mailbox.ts";

/** The account that a session has logged in to. */
export function accountOf({ user, account }: Session): string | undefined {
  return user === undefined ? account : user.account;
}

/**
 * Whether a session may log in to another account than it has: connections that share a nickname
 * do so because they share an account.
 */
export function mayLogIn(server: Server, session: Session, account: string): boolean {
  const { user } = session;
  if (user === undefined) return true;
  return server.sessions.of(user.id).every((other) =>
    other === session ||
    sameName(other.account, account)
  );
}

/** Logs a session in; `after` is said once it is told so, before anybody else hears of it. */
export function logIn(
  server: Server,
  session: Session,
  { account, after }: { account: string; after?: () => void },
): Handled {
  const { user } = session;
  server.log.info("Logged in", { account, nickname: session.name, address: session.address });
  session.account = account;
  session.numeric("RPL_LOGGEDIN", [fullName(session), account], `You are logged in as ${account}`);
  after?.();
  if (user === undefined) return;
  const event = { type: "account", user: user.id, account } as const;
  return andThen(server.journal.append(event, session.id), () => sendMailbox(server, session));
}

/** Logs a session out, and all that share its nickname. */
export function logOut(server: Server, session: Session): Handled {
  const { user } = session;
  session.account = undefined;
  session.numeric("RPL_LOGGEDOUT", [fullName(session)]);
  if (user === undefined) return;
  const event = { type: "account", user: user.id, account: undefined } as const;
  return andThen(server.journal.append(event, session.id), () => showOut(server, user));
}

/** Ends a user's connections where nobody may be here without an account. */
export function showOut(server: Server, user: User): void {
  if (server.options.accounts.mode !== "required") return;
  for (const session of [...server.sessions.of(user.id)]) {
    session.end("An account is needed to be here");
  }
}

/** `nick!user@host`, with `*` for what is not known yet. */
function fullName(session: Session): string {
  const { user, registration } = session;
  if (user !== undefined) return sourceOf(user);
  return `${session.name}!${registration?.username ?? "*"}@${session.address}`;
}

/** How long one has to wait, for people. */
export function waitText(milliseconds: number): string {
  return `Too many wrong passwords; try again in ${Math.ceil(milliseconds / 1000)} seconds`;
}
