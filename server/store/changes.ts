import type { StatementSync } from "node:sqlite";

/** A value that a column can have. */
type Value = string | number | null | Uint8Array;

/** A change that waits for the commit. */
interface Change {
  readonly statement: StatementSync;
  readonly params: readonly Value[];
}

/** Changes of the database that are stored with the next commit, in their order. */
export class Changes {
  #waiting: Change[] = [];

  /** Whether there are changes to store. */
  get any(): boolean {
    return this.#waiting.length > 0;
  }

  add(statement: StatementSync, ...params: Value[]): void {
    this.#waiting.push({ statement, params });
  }

  /** Stores the changes, in the open transaction. */
  store(): void {
    for (const { statement, params } of this.#waiting) statement.run(...params);
  }

  /** Forgets the stored changes: their transaction is committed. */
  committed(): void {
    this.#waiting = [];
  }
}
