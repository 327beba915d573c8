import { accountOf } from "../../accounts/login.ts";
import {
  type Login,
  type Logins,
  loginsOf,
  revokeLogin,
  type TokenInUse,
} from "../../accounts/logins.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
import type { Session } from "../../session/session.ts";
import type { ServiceCommand, ServiceContext } from "./service.ts";

/** Lines of one list that are shown. */
const MAX_ROWS = 100;

/** NickServ's list of the places where one is logged in, with the login tokens. */
export const SESSIONS: ServiceCommand = {
  run: sessions,
  usage: "SESSIONS [REVOKE <id or ALL>]",
  description: "lists where you are logged in, or revokes a login token and ends its connections",
};

function sessions(
  context: ServiceContext,
  [word = "LIST", id]: readonly string[],
): MaybePromise {
  const { server, session, answer } = context;
  const account = accountOf(session);
  if (account === undefined) return answer("Log in first");
  const name = word.toUpperCase();
  if (name === "LIST") return loginsOf(server, account).then((logins) => list(context, logins));
  if (name !== "REVOKE" || id === undefined) return answer(`Usage: ${SESSIONS.usage}`);
  const isAll = id.toUpperCase() === "ALL";
  const after = (revoked: boolean) => {
    if (isAll) answer("All login tokens are revoked");
    else answer(revoked ? `The login token ${id} is revoked` : `There is no login token ${id}`);
  };
  return revokeLogin(context, { account, id: isAll ? undefined : id, after });
}

function list({ session, answer }: ServiceContext, { sessions, tokens }: Logins): void {
  const rows = [
    ...sessions.map((one) => describeSession(one, session)),
    ...tokens.map((token) => describeToken(token, session)),
  ];
  for (const row of rows.slice(0, MAX_ROWS)) answer(row);
  if (rows.length > MAX_ROWS) answer(`and ${rows.length - MAX_ROWS} more`);
  if (tokens.length === 0) answer("There are no login tokens");
}

function describeSession({ session, address, connectedAt, token }: Login, asking: Session): string {
  const since = new Date(connectedAt).toISOString().slice(0, 16).replace("T", " ");
  const by = token === undefined ? "" : `, login token ${token}`;
  return `Connection from ${address} since ${since} UTC${by}${mark(session === asking.id)}`;
}

function describeToken(token: TokenInUse, asking: Session): string {
  const { id, label, createdAt, usedAt, sessions } = token;
  const name = label === "" ? "" : ` (${label})`;
  const times = `made ${day(createdAt)}, last used ${day(usedAt)}`;
  return `Login token ${id}${name}: ${times}${
    mark(sessions.some(({ session }) => session === asking.id))
  }`;
}

function mark(isOwn: boolean): string {
  return isOwn ? " (this one)" : "";
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
