import { messageOf } from "../../protocol/errors.ts";
import type { Journal } from "../journal/journal.ts";
import { lastSequenceOf, pass, type Stations } from "../journal/stations.ts";
import type { Entry, EventType, NetworkEvent } from "../network/events.ts";
import { epochOf, idSource, nextSequence, timeOfSequence } from "../network/ids.ts";
import { type Outcome, refused } from "../network/outcome.ts";
import type { UserId } from "../network/state.ts";
import type { Log } from "../operator/log.ts";
import type { Removal } from "../operator/remove_user.ts";
import { type Batch, decodeBatch, encodeEvent, FORMAT, type Format } from "./batch.ts";
import { Outbox, type Pending } from "./outbox.ts";
import type { Epoch, Snapshot } from "./snapshots.ts";

/** Events that wait for the log, in UTF-16 units of their text; further ones are refused. */
const MAX_WAITING = 8 * 1024 * 1024;

/** Promises in a row, at most, from the outcome of an event to the answer of its command. */
const COMMAND_STEPS = 6;

/** Options for {@linkcode ClusterJournal}. */
export interface ClusterJournalOptions extends Stations {
  readonly node: string;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Stores a batch in the log, see {@linkcode Broker.publish}. */
  readonly publish: (data: Uint8Array, id: string) => Promise<void>;
  /**
   * Ends the sessions that a user still has on this node, since somebody on another node has
   * removed the user, or the others took this node for dead.
   */
  readonly endSessions: (user: UserId, removal: Removal) => void;
  /** Called when the log begins to take no events, and when it takes them again. */
  readonly onStall: (stalled: boolean) => void;
  /** Called with the entries that could not be stored. */
  readonly onLost: (entries: readonly Entry[]) => void;
  /** Called with the error of recording an event of this type, or of sending its lines. */
  readonly onFailure: (error: unknown, type: EventType) => void;
  /** Called between two batches after what they have changed was to be stored. */
  readonly onCommit: () => void;
  /** Called with the error if this node cannot go on. */
  readonly onBroken: (error: unknown) => void;
  /** The last sequence whose event is recorded. */
  readonly recorded: number;
  /** The state from which this node goes on; undefined for the beginning of the log. */
  readonly snapshot: Snapshot | undefined;
  /** The format that this node knows, that of the program if it is left out. */
  readonly format?: Format;
}

/**
 * The journal of a network on several nodes. An event is sent to the log that all share, and applied
 * when it comes back, on each node in the same order; its sequence follows from the log alone.
 *
 * A node's *epoch* lasts until another one appends its end to the log, or itself when it closes.
 * With that all sessions of the epoch end, and later batches of it change nothing.
 */
export class ClusterJournal implements Journal {
  readonly #options: ClusterJournalOptions;
  readonly #outbox: Outbox;
  readonly #epochs: Map<string, Epoch>;
  readonly #format: Format;
  readonly #queue: (readonly [Uint8Array, number])[] = [];
  #newId: () => string;
  #running: Promise<void> | undefined;
  #leaving = false;
  #stalled = false;
  #last: number;
  #position: number;

