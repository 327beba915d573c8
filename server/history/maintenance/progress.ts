import type { DatabaseSync, StatementSync } from "node:sqlite";

/** The progress of maintenance tasks, stored so that they continue after a restart. */
export class Progress {
  readonly #statements: Record<"get" | "set" | "remove" | "like", StatementSync>;

  constructor(db: DatabaseSync) {
    this.#statements = {
      get: db.prepare("SELECT value FROM progress WHERE name = ?"),
      set: db.prepare(
        "INSERT INTO progress (name, value) VALUES (?, ?) " +
          "ON CONFLICT DO UPDATE SET value = excluded.value",
      ),
      remove: db.prepare("DELETE FROM progress WHERE name = ?"),
      like: db.prepare("SELECT name FROM progress WHERE substr(name, 1, ?) = ?"),
    };
  }

  get(name: string): number | undefined {
    const row = this.#statements.get.get(name);
    return row === undefined ? undefined : Number(row["value"]);
  }

  set(name: string, value: number): void {
    this.#statements.set.run(name, value);
  }

  remove(name: string): void {
    this.#statements.remove.run(name);
  }

  /** The stored names that begin with `prefix`. */
  names(prefix: string): string[] {
    return this.#statements.like.all(prefix.length, prefix).map((row) => String(row["name"]));
  }
}
