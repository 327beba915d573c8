import { sameName } from "../../protocol/names.ts";
import type { Entry, EventType } from "../network/events.ts";
import type { Effects } from "../network/outcome.ts";
import type { Server } from "../server.ts";
import type { Session } from "../session/session.ts";
import { markerLine, READ_MARKER } from "../replies/markers.ts";
import { endUnauthenticated } from "./login.ts";

const PASSWORD_CHANGED = "The password of your account was changed; log in again";
const REVOKED = "The login of this connection was revoked";

type Consequence<T extends EventType> = (
  server: Server,
  entry: Entry<T>,
  effect: Effects[T],
) => void;

const CONSEQUENCES: { readonly [T in EventType]?: Consequence<T> } = {
  "account": endIfLoggedOut,
  "account-gone": logOutAll,
  "password": endOtherSessions,
  "token-removed": endTokenSessions,
  "marker": sendMarkerToOthers,
};

/** Does what an applied event means for the sessions of this server beside the lines it sends. */
export function takeConsequences<T extends EventType>(
  server: Server,
  entry: Entry<T>,
  effect: Effects[T],
): void {
  CONSEQUENCES[entry.event.type as T]?.(server, entry, effect);
}

/** The sessions that are logged in to an account, or whose login is on its way to the journal. */
function sessionsOf({ sessions }: Server, account: string): Session[] {
  return [...sessions.all].filter((session) =>
    sameName(session.account, account) || sameName(session.user?.account, account)
  );
}

/** Ends the sessions of a user who has logged out, where accounts are required. */
function endIfLoggedOut(
  server: Server,
  _entry: Entry<"account">,
  { user }: Effects["account"],
): void {
  if (user.account === undefined) endUnauthenticated(server, user);
}

/** Logs the sessions of an account that is removed out. */
function logOutAll(
  server: Server,
  { event, origin }: Entry<"account-gone">,
  { users }: Effects["account-gone"],
): void {
  for (const session of server.sessions.all) {
    // The next owner of the name must not share a nickname with connections of this account.
    if (sameName(session.account, event.account)) session.account = undefined;
  }
  const by = server.sessions.byId(origin);
  for (const user of users) endUnauthenticated(server, user, { except: by });
}

/** Ends the sessions of an account but the one that has changed its password. */
function endOtherSessions(
  server: Server,
  { event: { account }, origin }: Entry<"password">,
): void {
  for (const session of sessionsOf(server, account)) {
    if (session.id !== origin) session.end(PASSWORD_CHANGED);
    else if (session.loginToken !== undefined) {
      session.loginToken = { ...session.loginToken, id: undefined };
    }
  }
}

/**
 * Ends the sessions that are logged in by a revoked token: the sessions of a nickname are one user,
 * so that one of them alone cannot be logged out. The session that asked for it stays.
 */
function endTokenSessions(
  server: Server,
  { event: { account, id }, origin }: Entry<"token-removed">,
): void {
  for (const session of sessionsOf(server, account)) {
    const token = session.loginToken;
    if (token === undefined || (id !== undefined && token.id !== id)) continue;
    if (session.id === origin) session.loginToken = { ...token, id: undefined };
    else session.end(REVOKED);
  }
}

/** Sends a read marker to the sessions of an account or a guest but the one that has moved it. */
function sendMarkerToOthers(
  server: Server,
  { event: { target: name }, origin }: Entry<"marker">,
  { user }: Effects["marker"],
): void {
  // It may be ahead of the event: a marker never moves back.
  const line = markerLine(server, { name, time: server.history.markers.get(user, name) });
  const { account } = user;
  const users = account === undefined ? [user] : server.network.usersOf(account);
  for (const { id } of users) {
    for (const session of server.sessions.of(id)) {
      if (session.id !== origin && session.capabilities.has(READ_MARKER)) session.push(line);
    }
  }
}
