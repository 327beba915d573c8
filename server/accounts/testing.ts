import type { DatabaseSync } from "node:sqlite";
import type { Journal } from "../journal/journal.ts";
import type { Entry, EventType, NetworkEvent } from "../network/events.ts";
import { nextSequence, timeOfSequence } from "../network/ids.ts";
import { Network } from "../network/network.ts";
import type { Outcome } from "../network/outcome.ts";
import { accountAdded } from "../network/testing.ts";
import { createLog } from "../operator/log.ts";
import type { ServerOptions } from "../options/mod.ts";
import { openStore } from "../store/mod.ts";
import { transact } from "../store/transaction.ts";
import type { AccountParts } from "./account_parts.ts";
import { AccountStore } from "./account_store.ts";

/** For tests: accounts in a database in memory, and a journal for them alone. */
export class TestAccounts {
  readonly db: DatabaseSync = openStore({ data: ":memory:", fsync: false }).db;
  readonly network = new Network({ whowasEntries: 0 });
  readonly store = new AccountStore(this.db);
  readonly logged: string[] = [];
  /** The events that were appended. */
  readonly events: NetworkEvent[] = [];
  readonly parts: AccountParts;
  /** Milliseconds since 1970. */
  now = Date.UTC(2026, 0, 1, 10, 30);
  /** Whether nothing can be stored. */
  isFull = false;
  #last = 0;

  constructor(options: Partial<ServerOptions> = {}) {
    this.parts = {
      db: this.db,
      network: this.network,
      options: () => options as ServerOptions,
      log: createLog({ level: "debug", format: "text", write: (line) => this.logged.push(line) }),
      now: () => this.now,
      append: this.append as Journal["append"],
      writePending: () => this.writePending(),
    };
  }

  /** Adds accounts that exist. */
  add(...names: string[]): void {
    for (const name of names) this.append(accountAdded(name));
  }

  readonly append = <E extends NetworkEvent>(event: E): Outcome<E["type"]> => {
    this.events.push(event);
    const sequence = this.#last = nextSequence(this.#last, this.now);
    const entry = { event, sequence, time: timeOfSequence(sequence), origin: undefined };
    const outcome = this.network.apply(entry as unknown as Entry<EventType>);
    if (outcome.ok) this.store.record(entry as unknown as Entry<EventType>, outcome);
    return outcome as Outcome<E["type"]>;
  };

  writePending(): boolean {
    if (this.isFull) return false;
    transact(this.db, () => this.store.store());
    this.store.committed();
    return true;
  }

  /** The rows of a table. */
  rows(table: string): Record<string, unknown>[] {
    this.writePending();
    return this.db.prepare(`SELECT * FROM ${table}`).all();
  }
}
