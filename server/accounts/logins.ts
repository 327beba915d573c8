import { sameName } from "../../protocol/names.ts";
import type { MaybePromise } from "../maybe_promise.ts";
import type { Server } from "../server.ts";
import { append, type SessionContext } from "../session_context.ts";
import type { Session } from "../session/session.ts";
import { accountOf } from "./login.ts";
import type { StoredToken } from "./login_tokens.ts";

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
 * Revokes a token of an account, or all, which disconnects the sessions that are logged in by it, see
 * consequences.ts; the session that asks for it stays. `after` gets whether there was such a token.
 */
export function revokeLogin(
  { server, session }: SessionContext,
  { account, id, after }: {
    readonly account: string;
    /** Undefined for all. */
    readonly id?: string | undefined;
    readonly after: (revoked: boolean) => MaybePromise;
  },
): MaybePromise {
  const tokens = server.accounts.tokens.list(account);
  if (!tokens.some((token) => id === undefined || token.id === id)) return after(false);
  return append({ server, session }, { type: "token-removed", account, id }, ({ ok }) => {
    if (ok) server.log.info("Login tokens revoked", { account, id: id ?? "all" });
    return after(ok);
  });
}

/** Notes the tokens of the connected sessions as used, and removes those that have expired. */
export function maintainTokens({ sessions, accounts }: Server): void {
  const used = [...sessions.all].flatMap((session) => {
    const [account, id] = [accountOf(session), session.loginToken?.id];
    return account === undefined || id === undefined ? [] : [{ account, id }];
  });
  accounts.tokens.maintain(used);
}