  constructor(options: ClusterJournalOptions) {
    this.#options = options;
    const epoch = newEpoch();
    this.#newId = idSource(epoch);
    const { node, now, publish, log, snapshot, network, format = FORMAT } = options;
    this.#format = format;
    this.#last = snapshot?.lastSequence ?? 0;
    this.#position = snapshot?.position ?? 0;
    this.#epochs = new Map(snapshot?.epochs.map(([epoch, known]) => [epoch, { ...known }]));
    if (snapshot !== undefined) network.restoreSnapshot(snapshot.network);
    this.#outbox = new Outbox({
      node,
      epoch,
      now,
      knows: format.version,
      version: () => this.version,
      publish,
      onTrouble: (error) => {
        this.#stalled = error !== undefined;
        options.onStall(this.#stalled);
        if (error === undefined) return log.info("The cluster takes messages again");
        log.warn("The cluster takes no messages; they wait", { why: messageOf(error) });
      },
    });
  }

  /** The epoch of this node. */
  get epoch(): string {
    return this.#outbox.epoch;
  }

  /** The last sequence that an event of the log has. */
  get lastSequence(): number {
    return this.#last;
  }

  get stalled(): boolean {
    return this.#stalled;
  }

  get nodes(): number {
    return this.#epochs.size;
  }

  /** The latest version of the log's format that all nodes know. */
  get version(): number {
    const known = [...this.#epochs.values()].map(({ knows }) => knows);
    return Math.min(this.#format.version, ...known);
  }

  /** The position of the last batch that is applied. */
  get position(): number {
    return this.#position;
  }

  /** The epochs that have not ended, and their nodes. */
  get epochs(): ReadonlyMap<string, { readonly node: string }> {
    return this.#epochs;
  }

  /** Makes an id that no other node makes, and that says of which epoch it is. */
  readonly newId = (): string => this.#newId();

  append<E extends NetworkEvent>(event: E, origin?: string): Promise<Outcome<E["type"]>> {
    // The end of a session has to be known in any case.
    if (this.#outbox.units > MAX_WAITING && event.type !== "detach") {
      return Promise.resolve(refused("unavailable"));
    }
    const since = this.#format.since[event.type];
    if (since !== undefined && since > this.version) return Promise.resolve(refused("unavailable"));
    return new Promise((resolve) => {
      this.#add({ text: encodeEvent(event, origin), resolve: resolve as Pending["resolve"] });
    });
  }

  /** Tells all nodes that this one is here; resolves once they know. */
  enter(): Promise<unknown> {
    // Without events: the first batch of an epoch begins it.
    return new Promise((resolve) => this.#add({ text: undefined, resolve }));
  }

  /** Ends an epoch, so that its users quit; resolves once they have. */
  endEpoch(epoch: string): Promise<unknown> {
    return new Promise((resolve) => this.#add({ text: undefined, gone: epoch, resolve }));
  }

  /** Ends the epoch of this node, which closes; resolves once the other nodes know. */
  leave(): Promise<unknown> {
    this.#leaving = true;
    return this.endEpoch(this.epoch);
  }

  /** Sends the events of the tick to the log, and stores those that have come from it. */
  commit(): void {
    const { recorder, onLost, onCommit } = this.#options;
    this.#outbox.send();
    const lost = recorder.commit();
    if (lost.length > 0) onLost(lost);
    if (this.#running === undefined) onCommit();
  }

  /** The present state, between two batches. */
  snapshot(): Snapshot {
    return {
      position: this.#position,
      lastSequence: this.#last,
      epochs: [...this.#epochs].map(([epoch, known]) => [epoch, { ...known }]),
      network: this.#options.network.snapshot(),
    };
  }

  /** Takes the next message of the log. */
  receive(data: Uint8Array, position: number): void {
    this.#queue.push([data, position]);
    this.#running ??= this.#run();
  }

  /** Resolves when all that has been received is applied. */
  async settled(): Promise<void> {
    await this.#running;
  }

  /** Sends nothing more. */
  close(): void {
    this.#outbox.close();
    this.#queue.length = 0;
  }

  #add(pending: Pending): void {
    this.#outbox.add(pending);
    this.#options.requestTick();
  }

  async #run(): Promise<void> {
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
        const [data, position] = next;
        await this.#applyBatch(decodeBatch(data, this.#format));
        this.#position = position;
      }
    } catch (error) {
      this.close();
      this.#options.onBroken(error);
    }
    this.#running = undefined;
  }

  async #applyBatch(batch: Batch): Promise<void> {
    if (!this.#isNext(batch)) return;
    const own = batch.epoch === this.epoch ? this.#outbox.take(batch.number) : [];
    const { epoch, time } = batch;
    for (const [index, [event, origin]] of batch.events.entries()) {
      const outcome = this.#apply(event, { epoch, time, origin });
      if (own[index] === undefined) continue;
      own[index].resolve(outcome);
      await this.#goOn();
    }
    if (batch.gone !== undefined) this.#end(batch, batch.gone);
    if (batch.events.length === 0) own[0]?.resolve(refused("no-change"));
  }

  /** Lets a command go on, and answer, before the next event, as in a server of its own. */
  async #goOn(): Promise<void> {
    for (let step = 0; step < COMMAND_STEPS; step++) await undefined;
  }

  /**
   * Whether a batch is the next one of an epoch that lasts; it may come twice after a failure.
   * Throws an Error if those before it are missing, which were stored.
   */
  #isNext({ node, epoch, number, knows = 1 }: Batch): boolean {
    const known = this.#epochs.get(epoch);
    const next = (known?.last ?? 0) + 1;
    if (known !== undefined && number > next) {
      throw new Error(
        `Cannot follow the log of the cluster: NATS has lost the batches ${next} to ${
          number - 1
        } of ` +
          `the node ${node}; see what its servers say of each other, and start again`,
      );
    }
    if (number !== next) return false;
    if (known === undefined) this.#epochs.set(epoch, { node, knows, last: number });
    else known.last = number;
    return true;
  }

  /** Applies an event; one that is recorded already only changes the state. */
  #apply(
    event: NetworkEvent,
    { epoch, time, origin }: {
      readonly epoch: string;
      readonly time: number;
      readonly origin: string | undefined;
    },
  ): Outcome {
    const { network, recorded, endSessions, onFailure } = this.#options;
    const sequence = nextSequence(this.#last, time);
    const entry = { event, epoch, sequence, time: timeOfSequence(sequence), origin } as Entry;
    const outcome = network.apply(entry);
    this.#last = lastSequenceOf(entry, outcome);
    if (!outcome.ok || sequence <= recorded) return outcome;
    try {
      pass(this.#options, entry, outcome);
    } catch (error) {
      // The state is that of the other nodes, and the events that follow must be applied as there.
      onFailure(error, event.type);
    }
    if (event.type === "quit") endSessions(event.user, event);
    if (event.type === "detach" && event.all && epoch === this.epoch) {
      endSessions(event.user, event);
    }
    return outcome;
  }

  /** Ends an epoch: its sessions end, and what it still sends is not taken. */
  #end({ time }: Batch, epoch: string): void {
    const gone = this.#epochs.get(epoch);
    if (gone === undefined) return;
    this.#epochs.delete(epoch);
    const { network, log } = this.#options;
    const reason = `The server ${gone.node} is gone`;
    for (const { id, sessions } of [...network.users.values()]) {
      if (!sessions.includes(epoch)) continue;
      const event = { type: "detach", user: id, reason, all: true } as const;
      this.#apply(event, { epoch, time, origin: undefined });
    }
    if (epoch === this.epoch) this.#restart();
    else if (gone.node === this.#options.node) log.info("The last run of this node has ended");
    else log.info("A node of the cluster is gone", { node: gone.node });
  }

  /** Begins another epoch, since the others took this node for dead. */
  #restart(): void {
    if (this.#leaving) return;
    this.#options.log.warn("The cluster took this node for dead; everybody on it has quit");
    const epoch = newEpoch();
    this.#newId = idSource(epoch);
    for (const { resolve } of this.#outbox.restart(epoch)) resolve(refused("gone"));
    void this.enter();
  }
}

/** The part of an id that {@linkcode idSource} makes all ids begin with. */
function newEpoch(): string {
  return epochOf(idSource()());
}
