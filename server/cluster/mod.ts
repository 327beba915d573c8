import { messageOf } from "../../protocol/errors.ts";
import type { ClusterOptions } from "../options/mod.ts";
import type { Broker } from "./broker.ts";
import { ClusterJournal, type ClusterJournalOptions } from "./journal.ts";
import { connectToNats } from "./nats.ts";
import { Nodes } from "./nodes.ts";
import { type Peers, PeerTalk, type SharedParts } from "./peers/mod.ts";
import { Recorded } from "./recorded.ts";
import { SharedLog } from "./shared_log.ts";
import { StallNotice } from "./stall.ts";

export { Recorded };

/** Batches, and milliseconds, after which a node stores its state, so that it starts faster. */
const SNAPSHOT_BATCHES = 50_000;
const SNAPSHOT_MS = 600_000;
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
  #onBroken: (error: Error) => void;
  #kept: { readonly position: number; readonly time: number };
  #broker: Broker | undefined;
  #log: SharedLog | undefined;
  #nodes: Nodes | undefined;
  #talk: PeerTalk | undefined;

  /** `recorded` is among the participants of the parts' recorder. */
  constructor(recorded: Recorded, parts: ClusterParts) {
    this.#parts = parts;
    this.#recorded = recorded;
    this.#stall = new StallNotice(parts.tellUsers);
    this.#onBroken = parts.onBroken;
    const snapshot = recorded.snapshots.load();
    this.#kept = { position: snapshot?.position ?? 0, time: parts.now() };
    this.journal = new ClusterJournal({
      ...parts,
      node: parts.options.node,
      recorded: recorded.before,
      snapshot,
      onCommit: () => this.#committed(),
      onStall: (stalled) => this.#stall.stalled(stalled),
      publish: async (data, id) => {
        if (this.#broker === undefined) throw new Error("not connected yet");
        await this.#broker.publish(data, id);
      },
      onBroken: (error) => this.#break(error),
    });
  }

  /**
   * Connects and applies the whole log; resolves when this node is one of the network, and shares
   * with the others what is to be shared. Throws an Error that says what would help.
   */
  async start(shared: SharedParts): Promise<void> {
    const { options, log, recorder } = this.#parts;
    const { before } = this.#recorded;
    if (recorder.lastSequence > before) {
      throw new Error(
        "Cannot make a network of its own a part of a cluster: its database has messages that the " +
          "cluster does not have; choose an empty folder with --data",
      );
    }
    const broker = await connectToNats(options, log);
    this.#broker = broker;
    const { promise: broken, reject } = Promise.withResolvers<never>();
    this.#onBroken = reject;
    try {
      await Promise.race([this.#catchUp(broker), broken]);
      this.#talkWithPeers(broker, shared);
      this.#onBroken = this.#parts.onBroken;
    } catch (error) {
      await this.#close();
      throw error;
    }
  }

  /** The other nodes, once this one is one of the network. */
  readonly peers: Peers = {
    nodes: () => this.#nodes?.list() ?? [],
    openElsewhere: (prefix) => this.#talk?.openElsewhere(prefix) ?? 0,
    ask: (question, about) => this.#talk?.ask(question, about) ?? Promise.resolve([]),
  };

  /** Leaves the cluster: all users of this node quit, and the other nodes know. */
  async leave(): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, LEAVING_MS);
    const left = this.journal.leave();
    this.journal.commit();
    await Promise.race([left, late]);
    clearTimeout(timer);
    this.journal.commit();
    this.#keepSnapshot({ isDue: true });
    await this.#close();
  }

  #committed(): void {
    const { failure } = this.#recorded;
    if (failure === undefined) return this.#keepSnapshot();
    const why = messageOf(failure);
    this.#break(
      new Error(
        `Cannot store what the network says: ${why}; mend that and start again, which takes it from ` +
          "the log",
      ),
    );
  }

  /** Stores a snapshot from time to time. What it has in it has to be recorded, too. */
  #keepSnapshot({ isDue = false } = {}): void {
    const { position } = this.journal;
    const since = position - this.#kept.position;
    const { now, log } = this.#parts;
    const late = since >= SNAPSHOT_BATCHES || now() - this.#kept.time >= SNAPSHOT_MS;
    if (since === 0 || !(isDue || late) || this.#recorded.changed) return;
    this.#kept = { position, time: now() };
    try {
      this.#recorded.snapshots.save(this.journal.snapshot());
    } catch (error) {
      log.warn("The state of the network cannot be stored", { why: messageOf(error) });
    }
  }

  async #catchUp(broker: Broker): Promise<void> {
    const { journal } = this;
    const { options, log } = this.#parts;
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
    if (journal.lastSequence < this.#recorded.before) {
      throw new Error(
        `Cannot follow the log of the cluster at ${
          options.servers.join(",")
        }: it ends before what ` +
          "this server's database has; bring back the data of NATS, or choose an empty folder with " +
          "--data",
      );
    }
    const nodes = new Nodes({
      self: () => ({ node: options.node, epoch: journal.epoch, position: shared.position }),
      epochs: () => journal.epochs.keys(),
      send: (heartbeat) => broker.sendHeartbeat(heartbeat),
      onGone: (epoch) => void journal.endEpoch(epoch),
    });
    this.#nodes = nodes;
    broker.onHeartbeat((heartbeat) => nodes.hear(heartbeat));
    const former = [...journal.epochs].filter(([, { node }]) => node === options.node);
    const entered = [journal.enter(), ...former.map(([epoch]) => journal.endEpoch(epoch))];
    journal.commit();
    await Promise.all(entered);
    log.info("Joined the cluster", { node: options.node, position: shared.position });
  }

  #talkWithPeers(broker: Broker, shared: SharedParts): void {
    const talk = new PeerTalk({
      ...shared,
      node: this.#parts.options.node,
      epoch: () => this.journal.epoch,
      broadcast: (data) => broker.broadcast(data),
      nodes: () => this.peers.nodes(),
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
    this.#nodes?.close();
    this.#talk?.close();
    this.#stall.close();
    this.#log?.close();
    this.journal.close();
    await this.#broker?.close();
  }
}
