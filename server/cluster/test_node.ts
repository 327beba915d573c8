import { assert, assertEquals } from "@std/assert";
import { messageOf } from "../../protocol/errors.ts";
import type { Recorder } from "../journal/journal.ts";
import type { Entry, NetworkEvent } from "../network/events.ts";
import { Network } from "../network/network.ts";
import type { Outcome } from "../network/outcome.ts";
import { connect } from "../network/testing.ts";
import { TestServer } from "../testing.ts";
import type { Format } from "./batch.ts";
import { ClusterJournal } from "./journal.ts";
import { SharedLog } from "./shared_log.ts";
import type { Snapshot } from "./snapshots.ts";
import type { MemoryBroker } from "./testing.ts";

/** Options for {@linkcode TestNode}. */
export interface NodeOptions {
  readonly node?: string;
  readonly recorded?: number;
  readonly snapshot?: Snapshot;
  readonly format?: Format;
}

/** For tests: a node without sockets and database. */
export class TestNode {
  readonly network = new Network({ whowasEntries: 10 });
  readonly recorded: Entry[] = [];
  readonly ended: string[] = [];
  readonly failed: string[] = [];
  readonly broken: string[] = [];
  /** Called before an event is recorded. */
  onRecord: (entry: Entry) => void = () => {};
  readonly journal: ClusterJournal;
  readonly shared: SharedLog;
  now = Date.UTC(2026, 0, 1);

  constructor(
    broker: MemoryBroker,
    { node = "a", recorded = 0, snapshot, ...format }: NodeOptions = {},
  ) {
    const { delivery, server: { log } } = new TestServer();
    const recorder: Recorder = {
      lastSequence: 0,
      record: (entry) => {
        this.onRecord(entry as unknown as Entry);
        this.recorded.push(entry as unknown as Entry);
      },
      commit: () => [],
    };
    this.journal = new ClusterJournal({
      network: this.network,
      delivery,
      recorder,
      requestTick: () => {},
      onApplied: () => {},
      node,
      log,
      now: () => this.now,
      publish: (data, id) => broker.publish(data, id),
      endSessions: (user, { kill }) => void this.ended.push(`${user} ${kill?.said}`),
      onStall: () => {},
      onLost: () => {},
      onBroken: (error) => void this.broken.push(messageOf(error)),
      onCommit: () => {},
      onFailure: (_error, type) => void this.failed.push(type),
      recorded,
      snapshot,
      ...format,
    });
    this.shared = new SharedLog({
      broker,
      log,
      position: snapshot?.position ?? 0,
      onMessage: (data, position) => this.journal.receive(data, position),
      onBroken: (error) => {
        throw error;
      },
    });
  }

  static async open(broker: MemoryBroker, options: NodeOptions = {}): Promise<TestNode> {
    const node = new TestNode(broker, options);
    await node.shared.open();
    await node.journal.settled();
    return node;
  }

  /** Appends events in one tick; resolves to what became of them. */
  append(...events: NetworkEvent[]): Promise<Outcome[]> {
    const outcomes = events.map((event) => this.journal.append(event));
    this.journal.commit();
    return Promise.all(outcomes);
  }

  /** A user whose id is of this node's epoch. */
  async connect(nickname: string): Promise<string> {
    const id = this.journal.newId();
    const [outcome] = await this.append(connect(id, { nickname }));
    assert(outcome?.ok);
    return id;
  }

  get sequences(): number[] {
    return this.recorded.map(({ sequence }) => sequence);
  }

  close(): void {
    this.shared.close();
    this.journal.close();
    assertEquals(this.broken, []);
  }
}
