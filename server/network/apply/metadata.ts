import { ownText } from "../../../protocol/lines.ts";
import { casefold } from "../../../protocol/names.ts";
import type { Entry, MetadataChange } from "../events.ts";
import { type Outcome, refused } from "../outcome.ts";
import type { NetworkState, User } from "../state.ts";

export function applyMetadata(
  state: NetworkState,
  { event }: Entry<"metadata">,
): Outcome<"metadata"> {
  const by = state.users.get(event.by);
  const { target } = event;
  const channel = "channel" in target ? state.channels.get(target.channel) : undefined;
  const user = "user" in target ? state.users.get(target.user) : undefined;
  const values = channel?.metadata ?? user?.metadata;
  if (by === undefined || values === undefined) return refused("gone");
  const changes = event.changes.filter(({ key, value }) => values.get(key) !== value);
  if (changes.length === 0) return refused("no-change");
  for (const { key, value } of changes) {
    if (value === undefined) values.delete(key);
    else values.set(ownText(key), ownText(value));
  }
  const users = user === undefined ? [] : [...usersSharing(state, user)];
  return { ok: true, by, channel, users, changes };
}

/** The metadata that the users of an account share; empty without an account. */
export function metadataOfAccount(
  { accountMetadata }: NetworkState,
  account: string | undefined,
): Map<string, string> {
  if (account === undefined) return new Map();
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

function* usersSharing({ users }: NetworkState, user: User): Iterable<User> {
  yield user;
  if (user.account === undefined) return;
  for (const other of users.values()) {
    if (other !== user && other.metadata === user.metadata) yield other;
  }
}
