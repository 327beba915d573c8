import { isChannelName } from "../../protocol/names.ts";
import { firstSequenceAt } from "../network/ids.ts";
import type { Network } from "../network/network.ts";
import type { User } from "../network/state.ts";
import type { Log } from "../operator/log.ts";
import type { HistoryOptions } from "../options/mod.ts";
import { explain } from "../store/errors.ts";
import type { Store } from "../store/mod.ts";
import type { Participant } from "../store/participant.ts";
import { Conversations } from "./conversations.ts";
import { Mailbox } from "./mailbox.ts";
import { AccountErasure } from "./maintenance/account_erasure.ts";
import { Maintenance } from "./maintenance/maintenance.ts";
import { Progress } from "./maintenance/progress.ts";
import { Retention, type RetentionLimits } from "./maintenance/retention.ts";
import { coverage, type Part, wholeOf } from "./parts.ts";
import { ReadMarkers } from "./read_markers.ts";
import { Reader } from "./reader.ts";
import { HistoryRecorder } from "./recorder.ts";
import type { Row } from "./row.ts";
import { Indexer } from "./search/indexer.ts";
import { type Query, Search } from "./search/search.ts";
import { TimeSlicer } from "./search/time_slicer.ts";
import { Targets } from "./targets.ts";

/** Rows in a step of each maintenance task; a step takes a few milliseconds at most. */
const INDEX_ROWS = 100;
const RETENTION_ROWS = 100;
const ERASURE_ROWS = 1_000;
/** How often rows that are too old are looked for, in milliseconds. */
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
  readonly #reader: Reader;
  readonly #targets: Targets;
  readonly #conversations: Conversations;
  readonly #indexer: Indexer;
  readonly #search: Search;
  readonly #slicer = new TimeSlicer();
  readonly #erasure: AccountErasure;
  readonly #maintenance: Maintenance;
  readonly #network: Network;
  readonly #now: () => number;
  readonly #retentionTimer: ReturnType<typeof setInterval>;

  constructor(dependencies: HistoryDependencies) {
    const { store, network, log, serverName, options, now, onFailure, participants = [] } =
      dependencies;
    const { db } = store;
    this.#network = network;
    this.#now = now;
    this.#targets = new Targets(db);
    this.#reader = new Reader(db);
    this.#conversations = new Conversations(db, this.#targets);
    this.markers = new ReadMarkers(db);
    this.#mailbox = new Mailbox(db);
    const progress = new Progress(db);
    this.#indexer = new Indexer(db, progress);
    this.#search = new Search({ db, reader: this.#reader, indexer: this.#indexer });
    this.#erasure = new AccountErasure(db, progress);
    const retention = new Retention(db);
    const limits = () => retentionLimits(options(), store.durable);
    const retain = () => retention.step(limits(), { limit: RETENTION_ROWS, now: now() });
    this.#maintenance = new Maintenance([
      { name: "erasure of accounts", step: () => this.#erasure.step(ERASURE_ROWS) },
      { name: "full text", step: () => this.#indexer.step(INDEX_ROWS) },
      { name: "retention", step: retain },
    ], { log, onFailure });
    this.recorder = new HistoryRecorder({
      db,
      targets: this.#targets,
      participants: [...participants, this.#mailbox],
      log,
      serverName,
      directMessages: () => options().directMessages,
      onFailure,
      onCommitted: (rows) => {
        if (limits().perChannel > 0) retention.note(rows);
        this.#maintenance.request();
      },
    });
    this.#retentionTimer = setInterval(() => this.#maintenance.request(), RETENTION_MS);
    this.#maintenance.request();
  }

  /** Stops maintenance. */
  close(): void {
    clearInterval(this.#retentionTimer);
    this.#maintenance.close();
  }

  /** The rows of parts in a range, the oldest first. */
  range(...params: Parameters<Reader["range"]>): ReturnType<Reader["range"]> {
    this.recorder.writePending();
    return this.#reader.range(...params);
  }

  /** The row of a sequence. */
  at(seq: number): ReturnType<Reader["at"]> {
    this.recorder.writePending();
    return this.#reader.at(seq);
  }

  /**
   * The messages that a query finds in a bounded time, the oldest first. Meanwhile some of them may
   * have become unreadable to the user, see {@linkcode History.stillReadable}.
   */
  async search(query: Query, isWanted: () => boolean): Promise<Row[]> {
    this.recorder.writePending();
    const found: Row[] = [];
    await this.#slicer.run(this.#search.find(query, found), isWanted);
    return found.sort((one, other) => one.seq - other.seq).slice(0, query.limit);
  }

  /** The rows among `rows` that still exist and are in `parts`. */
  stillReadable(rows: readonly Row[], parts: readonly Part[]): Row[] {
    this.recorder.writePending();
    const covers = coverage(parts);
    return rows.filter((row) => covers(row) && this.#reader.at(row.seq) !== undefined);
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

  /** All that a user may read: their channels and their conversations. */
  readableAll(user: User): Readable[] {
    this.recorder.writePending();
    const rooms = [...user.memberships.values()].map((membership) => ({
      name: membership.channel.name,
      parts: this.#targets.readableOf(membership),
    }));
    const people = this.#conversations.of(user)
      .map(({ name, target }) => ({ name, parts: [wholeOf(target)] }));
    return [...rooms, ...people];
  }

  /** The messages from one account that wait for another. */
  waitingMail(...params: Parameters<Mailbox["waiting"]>): ReturnType<Mailbox["waiting"]> {
    this.recorder.writePending();
    return this.#mailbox.waiting(...params);
  }

  /** Empties an account's mailbox. Returns its messages, the oldest first. */
  takeMail(account: string): Row[] {
    this.recorder.writePending();
    return this.#mailbox.take(account).flatMap((seq) => this.#reader.at(seq) ?? []);
  }

  /** The sequence of the newest message of parts; undefined if there is none. */
  newest(parts: readonly Part[]): number | undefined {
    return this.#reader.newest(parts);
  }

  /**
   * Whether there are messages to everybody in a channel that had this name, from before a time in
   * milliseconds since 1970 if one is given.
   */
  hasMessages(channelName: string, time?: number): boolean {
    this.recorder.writePending();
    const before = time === undefined ? Number.MAX_SAFE_INTEGER : firstSequenceAt(time);
    const parts = this.#targets.ofName(channelName).map(wholeOf);
    const range = { after: 0, before, limit: 1, from: "oldest", events: false } as const;
    return this.#reader.range(parts, range).length > 0;
  }

  /**
   * Erases an account's messages until now, in the background, and its read markers. `since` is
   * when the account was made, in milliseconds since 1970.
   */
  forget(account: string, since: number): void {
    this.recorder.writePending();
    this.markers.forget(account);
    const until = Math.max(firstSequenceAt(this.#now() + 1), this.#last());
    this.#erasure.begin(account, { from: firstSequenceAt(since), until });
    this.#maintenance.request();
  }

  #last(): number {
    return this.#reader.last() ?? 0;
  }
}

function retentionLimits(
  { retentionDays, maxPerChannel }: HistoryOptions,
  durable: boolean,
): RetentionLimits {
  const unbounded = durable ? 0 : MAX_PER_CHANNEL_IN_MEMORY;
  return { days: retentionDays, perChannel: maxPerChannel === 0 ? unbounded : maxPerChannel };
}
