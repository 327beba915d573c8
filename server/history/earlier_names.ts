import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Changes } from "../store/changes.ts";
import { EVERYTHING, type Part } from "./reading/parts.ts";

/** Earlier names of one channel whose messages it reads, the latest ones. */
const MAX_NAMES = 10;
/** Channels in the cache; it is emptied beyond that. */
const MAX_CACHED = 20_000;

/**
 * What renamed channels said in public under their earlier names. It stays under those names for
 * whoever comes there, and the channel reads it up to the time when it was renamed.
 */
export class EarlierNames {
  readonly #changes: Changes;
  /** By casefolded name; the latest part first. */
  readonly #parts = new Map<string, readonly Part[]>();
  readonly #statements: Record<"of" | "add" | "removeTarget", StatementSync>;

  constructor(db: DatabaseSync, changes: Changes) {
    this.#changes = changes;
    this.#statements = {
      of: db.prepare(
        "SELECT target, before FROM earlier_names WHERE name = ? ORDER BY before DESC LIMIT ?",
      ),
      add: db.prepare(
        "INSERT INTO earlier_names (name, target, before) VALUES (?, ?, ?) " +
          "ON CONFLICT DO UPDATE SET before = max(before, excluded.before)",
      ),
      removeTarget: db.prepare("DELETE FROM earlier_names WHERE target = ?"),
    };
  }

  /** The parts of other names' histories that the channel of a casefolded name reads. */
  of(name: string): readonly Part[] {
    const known = this.#parts.get(name);
    if (known !== undefined) return known;
    const parts = this.#statements.of.all(name, MAX_NAMES).map(({ target, before }) => ({
      target: Number(target),
      after: EVERYTHING.after,
      before: Number(before),
    }));
    this.#keep(name, parts);
    return parts;
  }

  /** Adds parts to those that the channel of a casefolded name reads. */
  add(name: string, added: readonly Part[]): void {
    const parts = new Map(this.of(name).map((part) => [part.target, part]));
    for (const part of added) {
      const { target, before } = part;
      if (before <= (parts.get(target)?.before ?? 0)) continue;
      parts.set(target, part);
      this.#changes.add(this.#statements.add, name, target, before);
    }
    const latest = [...parts.values()].sort((one, other) => other.before - one.before);
    this.#keep(name, latest.slice(0, MAX_NAMES));
  }

  /** Forgets a target that is removed. */
  remove(target: number): void {
    this.#parts.clear();
    this.#changes.add(this.#statements.removeTarget, target);
  }

  #keep(name: string, parts: readonly Part[]): void {
    if (this.#parts.size >= MAX_CACHED) this.#parts.clear();
    this.#parts.set(name, parts);
  }
}
