import { messageOf } from "../../protocol/errors.ts";
import type { ClusterOptions } from "../options/mod.ts";
import type { Store } from "../store/mod.ts";
import type { Broker } from "./broker.ts";
import { CopyGiver } from "./copies/giver.ts";
import { ClusterJournal, type ClusterJournalOptions } from "./journal.ts";
import { type Joined, joinNetwork } from "./joining/mod.ts";
import { Nodes } from "./nodes.ts";
import { type Peers, PeerTalk, type SharedParts } from "./peers/mod.ts";
import { Recorded } from "./recorded.ts";
import { SharedLog } from "./shared_log.ts";
import { SnapshotKeeper } from "./snapshot_keeper.ts";
import { StallNotice } from "./stall.ts";

export { type Joined, joinNetwork, Recorded };

/** How long a node that closes waits for the log, in milliseconds. */
const LEAVING_MS = 2_000;

/** Options for {@linkcode Cluster}, those of its journal beside what it adds. */
export interface ClusterParts extends
  Omit<
    ClusterJournalOptions,
    "node" | "publish" | "recorded" | "snapshot" | "onCommit" | "onStall" | "onBroken"
  > {
  readonly options: ClusterOptions;
  /** Tells the users who are connected to this node. */
  readonly tellUsers: (text: string) => void;
  /** Called with the error if this node cannot follow the log any more. */
  readonly onBroken: (error: Error) => void;
}

/** A server's part in a network on several machines. */
export class Cluster {
  readonly journal: ClusterJournal;
  readonly #parts: ClusterParts;
  readonly #recorded: Recorded;
  readonly #stall: StallNotice;
  readonly #keeper: SnapshotKeeper;
  readonly #broker: Broker;
  readonly #store: Store;
  #onBroken: (error: Error) => void;
  #log: SharedLog | undefined;
  #nodes: Nodes | undefined;
  #talk: PeerTalk | undefined;
  #giver: CopyGiver | undefined;
  #closed = false;

  /** `recorded` is among the participants of the parts' recorder. */
  constructor(recorded: Recorded, { broker, store, ...parts }: ClusterParts & Joined) {
    this.#parts = parts;
    this.#broker = broker;
    this.#store = store;
    this.#recorded = recorded;
    this.#stall = new StallNotice(parts.tellUsers);
    this.#onBroken = parts.onBroken;
    const { snapshots } = recorded;
    this.journal = new ClusterJournal({
      ...parts,
      node: parts.options.node,
      recorded: recorded.before,
      snapshot: snapshots.load(),
      onCommit: () => this.#committed(),
      onStall: (stalled) => this.#stall.stalled(stalled),
      publish: (data, id) => broker.publish(data, id),
      onBroken: (error) => this.#break(error),
    });
    this.#keeper = new SnapshotKeeper({
      ...parts,
      snapshots,
      take: () => this.journal.snapshot(),
      position: () => this.journal.position,
      request: parts.requestTick,
    });
  }

  /**
   * Applies the log from the state of the database on; resolves when this node is one of the
   * network, and shares with the others what is to be shared. Throws an Error that says what would
   * help.
   */
  async start(shared: SharedParts): Promise<void> {
    const { promise: broken, reject } = Promise.withResolvers<never>();
    this.#onBroken = reject;
    try {
      await Promise.race([this.#catchUp(), broken]);
      this.#talkWithPeers(this.#broker, shared);
      this.#onBroken = this.#parts.onBroken;
    } catch (error) {
      await this.#close();
      throw error;
    }
  }

  /** The other nodes, once this one is one of the network. */
  readonly peers: Peers = {
    nodes: () => this.#talk?.nodes() ?? [],
    openElsewhere: (prefix) => this.#talk?.openElsewhere(prefix) ?? 0,
    ask: (question, about) => this.#talk?.ask(question, about) ?? Promise.resolve([]),
  };

  /** Leaves the cluster, if it has not failed to join it: its users quit, and the others know. */
  async leave(): Promise<void> {
    if (this.#closed) return;
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, LEAVING_MS);
    const left = this.journal.leave();
    this.journal.commit();
    await Promise.race([left, late]);
    clearTimeout(timer);
    this.journal.commit();
    if (!this.#recorded.changed) await this.#keeper.close();
    await this.#close();
  }

  #committed(): void {
    const { failure } = this.#recorded;
    if (failure === undefined) {
      if (!this.#recorded.changed) this.#keeper.consider();
      return;
    }
    const why = messageOf(failure);
    this.#break(
      new Error(
        `Cannot store what the network says: ${why}; mend that and start again, which takes it from ` +
          "the log",
      ),
    );
  }

  async #catchUp(): Promise<void> {
    const { journal } = this;
    const { options, log } = this.#parts;
    const broker = this.#broker;
    const shared = new SharedLog({
      broker,
      log,
      position: journal.position,
      onMessage: (data, position) => journal.receive(data, position),
      onBroken: (error) => this.#break(error),
    });
    this.#log = shared;
    await shared.open();
    await journal.settled();
    const nodes = new Nodes({
      self: () => ({ node: options.node, epoch: journal.epoch, position: shared.position }),
      epochs: () => journal.epochs,
      send: (heartbeat) => broker.sendHeartbeat(heartbeat),
      onGone: (epoch) => void journal.endEpoch(epoch),
    });
    this.#nodes = nodes;
    broker.onHeartbeat((heartbeat) => nodes.hear(heartbeat));
    const entered = journal.enter();
    journal.commit();
    await entered;
    // Now all that was in the log before is applied, even if NATS has named an earlier end of it.
    if (journal.lastSequence < this.#recorded.before) {
      throw new Error(
        `Cannot follow the log of the cluster at ${
          options.servers.join(",")
        }: it ends before what ` +
          "this server's database has; bring back the data of NATS, or choose an empty folder with " +
          "--data",
      );
    }
    const former = [...journal.epochs].filter(([epoch, { node }]) =>
      node === options.node && epoch !== journal.epoch
    );
    const ended = former.map(([epoch]) => journal.endEpoch(epoch));
    journal.commit();
    await Promise.all(ended);
    log.info("Joined the cluster", { node: options.node, position: shared.position });
    const { durable, path } = this.#store;
    const prepare = () => this.#keeper.next();
    const { node } = options;
    if (durable) this.#giver = new CopyGiver({ questions: broker, node, path, log, prepare });
  }

  #talkWithPeers(broker: Broker, shared: SharedParts): void {
    const talk = new PeerTalk({
      ...shared,
      broker,
      epoch: () => this.journal.epoch,
      nodes: () => this.#nodes?.list() ?? [],
      epochs: () => this.journal.epochs,
      now: this.#parts.now,
    });
    this.#talk = talk;
    broker.onBroadcast((data) => talk.hear(data));
  }

  #break(error: unknown): void {
    this.#log?.close();
    this.#onBroken(error instanceof Error ? error : new Error(String(error)));
  }

  async #close(): Promise<void> {
    this.#closed = true;
    this.#giver?.close();
    this.#keeper.stop();
    this.#nodes?.close();
    this.#talk?.close();
    this.#stall.close();
    this.#log?.close();
    this.journal.close();
    await this.#broker.close();
  }
}
