import { isChannelName } from "../../protocol/names.ts";
import type { Steps } from "../io/turns.ts";
import { firstSequenceAt } from "../network/ids.ts";
import type { Network } from "../network/network.ts";
import type { Channel, User } from "../network/state.ts";
import type { Log } from "../operator/log.ts";
import type { HistoryOptions } from "../options/mod.ts";
import { explain } from "../store/errors.ts";
import type { Store } from "../store/mod.ts";
import type { Participant } from "../store/participant.ts";
import { Conversations } from "./conversations.ts";
import { Mailbox } from "./mailbox.ts";
import { AccountErasure } from "./maintenance/account_erasure.ts";
import { Cleanup } from "./maintenance/cleanup.ts";
import { Maintenance } from "./maintenance/maintenance.ts";
import { Progress } from "./maintenance/progress.ts";
import { Retention, type RetentionLimits } from "./maintenance/retention.ts";
import { TargetIndex } from "./maintenance/target_index.ts";
import { ReadMarkers } from "./read_markers.ts";
import { coverage, type Part, wholeOf } from "./reading/parts.ts";
import { type Range, Reader, ROWS_PER_STEP } from "./reading/reader.ts";
import { HistoryRecorder } from "./recorder.ts";
import type { Row } from "./row.ts";
import { Indexer } from "./search/indexer.ts";
import { type Query, Search } from "./search/search.ts";
import { LocalIndex, type TextIndex, ThreadIndex } from "./search/text_index.ts";
import { Targets } from "./targets.ts";
import { Visits } from "./visits.ts";

/** Rows in a step of each maintenance task; a step takes a few milliseconds at most. */
const TARGET_ROWS = 500;
const RETENTION_ROWS = 100;
const ERASURE_ROWS = 100;
/** How often rows that are too old or unreadable are looked for, in milliseconds. */
const RETENTION_MS = 600_000;
/** Messages kept in each channel if there is no limit and the database is in memory. */
const MAX_PER_CHANNEL_IN_MEMORY = 10_000;

/** What {@linkcode History} needs. */
export interface HistoryDependencies {
  readonly store: Store;
  readonly network: Network;
  /** Parts of the server that store changes together with the history. */
  readonly participants?: readonly Participant[];
  readonly log: Log;
  readonly serverName: string;
  /** Whether users stay on the network when this server starts again, since other nodes have them. */
  readonly usersStay?: boolean;
  /** Called each time, since REHASH may change the options. */
  readonly options: () => HistoryOptions;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Called with errors of the database while nobody asks for anything. */
  readonly onFailure?: (error: unknown) => void;
}

/** What a user may read under one name. */
export interface Readable {
  /** The name of a channel or a person, in its own case. */
  readonly name: string;
  readonly parts: readonly Part[];
}

/** What a user may read, with a bound for its last message. */
export interface DatedReadable extends Readable {
  /** No message of it has a higher sequence. */
  readonly latest: number;
}

/**
 * Opens the history of a store. If the database is damaged, closes the store and throws an Error
 * that names the file.
 */
export function openHistory(dependencies: HistoryDependencies): History {
  try {
    return new History(dependencies);
  } catch (error) {
    dependencies.store.close();
    throw explain(error, dependencies.store.path);
  }
}

/** The messages and other events of the network: recorded, read, searched and erased. */
export class History {
  readonly recorder: HistoryRecorder;
  readonly markers: ReadMarkers;
  readonly #mailbox: Mailbox;
  readonly #visits: Visits;
  readonly #reader: Reader;
  readonly #targets: Targets;
  readonly #conversations: Conversations;
  readonly #indexer: Indexer;
  readonly #index: TextIndex;
  readonly #search: Search;
  readonly #erasure: AccountErasure;
  readonly #cleanup: Cleanup;
  readonly #maintenance: Maintenance;
  readonly #network: Network;
  readonly #now: () => number;
  readonly #retentionTimer: ReturnType<typeof setInterval>;

