import { isChannelName } from "../../protocol/names.ts";
import type { Log } from "../operator/log.ts";
import { Reader } from "./reader.ts";
import type { Network } from "../network/network.ts";
import { firstSequenceAt } from "../network/ids.ts";
import type { User } from "../network/state.ts";
import type { HistoryOptions } from "../options/mod.ts";
import { explain } from "../store/errors.ts";
import type { Store } from "../store/mod.ts";
import type { Participant } from "../store/participant.ts";
import { Conversations } from "./conversations.ts";
import { Forgetting } from "./maintenance/forgetting.ts";
import { Housekeeping } from "./maintenance/maintenance.ts";
import { Indexer } from "./search/indexer.ts";
import { Mailbox } from "./mailbox.ts";
import { Markers } from "./markers.ts";
import { Progress } from "./maintenance/progress.ts";
import { HistoryRecorder } from "./recorder.ts";
import { Retention } from "./maintenance/retention.ts";
import type { Row } from "./row.ts";
import { type Query, Search } from "./search/search.ts";
import { Slices } from "./search/slices.ts";
import { Targets } from "./targets.ts";

/** Rows that a step of each chore takes; a step is some milliseconds at most. */
const INDEX_ROWS = 100;
const REMOVE_ROWS = 100;
const FORGET_ROWS = 1_000;
/** How often what is too old is looked for, in milliseconds. */
const RETENTION_MS = 600_000;
/** Messages kept of each room where there is no bound, and only memory to keep them in. */
const MEMORY_PER_CHANNEL = 10_000;

/** How {@linkcode History} is made. */
export interface HistoryDependencies {
  readonly store: Store;
  readonly network: Network;
  /** What is stored together with the history. */
  readonly participants?: readonly Participant[];
  readonly log: Log;
  readonly serverName: string;
  /** Asked each time, since REHASH may change them. */
  readonly options: () => HistoryOptions;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What a user may read under a name. */
export interface Readable {
  /** The name as it is written. */
  readonly name: string;
  readonly targets: readonly number[];
}

/**
 * Opens the history of a store. Throws an Error that names the database where it is damaged, and
 * closes the store.
 */
export function openHistory(dependencies: HistoryDependencies): History {
  try {
    return new History(dependencies);
  } catch (error) {
    dependencies.store.close();
    throw explain(error, dependencies.store.path);
  }
}

/** What was said and what happened: recorded, read, searched, kept and forgotten. */
export class History {
  readonly recorder: HistoryRecorder;
  readonly markers: Markers;
  readonly #mailbox: Mailbox;
  readonly #reader: Reader;
  readonly #targets: Targets;
  readonly #conversations: Conversations;
  readonly #indexer: Indexer;
  readonly #search: Search;
  readonly #slices = new Slices();
  readonly #forgetting: Forgetting;
  readonly #housekeeping: Housekeeping;
  readonly #network: Network;
  readonly #now: () => number;
  readonly #retentionTimer: ReturnType<typeof setInterval>;

