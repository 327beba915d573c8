import { sameName } from "../../protocol/names.ts";
import type { Server } from "../server.ts";
import type { Session } from "../session/session.ts";
import { accountOf } from "./login.ts";
import type { StoredToken } from "./login_tokens.ts";

const PASSWORD_CHANGED = "The password of your account was changed; log in again";
const REVOKED = "The login of this connection was revoked";

/** A login token and the sessions that are logged in by it. */
export interface TokenInUse extends StoredToken {
  readonly sessions: readonly Session[];
}

/** Where an account is logged in. */
export interface Logins {
  readonly tokens: readonly TokenInUse[];
  /** Every session of the account, by password or by token. */
  readonly sessions: readonly Session[];
}

/** Finds where an account is logged in, now and by its tokens. */
export function loginsOf(server: Server, account: string): Logins {
  const sessions = [...server.sessions.all].filter((one) => sameName(accountOf(one), account));
  const tokens = server.accounts.tokens.list(account).map((token) => ({
    ...token,
    sessions: sessions.filter(({ loginToken }) => loginToken?.id === token.id),
  }));
  return { tokens, sessions };
}

/**
 * Revokes a token of an account, or all, and disconnects the sessions that are logged in by it: the
 * sessions of a nickname are one user, so that one of them alone cannot be logged out. The session
 * that asks for it stays.
 * @returns whether there was such a token
 */
export function revokeLogin(
  server: Server,
  { account, id, by }: {
    readonly account: string;
    /** Undefined for all. */
    readonly id?: string | undefined;
    readonly by: Session;
  },
): boolean {
  const revoked = server.accounts.tokens.remove(account, id) > 0;
  endTokenSessions(server, { account, id, by });
  if (revoked) server.log.info("Login tokens revoked", { account, id: id ?? "all" });
  return revoked;
}

/**
 * Ends all sessions of an account but one, after a change of its password: whoever was logged in by
 * the old one is out. Returns how many they were.
 */
export function endOtherSessions(
  server: Server,
  { account, by }: { readonly account: string; readonly by: Session },
): number {
  if (by.loginToken !== undefined) by.loginToken = { ...by.loginToken, id: undefined };
  const others = [...server.sessions.all].filter((session) =>
    session !== by && sameName(accountOf(session), account)
  );
  for (const session of others) session.end(PASSWORD_CHANGED);
  return others.length;
}

/** Ends the sessions that are logged in by a revoked token, see {@linkcode revokeLogin}. */
function endTokenSessions(
  server: Server,
  { account, id, by }: {
    readonly account: string;
    readonly id?: string | undefined;
    readonly by: Session;
  },
): void {
  for (const session of [...server.sessions.all]) {
    const token = session.loginToken;
    if (token === undefined || !sameName(accountOf(session), account)) continue;
    if (id !== undefined && token.id !== id) continue;
    if (session === by) session.loginToken = { ...token, id: undefined };
    else session.end(REVOKED);
  }
}

/** Notes the tokens of the connected sessions as used, and removes those that have expired. */
export function maintainTokens({ sessions, accounts }: Server): void {
  const used = [...sessions.all].flatMap((session) => {
    const [account, id] = [accountOf(session), session.loginToken?.id];
    return account === undefined || id === undefined ? [] : [{ account, id }];
  });
  accounts.tokens.maintain(used);
}
