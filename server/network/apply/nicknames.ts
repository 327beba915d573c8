import { lookalikeForms } from "../../../protocol/lookalikes.ts";
import type { NetworkState, User } from "../state.ts";

/** Adds a user's nickname to the tables of names. */
export function addNickname({ nicknames, lookalikes }: NetworkState, user: User): void {
  const [key, ...forms] = lookalikeForms(user.nickname);
  nicknames.set(key!, user);
  for (const form of forms) {
    const users = lookalikes.get(form);
    if (users === undefined) lookalikes.set(form, new Set([user]));
    else users.add(user);
  }
}

/** Removes a user's nickname from the tables of names. */
export function removeNickname({ nicknames, lookalikes }: NetworkState, user: User): void {
  const [key, ...forms] = lookalikeForms(user.nickname);
  nicknames.delete(key!);
  for (const form of forms) {
    const users = lookalikes.get(form);
    users?.delete(user);
    if (users?.size === 0) lookalikes.delete(form);
  }
}
