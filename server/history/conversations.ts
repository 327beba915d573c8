import type { DatabaseSync, StatementSync } from "node:sqlite";
import { casefold, isAscii } from "../../protocol/names.ts";
import type { User } from "../network/state.ts";
import { accountParty, conversationKey, partiesOf } from "./target_keys.ts";
import { MAX_LATER, type Targets } from "./targets.ts";

/** Conversations of one party that are read, those with the latest messages. */
const MAX_CONVERSATIONS = 2_000;
/** Conversations that are read in one step. */
const PAGE = 100;

/** One of a user's conversations. */
export interface Conversation {
  readonly target: number;
  /** The last nickname of the other party. */
  readonly name: string;
  /** No message of it has a higher sequence. */
  readonly latest: number;
}

/** Finds the conversations of users. */
export class Conversations {
  readonly #targets: Targets;
  readonly #page: StatementSync;
  readonly #named: StatementSync;

  constructor(db: DatabaseSync, targets: Targets) {
    this.#targets = targets;
    this.#page = db.prepare(
      "SELECT target, other, latest FROM conversations WHERE party = ?1 AND latest > ?2 AND " +
        "(latest, target) < (?3, ?4) ORDER BY latest DESC, target DESC LIMIT ?5",
    );
    // For ASCII, NOCASE is the casefolding of names.
    this.#named = db.prepare(
      "SELECT target, other FROM (SELECT target, other FROM conversations WHERE party = ?1 " +
        "ORDER BY latest DESC LIMIT ?2) WHERE ?3 OR other = ?4 COLLATE NOCASE",
    );
  }

  /**
   * The conversations of a user that may have messages after a sequence, those with the latest
   * messages first. Every {@linkcode PAGE} of them is one step.
   */
  *of(user: User, after: number): Iterable<Conversation> {
    const since = Math.max(after - MAX_LATER, -1);
    for (const party of partiesOf(user)) {
      let last = { latest: Number.MAX_SAFE_INTEGER, target: Number.MAX_SAFE_INTEGER };
      for (let count = 0; count < MAX_CONVERSATIONS; count += PAGE) {
        const rows = this.#page.all(party, since, last.latest, last.target, PAGE);
        for (const row of rows) {
          last = { latest: Number(row["latest"]), target: Number(row["target"]) };
          yield {
            target: last.target,
            name: String(row["other"]),
            latest: last.latest + MAX_LATER,
          };
        }
        if (rows.length < PAGE) break;
      }
    }
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
      for (const target of this.#lastNamed(user, casefold(nickname))) targets.add(target);
    }
    return [...targets];
  }

  #lastNamed(user: User, nickname: string): number[] {
    const any = isAscii(nickname) ? 0 : 1;
    return partiesOf(user)
      .flatMap((party) => this.#named.all(party, MAX_CONVERSATIONS, any, nickname))
      .filter(({ other }) => casefold(String(other)) === nickname)
      .map(({ target }) => Number(target));
  }
}
