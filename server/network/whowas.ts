import { casefold } from "../../protocol/names.ts";

/** A user who has left or changed their nickname, as WHOWAS shows them. */
export interface PastUser {
  readonly nickname: string;
  readonly username: string;
  readonly host: string;
  readonly realname: string;
  readonly account: string | undefined;
  readonly server: string;
  /** Milliseconds since 1970. */
  readonly leftAt: number;
}

/** The last users who left or changed their nickname. */
export class Whowas {
  readonly #maxEntries: number;
  readonly #byNickname = new Map<string, PastUser[]>();
  readonly #order: string[] = [];

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries;
  }

  /** Adds a user, and removes the oldest entry if there are too many. */
  add(user: PastUser): void {
    if (this.#maxEntries === 0) return;
    const key = casefold(user.nickname);
    const entries = this.#byNickname.get(key);
    if (entries === undefined) this.#byNickname.set(key, [user]);
    else entries.push(user);
    this.#order.push(key);
    if (this.#order.length > this.#maxEntries) this.#removeOldest();
  }

  /** The users who had a nickname, the latest first. */
  find(nickname: string): readonly PastUser[] {
    return (this.#byNickname.get(casefold(nickname)) ?? []).toReversed();
  }

  /** All entries in the order in which they were added. */
  *all(): Iterable<PastUser> {
    const taken = new Map<string, number>();
    for (const key of this.#order) {
      const index = taken.get(key) ?? 0;
      taken.set(key, index + 1);
      const entry = this.#byNickname.get(key)?.[index];
      if (entry !== undefined) yield entry;
    }
  }

  #removeOldest(): void {
    const key = this.#order.shift();
    if (key === undefined) return;
    const entries = this.#byNickname.get(key);
    entries?.shift();
    if (entries?.length === 0) this.#byNickname.delete(key);
  }
}
