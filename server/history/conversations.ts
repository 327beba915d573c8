import type { DatabaseSync, StatementSync } from "node:sqlite";
import { casefold } from "../../protocol/names.ts";
import type { User } from "../network/state.ts";
import { accountParty, conversationKey, partiesOf, type Targets } from "./targets.ts";

/** Conversations of one party that are read, the latest first. */
const MAX_CONVERSATIONS = 2_000;

/** One of a user's conversations. */
export interface Conversation {
  readonly target: number;
  /** The last nickname of the other party. */
  readonly name: string;
}

/** Finds the conversations of users. */
export class Conversations {
  readonly #targets: Targets;
  readonly #of: StatementSync;

  constructor(db: DatabaseSync, targets: Targets) {
    this.#targets = targets;
    this.#of = db.prepare(
      "SELECT target, other FROM conversations WHERE party = ? ORDER BY target DESC LIMIT ?",
    );
  }

  of(user: User): Conversation[] {
    return partiesOf(user).flatMap((party) =>
      this.#of.all(party, MAX_CONVERSATIONS)
        .map((row) => ({ target: Number(row["target"]), name: String(row["other"]) }))
    );
  }

  /**
   * The targets of the conversations between a user and the holder of a nickname. If nobody has
   * the nickname now: with the account of that name, and with all who last spoke under it.
   */
  between(user: User, nickname: string, holder: User | undefined): number[] {
    const others = holder === undefined ? [accountParty(nickname)] : partiesOf(holder);
    const targets = new Set<number>();
    for (const one of partiesOf(user)) {
      for (const other of others) {
        const target = this.#targets.find(conversationKey(one, other));
        if (target !== undefined) targets.add(target.id);
      }
    }
    if (holder === undefined) {
      const key = casefold(nickname);
      for (const { target, name } of this.of(user)) {
        if (casefold(name) === key) targets.add(target);
      }
    }
    return [...targets];
  }
}