  constructor(dependencies: HistoryDependencies) {
    const { store, network, log, serverName, options, now, onFailure, participants = [] } =
      dependencies;
    const { usersStay = false } = dependencies;
    const { db } = store;
    this.#network = network;
    this.#now = now;
    this.#targets = new Targets(db, { usersStay });
    const progress = new Progress(db);
    // It makes a table that statements of the others read.
    const targetIndex = new TargetIndex(db, progress);
    this.#reader = new Reader(db);
    this.#conversations = new Conversations(db, this.#targets);
    this.markers = new ReadMarkers(db);
    this.#mailbox = new Mailbox(db);
    this.#visits = new Visits(db, { usersStay });
    this.#indexer = new Indexer(db, progress);
    this.#index = store.durable ? new ThreadIndex(store.path) : new LocalIndex(db);
    this.#search = new Search({
      reader: this.#reader,
      indexer: this.#indexer,
      index: this.#index,
    });
    this.#erasure = new AccountErasure(db, progress);
    const retention = new Retention(db);
    const limits = () => retentionLimits(options(), store.durable);
    const retain = () => retention.step(limits(), { limit: RETENTION_ROWS, now: now() });
    const reader = this.#reader;
    this.#cleanup = new Cleanup({ db, network, targets: this.#targets, reader });
    this.#maintenance = new Maintenance([
      {
        name: "index by target",
        step: () => targetIndex.isFull && targetIndex.step(TARGET_ROWS),
        isUrgent: () => targetIndex.isFull,
      },
      { name: "erasure of accounts", step: () => this.#erasure.step(ERASURE_ROWS) },
      { name: "full text", step: () => this.#indexer.maintain() },
      { name: "retention", step: retain },
      { name: "cleanup", step: () => this.#cleanUp() },
    ], { log, onFailure });
    this.recorder = new HistoryRecorder({
      db,
      targets: this.#targets,
      index: targetIndex,
      participants: [...participants, this.#mailbox, this.markers, this.#visits, this.#erasure],
      log,
      serverName,
      // What waits in memory would be lost for one node alone.
      recordsAlone: usersStay,
      directMessages: () => options().directMessages,
      onFailure,
      onCommitted: (rows) => {
        if (limits().perChannel > 0) retention.note(rows);
        this.#maintenance.request();
      },
    });
    this.#retentionTimer = setInterval(() => this.maintain(), RETENTION_MS);
    if (!usersStay) this.maintain();
  }

  /** Begins to remove what nobody can read any more; all users of the network have to be known. */
  maintain(): void {
    this.#cleanup.begin();
    this.#maintenance.request();
  }

  /** Stops maintenance and searches. */
  close(): void {
    this.#index.close();
    clearInterval(this.#retentionTimer);
    this.#maintenance.close();
  }

  /**
   * The rows of parts in a range, the oldest first, in lists that take less than a millisecond; an
   * empty list is a pause. `parts` is called again after each list, and what has become unreadable
   * meanwhile is left out.
   */
  *rows(parts: () => readonly Part[], range: Range): Iterable<readonly Row[]> {
    this.recorder.writePending();
    let covers: (row: Row) => boolean = () => true;
    for (const rows of this.#reader.rows(parts(), range)) {
      yield rows.filter(covers);
      this.recorder.writePending();
      covers = coverage(parts());
    }
  }

  /** The rows of sequences as lists like those of {@linkcode History.rows}, the oldest first. */
  *rowsOf(
    seqs: readonly number[],
    parts: () => readonly Part[],
  ): Iterable<readonly Row[]> {
    const ordered = seqs.toSorted((one, other) => one - other);
    for (let at = 0; at < ordered.length; at += ROWS_PER_STEP) {
      yield this.all(ordered.slice(at, at + ROWS_PER_STEP)).filter(coverage(parts()));
    }
  }

  /** The rows of some sequences that exist, the oldest first. */
  all(seqs: readonly number[]): readonly Row[] {
    this.recorder.writePending();
    return this.#reader.all(seqs);
  }

  /** The row of a sequence. */
  at(seq: number): Row | undefined {
    this.recorder.writePending();
    return this.#reader.at(seq);
  }

  /**
   * Finds messages in short steps, see {@linkcode Search.find}. Meanwhile some of them may become
   * unreadable to the user.
   */
  find(query: Query): Steps<readonly number[]> {
    this.recorder.writePending();
    return this.#search.find(query);
  }

  /**
   * What a user may read under the name of a channel or a person; undefined for a channel that the
   * user is not in.
   */
  readable(user: User, name: string): Readable | undefined {
    this.recorder.writePending();
    if (!isChannelName(name)) {
      const holder = this.#network.userByNickname(name);
      const parts = this.#conversations.between(user, name, holder).map(wholeOf);
      return { name, parts };
    }
    const channel = this.#network.channel(name);
    const membership = channel?.members.get(user.id);
    if (channel === undefined || membership === undefined) return undefined;
    return { name: channel.name, parts: this.#targets.readableOf(membership) };
  }

  /**
   * All that a user may read and that may have messages after a sequence: their channels, then
   * their conversations, those with the latest messages first.
   */
  *readables(user: User, after = 0): Iterable<DatedReadable> {
    this.recorder.writePending();
    for (const [key, membership] of [...user.memberships]) {
      if (!user.memberships.has(key)) continue;
      yield {
        name: membership.channel.name,
        parts: this.#targets.readableOf(membership),
        latest: Number.MAX_SAFE_INTEGER,
      };
    }
    for (const { name, target, latest } of this.#conversations.of(user, after)) {
      yield { name, parts: [wholeOf(target)], latest };
    }
  }

  /** The messages from one account that wait for another. */
  waitingMail(...params: Parameters<Mailbox["waiting"]>): ReturnType<Mailbox["waiting"]> {
    this.recorder.writePending();
    return this.#mailbox.waiting(...params);
  }

  /** The sequences of the messages that a session has just taken from its account's mailbox. */
  takenMail(session: string): readonly number[] {
    return this.#mailbox.taken(session);
  }

  /** The sequence at which a user's account last left a channel; 0 if it never did, and for guests. */
  lastLeft({ account }: User, channel: Channel): number {
    if (account === undefined) return 0;
    this.recorder.writePending();
    return this.#visits.last(account, channel);
  }

  /** The sequence of the newest message of a part; undefined if there is none. */
  newest(part: Part): number | undefined {
    return this.#reader.newest(part);
  }

  /**
   * Whether there are messages to everybody under a channel's name: from before a time in
   * milliseconds since 1970, or other ones than those that a channel reads already.
   */
  hasMessages(
    channelName: string,
    { time, except }: { readonly time?: number; readonly except?: Channel },
  ): boolean {
    this.recorder.writePending();
    const before = time === undefined ? Number.MAX_SAFE_INTEGER : firstSequenceAt(time);
    return this.#reader.hasMessage(this.#targets.ofName(channelName, except), { before });
  }

  /** Removes some of what nobody can read any more. Returns whether there is more. */
  #cleanUp(): boolean {
    this.recorder.writePending();
    // What could not be stored is not known to be unreadable.
    if (this.#targets.changed) return false;
    const more = this.#cleanup.step();
    this.recorder.writePending();
    return more;
  }
}

function retentionLimits(
  { retentionDays, maxPerChannel }: HistoryOptions,
  durable: boolean,
): RetentionLimits {
  const unbounded = durable ? 0 : MAX_PER_CHANNEL_IN_MEMORY;
  return { days: retentionDays, perChannel: maxPerChannel === 0 ? unbounded : maxPerChannel };
}
