import { ownText } from "../../../protocol/lines.ts";
import { casefold, sameName } from "../../../protocol/names.ts";
import type { Entry } from "../events.ts";
import { type Outcome, type Refused, refused } from "../outcome.ts";
import {
  type Account,
  type Channel,
  isExpired,
  type NetworkState,
  usableAccount,
} from "../state.ts";
import { endIfEmpty, setFounder } from "./founders.ts";
import { setAccount, usersOf } from "./logins.ts";
import { metadataChanges, metadataOfAccount, NO_METADATA } from "./metadata.ts";
import { setUserMode } from "./user_modes.ts";

/** Adds an account to the tables of accounts. */
export function addAccount({ accounts, pendingAccounts }: NetworkState, account: Account): void {
  accounts.add(account.name, account);
  if (account.pending !== undefined) pendingAccounts.add(account);
}

/** Of two accounts with names that are or look the same, the first in the log is added. */
export function applyAccountAdded(
  state: NetworkState,
  { event, time }: Entry<"account-added">,
): Outcome<"account-added"> {
  const name = ownText(event.name);
  for (const other of state.accounts.lookingLike(name)) {
    if (isExpired(other, time)) continue;
    return refused(sameName(other.name, name) ? "account-exists" : "account-lookalike");
  }
  const expired = [...removeExpired(state, time)];
  const account: Account = { name, createdAt: time, pending: event.pending };
  addAccount(state, account);
  return { ok: true, account, expired };
}

/** Makes a pending account one that can be used, if the code is its own and still valid. */
export function applyAccountConfirmed(
  { accounts, pendingAccounts }: NetworkState,
  { event, time }: Entry<"account-confirmed">,
): Outcome<"account-confirmed"> {
  const account = accounts.get(event.account);
  if (account?.pending?.codeHash !== event.codeHash || isExpired(account, time)) {
    return refused("gone");
  }
  account.pending = undefined;
  pendingAccounts.delete(account);
  return { ok: true, account };
}

/** Checks only that the account exists: passwords, tokens and the like are not in this state. */
export function applyToAccount(
  state: NetworkState,
  { event }: { readonly event: { readonly account: string } },
): { readonly ok: true; readonly account: Account } | Refused {
  const account = usableAccount(state, event.account);
  return account === undefined ? refused("gone") : { ok: true, account };
}

/** Takes the account's channels from it and logs its users out. */
export function applyAccountGone(
  state: NetworkState,
  { event }: Entry<"account-gone">,
): Outcome<"account-gone"> {
  const account = state.accounts.get(event.account);
  if (account === undefined) return refused("gone");
  removeAccount(state, account);
  const key = casefold(account.name);
  const channels: Channel[] = [];
  for (const channel of [...state.channels.values()]) {
    const had = channel.accountStatus.delete(key);
    const owned = sameName(channel.founder, account.name);
    if (owned) {
      setFounder(state, channel, undefined);
      endIfEmpty(state, channel);
    }
    if (had || owned) channels.push(channel);
  }
  const users = usersOf(state, account.name);
  const metadata = metadataChanges(metadataOfAccount(state, account.name), new Map());
  state.accountMetadata.delete(key);
  for (const user of users) {
    setAccount(state, user, undefined);
    user.metadata = NO_METADATA;
    setUserMode(user, { mode: "r", adding: false });
  }
  return { ok: true, users, channels, metadata };
}

/** Removes the accounts whose e-mail address was not verified in time. */
function* removeExpired(state: NetworkState, time: number): Iterable<Account> {
  for (const account of [...state.pendingAccounts]) {
    if (!isExpired(account, time)) continue;
    removeAccount(state, account);
    yield account;
  }
}

function removeAccount({ accounts, pendingAccounts }: NetworkState, account: Account): void {
  accounts.remove(account.name, account);
  pendingAccounts.delete(account);
}
