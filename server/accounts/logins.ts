import type { MaybePromise } from "../maybe_promise.ts";
import type { Server } from "../server.ts";
import { append, type SessionContext } from "../session_context.ts";
import { accountOf } from "./login.ts";
import type { StoredToken } from "./login_tokens.ts";

/** A session that is logged in. */
export interface Login {
  /** The id of the session. */
  readonly session: string;
  readonly address: string;
  /** Milliseconds since 1970. */
  readonly connectedAt: number;
  /** The id of its login token; undefined for a password. */
  readonly token?: string | undefined;
}

/** A login token and the sessions that are logged in by it. */
export interface TokenInUse extends StoredToken {
  readonly sessions: readonly Login[];
}

/** Where an account is logged in. */
export interface Logins {
  readonly tokens: readonly TokenInUse[];
  /** Every session of the account, by password or by token. */
  readonly sessions: readonly Login[];
}

/** Finds where an account is logged in, now and by its tokens, on all nodes of a cluster. */
export async function loginsOf(server: Server, account: string): Promise<Logins> {
  const answers = await server.peers?.ask("logins", account) ?? [];
  const elsewhere = answers.flatMap(({ lines }) => lines.map(readLogin));
  const sessions = [
    ...loginsHere(server, account),
    ...elsewhere.filter((one) => one !== undefined),
  ];
  const tokens = server.accounts.tokens.list(account).map((token) => ({
    ...token,
    sessions: sessions.filter((one) => one.token === token.id),
  }));
  return { tokens, sessions };
}

/** The sessions of an account on this node, as lines that {@linkcode loginsOf} reads. */
export function loginLines(server: Server, account: string): string[] {
  return loginsHere(server, account).map((login) => JSON.stringify(login));
}

function loginsHere({ network, sessions }: Server, account: string): Login[] {
  return network.usersOf(account).flatMap(({ id }) => sessions.of(id))
    .map(({ id, address, connectedAt, loginToken }) => {
      return { session: id, address, connectedAt, token: loginToken?.id };
    });
}

/** Reads the line of another node; undefined if it is of a version that has other ones. */
function readLogin(line: string): Login | undefined {
  const { session, address, connectedAt, token } = parseTable(line);
  const isLogin = typeof session === "string" && typeof address === "string" &&
    typeof connectedAt === "number";
  if (!isLogin || (token !== undefined && typeof token !== "string")) return undefined;
  return { session, address, connectedAt, token };
}

function parseTable(line: string): Partial<Record<keyof Login, unknown>> {
  try {
    return Object(JSON.parse(line));
  } catch {
    return {};
  }
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