  constructor(dependencies: HistoryDependencies) {
    const { store, network, log, serverName, options, now, participants = [] } = dependencies;
    const { db } = store;
    this.#network = network;
    this.#now = now;
    this.#targets = new Targets(db);
    this.#reader = new Reader(db);
    this.#conversations = new Conversations(db, this.#targets);
    this.markers = new Markers(db);
    this.#mailbox = new Mailbox(db);
    const progress = new Progress(db);
    this.#indexer = new Indexer(db, progress);
    this.#search = new Search({ db, reader: this.#reader, indexer: this.#indexer });
    this.#forgetting = new Forgetting(db, progress);
    const retention = new Retention(db);
    const keep = () => keepOf(options(), store.durable);
    this.#housekeeping = new Housekeeping([
      { name: "forgetting", step: () => this.#forgetting.step(FORGET_ROWS) },
      { name: "full text", step: () => this.#indexer.step(INDEX_ROWS) },
      { name: "retention", step: () => retention.step(keep(), { limit: REMOVE_ROWS, now: now() }) },
    ], log);
    this.recorder = new HistoryRecorder({
      db,
      targets: this.#targets,
      participants: [...participants, this.#mailbox],
      log,
      serverName,
      directMessages: () => options().directMessages,
      onStored: (rows) => {
        if (keep().perChannel > 0) retention.note(rows);
        this.#housekeeping.request();
      },
    });
    this.#retentionTimer = setInterval(() => this.#housekeeping.request(), RETENTION_MS);
    this.#housekeeping.request();
  }

  /** Ends the work behind the tick. */
  close(): void {
    clearInterval(this.#retentionTimer);
    this.#housekeeping.close();
  }

  /** The rows of a range; see {@linkcode Reader.range}. */
  range(...params: Parameters<Reader["range"]>): ReturnType<Reader["range"]> {
    this.recorder.settle();
    return this.#reader.range(...params);
  }

  /** The row at a place. */
  at(seq: number): ReturnType<Reader["at"]> {
    this.recorder.settle();
    return this.#reader.at(seq);
  }

  /**
   * The messages that a query finds, the oldest first: what is found in a bounded time. What
   * the asker may read can be less by then, see {@linkcode History.still}.
   */
  async search(query: Query, isWanted: () => boolean): Promise<Row[]> {
    this.recorder.settle();
    const found: Row[] = [];
    await this.#slices.run(this.#search.find(query, found), isWanted);
    return found.sort((one, other) => one.seq - other.seq).slice(0, query.limit);
  }

  /** Those of some rows that are still there, in targets. */
  still(rows: readonly Row[], targets: readonly number[]): Row[] {
    this.recorder.settle();
    const readable = new Set(targets);
    return rows.filter(({ seq, target }) =>
      readable.has(target) && this.#reader.at(seq) !== undefined
    );
  }

  /**
   * What a user may read under the name of a room or a person; undefined where they may not:
   * a room is for who is in it.
   */
  readable(user: User, name: string): Readable | undefined {
    if (!isChannelName(name)) {
      const holder = this.#network.userByNickname(name);
      this.recorder.settle();
      const targets = this.#conversations.between(user, name, holder);
      return { name, targets };
    }
    const channel = this.#network.channel(name);
    const membership = channel?.members.get(user.id);
    if (channel === undefined || membership === undefined) return undefined;
    const targets = this.#targets.readableOf(channel, membership.status);
    return { name: channel.name, targets };
  }

  /** All that a user may read: their rooms and their conversations. */
  readableAll(user: User): Readable[] {
    this.recorder.settle();
    const rooms = [...user.memberships.values()].map(({ channel, status }) => ({
      name: channel.name,
      targets: this.#targets.readableOf(channel, status),
    }));
    const people = this.#conversations.of(user)
      .map(({ name, target }) => ({ name, targets: [target] }));
    return [...rooms, ...people];
  }

  /** What an account has left for another since that was last here. */
  left(...params: Parameters<Mailbox["left"]>): ReturnType<Mailbox["left"]> {
    this.recorder.settle();
    return this.#mailbox.left(...params);
  }

  /** What was said to an account, which is here now, while it was not: once, the oldest first. */
  takeMail(account: string): Row[] {
    this.recorder.settle();
    return this.#mailbox.take(account).flatMap((seq) => this.#reader.at(seq) ?? []);
  }

  /** The place of the last thing said in targets; undefined where nothing was. */
  newest(targets: readonly number[]): number | undefined {
    return this.#reader.newest(targets);
  }

  /**
   * Forgets what an account has said until now, and how far it has read; `since` is when it was
   * made, in milliseconds since 1970.
   */
  forget(account: string, since: number): void {
    this.recorder.settle();
    this.markers.forget(account);
    const until = Math.max(firstSequenceAt(this.#now() + 1), this.#last());
    this.#forgetting.begin(account, { from: firstSequenceAt(since), until });
    this.#housekeeping.request();
  }

  #last(): number {
    return this.#reader.last() ?? 0;
  }
}

function keepOf({ retentionDays, maxPerChannel }: HistoryOptions, durable: boolean) {
  const unbounded = durable ? 0 : MEMORY_PER_CHANNEL;
  return { days: retentionDays, perChannel: maxPerChannel === 0 ? unbounded : maxPerChannel };
}
