import type { DatabaseSync, StatementSync } from "node:sqlite";
import { messageOf } from "../../protocol/errors.ts";
import type { Recorder } from "../journal/journal.ts";
import type { Log } from "../operator/log.ts";
import type { Entry, EventType } from "../network/events.ts";
import type { Effects } from "../network/outcome.ts";
import { RECORD, type RecordContext } from "./record.ts";
import type { Row } from "./row.ts";
import type { Targets } from "./targets.ts";

/** Events that somebody is told did not happen, when they could not be stored. */
const PLEDGED: ReadonlySet<EventType> = new Set<EventType>(["message", "redact"]);

/** What keeps something of its own in the same transaction as the history. */
export interface Participant {
  /** Takes an applied event. */
  record<T extends EventType>(entry: Entry<T>, effect: Effects[T]): void;
  /** Whether there is anything to store. */
  readonly changed: boolean;
  /** Stores it, in the transaction that is open. */
  store(): void;
  /** That transaction is committed. */
  stored(): void;
}

/** Options for {@linkcode HistoryRecorder}. */
export interface RecorderOptions {
  readonly db: DatabaseSync;
  readonly targets: Targets;
  readonly participants: readonly Participant[];
  readonly log: Log;
  readonly serverName: string;
  /** Whether direct messages are kept; asked each time, since REHASH may change it. */
  readonly directMessages: () => boolean;
  /** Told of rows that are safe now. */
  readonly onStored: (rows: readonly Row[]) => void;
}

/**
 * Keeps events in the database. What is recorded waits in memory for the end of the tick, or
 * for the first who wants to read, and is then written in one transaction, all or nothing.
 */
export class HistoryRecorder implements Recorder {
  readonly lastSequence: number;
  readonly #options: RecorderOptions;
  readonly #statements: Record<"begin" | "commit" | "insert" | "remove" | "unsay", StatementSync>;
  readonly #context: RecordContext;
  #redacted: number[] = [];
  #pledged: Entry[] = [];
  #lost: Entry[] = [];
  #failing = false;

  constructor(options: RecorderOptions) {
    this.#options = options;
    const { db } = options;
    this.#statements = {
      begin: db.prepare("BEGIN IMMEDIATE"),
      commit: db.prepare("COMMIT"),
      insert: db.prepare(
        "INSERT INTO history (seq, target, kind, source, account, recipient, text, extra) " +
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      ),
      remove: db.prepare("DELETE FROM history WHERE seq = ?"),
      unsay: db.prepare("DELETE FROM history_text WHERE rowid = ?"),
    };
    const { targets, serverName, directMessages } = options;
    this.#context = { targets, serverName, directMessages, rows: [] };
    const row = db.prepare("SELECT max(seq) AS last FROM history").get();
    this.lastSequence = Number(row?.["last"] ?? 0);
  }

  record<T extends EventType>(entry: Entry<T>, effect: Effects[T]): number {
    const { type } = entry.event;
    if (PLEDGED.has(type)) this.#pledged.push(entry as unknown as Entry);
    const { event } = entry as unknown as Entry;
    if (event.type === "redact") this.#redacted.push(event.message);
    for (const participant of this.#options.participants) participant.record(entry, effect);
    const before = this.#context.rows.length;
    RECORD[type as T]?.(this.#context, entry, effect);
    const rows = this.#context.rows.length - before;
    return entry.sequence + Math.max(rows - 1, 0);
  }

  /** Makes all that was recorded readable, and as safe as a commit does. */
  settle(): void {
    const { targets, participants } = this.#options;
    const changed = targets.changed || participants.some((participant) => participant.changed);
    const { rows } = this.#context;
    if (rows.length === 0 && this.#redacted.length === 0 && !changed) {
      this.#pledged = [];
      return;
    }
    // What follows a loss in the same tick is lost too, since its lines are taken back together.
    const stored = this.#lost.length === 0 && this.#store(rows);
    if (!stored) this.#lost.push(...this.#pledged);
    this.#context.rows = [];
    this.#redacted = [];
    this.#pledged = [];
    if (stored && rows.length > 0) this.#options.onStored(rows);
  }

  commit(): readonly Entry[] {
    this.settle();
    if (this.#lost.length === 0) return this.#lost;
    const lost = this.#lost;
    this.#lost = [];
    return lost;
  }

  #store(rows: readonly Row[]): boolean {
    const { begin, commit, insert, remove, unsay } = this.#statements;
    const { targets, participants } = this.#options;
    try {
      begin.run();
      targets.store();
      for (const participant of participants) participant.store();
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i] as Row;
        const { seq, target, kind, source, account, recipient, text, extra } = row;
        insert.run(seq, target, kind, source, account, recipient, text, extra);
      }
      for (const seq of this.#redacted) {
        remove.run(seq);
        unsay.run(seq);
      }
      commit.run();
      targets.stored();
      for (const participant of participants) participant.stored();
      this.#tell(undefined);
      return true;
    } catch (error) {
      this.#rollback();
      this.#tell(error);
      return false;
    }
  }

  #rollback(): void {
    try {
      this.#options.db.exec("ROLLBACK");
    } catch {
      // SQLite has rolled back by itself, as it does when the disk fails.
    }
  }

  /** Tells the log when storing begins to fail and when it works again, not each time. */
  #tell(error: unknown): void {
    const failing = error !== undefined;
    if (failing === this.#failing) return;
    this.#failing = failing;
    const { log } = this.#options;
    if (!failing) {
      log.info("Messages are stored again");
      return;
    }
    const why = messageOf(error);
    log.error("Messages cannot be stored and are refused until they can", { why });
  }
}
