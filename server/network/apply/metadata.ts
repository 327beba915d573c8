import { ownText } from "../../../protocol/lines.ts";
import { casefold } from "../../../protocol/names.ts";
import type { Entry, MetadataChange } from "../events.ts";
import { usersOf } from "./logins.ts";
import { type Outcome, refused } from "../outcome.ts";
import type { NetworkState, User } from "../state.ts";

/** The metadata of guests who have none: most users, who need no map of their own. */
export const NO_METADATA: ReadonlyMap<string, string> = new Map();

export function applyMetadata(
  state: NetworkState,
  { event }: Entry<"metadata">,
): Outcome<"metadata"> {
  const by = state.users.get(event.by);
  const { target } = event;
  const channel = "channel" in target ? state.channels.get(target.channel) : undefined;
  const user = "user" in target ? state.users.get(target.user) : undefined;
  const known = channel?.metadata ?? user?.metadata;
  if (by === undefined || known === undefined) return refused("gone");
  const changes = event.changes.filter(({ key, value }) => known.get(key) !== value);
  if (changes.length === 0) return refused("no-change");
  const values = channel?.metadata ?? metadataToChange(state, user!);
  for (const { key, value } of changes) {
    if (value === undefined) values.delete(key);
    else values.set(ownText(key), ownText(value));
  }
  const users = user === undefined ? [] : [...usersSharing(state, user)];
  return { ok: true, by, channel, users, changes };
}

/** The metadata of a user as a map that may be changed. */
export function metadataToChange(state: NetworkState, user: User): Map<string, string> {
  if (user.account !== undefined) return metadataOfAccount(state, user.account);
  if (user.metadata === NO_METADATA) user.metadata = new Map();
  return user.metadata as Map<string, string>;
}

/** The metadata that a user with this account, or without one, has on entering. */
export function metadataOf(
  state: NetworkState,
  account: string | undefined,
): ReadonlyMap<string, string> {
  return account === undefined ? NO_METADATA : metadataOfAccount(state, account);
}

/** The metadata that the users of an account share. */
export function metadataOfAccount(
  { accountMetadata }: NetworkState,
  account: string,
): Map<string, string> {
  const key = casefold(account);
  let values = accountMetadata.get(key);
  if (values === undefined) {
    values = new Map();
    accountMetadata.set(key, values);
  }
  return values;
}

/** The changes that lead from one set of metadata to another. */
export function metadataChanges(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): MetadataChange[] {
  const changes: MetadataChange[] = [];
  for (const key of before.keys()) {
    if (!after.has(key)) changes.push({ key, value: undefined });
  }
  for (const [key, value] of after) {
    if (before.get(key) !== value) changes.push({ key, value });
  }
  return changes;
}

function* usersSharing(state: NetworkState, user: User): Iterable<User> {
  yield user;
  if (user.account === undefined) return;
  for (const other of usersOf(state, user.account)) if (other !== user) yield other;
}
