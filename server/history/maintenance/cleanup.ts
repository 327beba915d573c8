import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Network } from "../../network/network.ts";
import { transact } from "../../store/transaction.ts";
import { Eraser } from "../eraser.ts";
import { gapsBetween, type Interval, type Part, wholeOf } from "../reading/parts.ts";
import type { Reader } from "../reading/reader.ts";
import { parseTargetKey } from "../target_keys.ts";
import type { StoredTarget, Targets } from "../targets.ts";

/** Targets that are read in one step. */
const PAGE = 50;

/** Options for {@linkcode Cleanup}. */
export interface CleanupOptions {
  readonly db: DatabaseSync;
  readonly network: Network;
  readonly targets: Targets;
  readonly reader: Reader;
}

/**
 * Removes what nobody can read any more, a little at a time: what was said in closed channels
 * without anybody who may still read it, in conversations of guests who are gone, and to the
 * operators of channels that have ended; and targets without rows.
 */
export class Cleanup {
  readonly #options: CleanupOptions;
  readonly #page: StatementSync;
  readonly #eraser: Eraser;
  #pass: Iterator<void> | undefined;

  constructor(options: CleanupOptions) {
    this.#options = options;
    this.#page = options.db.prepare(
      "SELECT id, key, closed_since AS closedSince FROM targets WHERE id > ? ORDER BY id LIMIT ?",
    );
    this.#eraser = new Eraser(options.db);
  }

  /** Begins a pass over all targets, if none is going on. */
  begin(): void {
    this.#pass ??= this.#run();
  }

  /** Does the next step of the pass. Returns whether there is more to do. */
  step(): boolean {
    const pass = this.#pass;
    this.#pass = undefined;
    if (pass === undefined || pass.next().done === true) return false;
    this.#pass = pass;
    return true;
  }

  *#run(): Iterator<void> {
    for (let last = 0;;) {
      const page = this.#page.all(last, PAGE) as unknown as StoredTarget[];
      if (page.length === 0) return;
      for (const target of page) {
        yield* this.#clean(target);
        last = target.id;
      }
      yield;
    }
  }

  *#clean(target: StoredTarget): Iterable<void> {
    for (const part of this.#unreadable(target)) {
      while (this.#erase(part)) yield;
    }
    const { targets, reader } = this.#options;
    const first = reader.first(target.id);
    if (first === undefined && !this.#isInUse(target)) targets.remove(target);
    else if (parseTargetKey(target.key).word === "closed") {
      targets.attendance.removeBefore(target.id, first ?? Number.MAX_SAFE_INTEGER);
    }
  }

  /** The parts of a target's history that nobody can read. */
  #unreadable({ id, key, closedSince }: StoredTarget): readonly Part[] {
    const { network, targets } = this.#options;
    const { kind, parties, name, word } = parseTargetKey(key);
    if (kind === "detached") return [wholeOf(id)];
    if (kind === "conversation") {
      const isRead = parties.map((party) => this.#isReadBy(party, id)).includes(true);
      return isRead ? [] : [wholeOf(id)];
    }
    const isThere = network.channel(name) !== undefined;
    if (word === "" || (word !== "closed" && isThere)) return [];
    if (word !== "closed") return [wholeOf(id)];
    const intervals: Interval[] = [];
    for (const { party, first, last } of targets.attendance.all(id)) {
      if (this.#isGone(party)) targets.attendance.removeOf(id, party);
      else intervals.push({ first, last });
    }
    if (isThere && closedSince !== null) intervals.push({ first: closedSince, last: undefined });
    return gapsBetween(id, intervals);
  }

  /** Whether a party reads a conversation; a guest who is gone leaves it. */
  #isReadBy(party: string, target: number): boolean {
    const { targets } = this.#options;
    if (!this.#isGone(party)) return targets.hasConversation(party, target);
    targets.leaveConversation(party, target);
    return false;
  }

  /** Whether a channel would go on with a target that has no rows. */
  #isInUse({ key }: StoredTarget): boolean {
    const { kind, name } = parseTargetKey(key);
    return kind === "channel" && this.#options.network.channel(name) !== undefined;
  }

  /** Whether a party is a guest who has left; they do not come back. */
  #isGone(party: string): boolean {
    return party.startsWith("u:") && !this.#options.network.users.has(party.slice("u:".length));
  }

  /** Erases some rows of a part. Returns whether there may be more. */
  #erase(part: Part): boolean {
    const { db, reader } = this.#options;
    const seqs = reader.some(part);
    if (seqs.length === 0) return false;
    transact(db, () => {
      for (const seq of seqs) this.#eraser.erase(seq);
    });
    return true;
  }
}
