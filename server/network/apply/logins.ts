import type { NetworkState, User } from "../state.ts";

const NOBODY: readonly User[] = [];

/** The users on the network who are logged in to an account, by its own name. */
export function usersOf({ loggedIn }: NetworkState, account: string): readonly User[] {
  return loggedIn.get(account) ?? NOBODY;
}

/** The user of an account who gets what is sent to it: the one who has had the nickname for longest. */
export function receiverFor(state: NetworkState, account: string): User | undefined {
  let first: User | undefined;
  for (const user of usersOf(state, account)) {
    if (first === undefined || user.namedBy < first.namedBy) first = user;
  }
  return first;
}

/** Logs a user in to an account, by its own name, or out. */
export function setAccount(state: NetworkState, user: User, account: string | undefined): void {
  forgetLogin(state, user);
  user.account = account;
  addLogin(state, user);
}

/** Adds a user to those of their account; does nothing without one. */
export function addLogin(state: NetworkState, user: User): void {
  const { account } = user;
  if (account !== undefined) state.loggedIn.set(account, [...usersOf(state, account), user]);
}

/** Removes a user from those of their account; does nothing without one. */
export function forgetLogin(state: NetworkState, user: User): void {
  const { account } = user;
  if (account === undefined) return;
  const others = usersOf(state, account).filter((other) => other !== user);
  if (others.length === 0) state.loggedIn.delete(account);
  else state.loggedIn.set(account, others);
}
