import type { DatabaseSync, StatementSync } from "node:sqlite";
import { messageOf } from "../../protocol/errors.ts";
import type { Recorder } from "../journal/journal.ts";
import type { Log } from "../operator/log.ts";
import type { Entry, EventType } from "../network/events.ts";
import type { Effects } from "../network/outcome.ts";
import type { Participant } from "../store/participant.ts";
import { transact } from "../store/transaction.ts";
import { Eraser } from "./eraser.ts";
import type { TargetIndex } from "./maintenance/target_index.ts";
import { RECORD_EVENT, type RecordContext } from "./record_event.ts";
import type { Row } from "./row.ts";
import type { Targets } from "./targets.ts";

/** Types of events whose loss is reported to their senders. */
const PLEDGED: ReadonlySet<EventType> = new Set<EventType>(["message", "redact"]);

/** Rows that one statement stores: a third less time than one by one. */
const ROWS_PER_INSERT = 8;

/** Options for {@linkcode HistoryRecorder}. */
export interface RecorderOptions {
  readonly db: DatabaseSync;
  readonly targets: Targets;
  readonly index: TargetIndex;
  readonly participants: readonly Participant[];
  readonly log: Log;
  readonly serverName: string;
  /** Whether a JOIN is recorded at once if nobody else is in the channel, and nothing happens. */
  readonly recordsAlone?: boolean;
  /** Whether direct messages are recorded. Called each time, since REHASH may change it. */
  readonly directMessages: () => boolean;
  /** Called after a commit with the rows that it has stored, if any. */
  readonly onCommitted: (rows: readonly Row[]) => void;
  /** Called with the error when commits begin to fail. */
  readonly onFailure?: ((error: unknown) => void) | undefined;
}

/**
 * Stores events in the database. They wait in memory until the end of the tick, or until the
 * history is read, and are then written in one transaction, all or nothing.
 */
export class HistoryRecorder implements Recorder {
  readonly lastSequence: number;
  readonly #options: RecorderOptions;
  readonly #insert: StatementSync;
  readonly #insertSeveral: StatementSync;
  readonly #eraser: Eraser;
  readonly #context: RecordContext;
  #redacted: number[] = [];
  #pledged: Entry[] = [];
  #lost: Entry[] = [];
  #failing = false;

  constructor(options: RecorderOptions) {
    this.#options = options;
    const { db } = options;
    this.#insert = prepareInsert(db, 1);
    this.#insertSeveral = prepareInsert(db, ROWS_PER_INSERT);
    this.#eraser = new Eraser(db);
    const { targets, serverName, directMessages } = options;
    this.#context = {
      targets,
      serverName,
      directMessages,
      rows: [],
      alone: new WeakMap(),
      recordsAlone: options.recordsAlone ?? false,
    };
    const row = db.prepare("SELECT max(seq) AS last FROM history").get();
    this.lastSequence = Number(row?.["last"] ?? 0);
  }

  record<T extends EventType>(entry: Entry<T>, effect: Effects[T]): void {
    const { type } = entry.event;
    if (PLEDGED.has(type)) this.#pledged.push(entry as unknown as Entry);
    const { event } = entry as unknown as Entry;
    if (event.type === "redact") this.#redacted.push(event.message);
    for (const participant of this.#options.participants) participant.record(entry, effect);
    RECORD_EVENT[type as T]?.(this.#context, entry, effect);
  }

  /** Writes and commits everything recorded so far, so that it can be read. */
  writePending(): void {
    const { targets, participants } = this.#options;
    const changed = targets.changed || participants.some((participant) => participant.changed);
    const { rows } = this.#context;
    if (rows.length === 0 && this.#redacted.length === 0 && !changed) {
      this.#pledged = [];
      return;
    }
    // The lines of a tick are revoked together, so one lost event loses all later ones of its tick.
    const stored = this.#lost.length === 0 && this.#store();
    if (!stored) this.#lost.push(...this.#pledged);
    this.#context.rows = [];
    this.#redacted = [];
    this.#pledged = [];
    if (stored) this.#options.onCommitted(rows);
  }

  commit(): readonly Entry[] {
    this.writePending();
    if (this.#lost.length === 0) return this.#lost;
    const lost = this.#lost;
    this.#lost = [];
    return lost;
  }

  #store(): boolean {
    const { db, targets, index, participants } = this.#options;
    try {
      transact(db, () => this.#write());
    } catch (error) {
      this.#logOutcome(error);
      return false;
    }
    targets.committed();
    index.committed(this.#context.rows);
    for (const participant of participants) participant.committed();
    this.#logOutcome(undefined);
    return true;
  }

  #write(): void {
    const { targets, index, participants } = this.#options;
    targets.store();
    for (const participant of participants) participant.store();
    const { rows } = this.#context;
    let at = 0;
    for (; at + ROWS_PER_INSERT <= rows.length; at += ROWS_PER_INSERT) {
      this.#insertSeveral.run(...rows.slice(at, at + ROWS_PER_INSERT).flatMap(valuesOf));
    }
    for (const row of rows.slice(at)) this.#insert.run(...valuesOf(row));
    index.add(rows);
    for (const sequence of this.#redacted) this.#eraser.erase(sequence);
  }

  /** Logs when commits begin to fail and when they succeed again, not each failure. */
  #logOutcome(error: unknown): void {
    const failing = error !== undefined;
    if (failing === this.#failing) return;
    this.#failing = failing;
    const { log } = this.#options;
    if (!failing) {
      log.info("Messages are stored again");
      return;
    }
    this.#options.onFailure?.(error);
    const why = messageOf(error);
    log.error("Messages cannot be stored; new ones are refused until storing works again", { why });
  }
}

function prepareInsert(db: DatabaseSync, rows: number): StatementSync {
  const values = Array(rows).fill("(?, ?, ?, ?, ?, ?, ?, ?)").join(", ");
  return db.prepare(
    "INSERT INTO history (seq, target, kind, source, account, recipient, text, extra) " +
      `VALUES ${values}`,
  );
}

function valuesOf(row: Row): (string | number | null)[] {
  const { seq, target, kind, source, account, recipient, text, extra } = row;
  return [seq, target, kind, source, account, recipient, text, extra];
}
