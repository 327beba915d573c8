import { casefold } from "../../protocol/names.ts";
import type { PastUser } from "./state.ts";

/** The last users who left, a bounded number of them. */
export class Whowas {
  readonly #most: number;
  readonly #byNickname = new Map<string, PastUser[]>();
  readonly #order: string[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** Remembers a user, and forgets the oldest where there are too many. */
  add(user: PastUser): void {
    if (this.#most === 0) return;
    const key = casefold(user.nickname);
    const entries = this.#byNickname.get(key);
    if (entries === undefined) this.#byNickname.set(key, [user]);
    else entries.push(user);
    this.#order.push(key);
    if (this.#order.length > this.#most) this.#forgetOldest();
  }

  /** Those who had a nickname, the latest first. */
  find(nickname: string): readonly PastUser[] {
    return (this.#byNickname.get(casefold(nickname)) ?? []).toReversed();
  }

  #forgetOldest(): void {
    const key = this.#order.shift();
    if (key === undefined) return;
    const entries = this.#byNickname.get(key);
    entries?.shift();
    if (entries?.length === 0) this.#byNickname.delete(key);
  }
}
