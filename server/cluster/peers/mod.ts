import type { KnownNode } from "../nodes.ts";
import { decodeMessage, encodeMessage, type NodeAbout, type NodeMessageBody } from "./messages.ts";
import { type Answer, type Answerers, type Question, Questions } from "./questions.ts";
import { type SharedLimitParts, SharedLimits } from "./shared_limits.ts";

export type { Answer, NodeAbout, SharedLimitParts };

/** How often a node tells the others about itself and what it has counted, in milliseconds. */
const REPORT_MS = 1_000;

/** A node of the cluster. */
export interface PeerNode extends KnownNode {
  /** Undefined until it has said it. */
  readonly about: NodeAbout | undefined;
}

/** What a node knows of the others, and asks them. */
export interface Peers {
  /** The nodes of the cluster, by name. */
  nodes(): readonly PeerNode[];
  /** The connections that other nodes have from a network prefix. */
  openElsewhere(prefix: string): number;
  /** Asks all other nodes; resolves to the answers that come within two seconds. */
  ask(question: Question, about?: string): Promise<readonly Answer[]>;
}

/** What a server shares with the other nodes. */
export interface SharedParts {
  readonly limits: SharedLimitParts;
  /** What this node says of itself. */
  readonly about: () => NodeAbout;
  /** What other nodes may ask of this one. */
  readonly answerers: Answerers;
}

/** Options for {@linkcode PeerTalk}. */
export interface PeerTalkOptions extends SharedParts {
  readonly node: string;
  /** The epoch of this node, which may change. */
  readonly epoch: () => string;
  /** Sends to all nodes. */
  readonly broadcast: (data: Uint8Array) => void;
  readonly nodes: () => readonly KnownNode[];
  /** The epochs of the nodes that are not gone. */
  readonly epochs: () => ReadonlyMap<string, unknown>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What this node says to the others beside the log, and hears from them. */
export class PeerTalk implements Peers {
  readonly #options: PeerTalkOptions;
  readonly #limits: SharedLimits;
  readonly #questions: Questions;
  /** What each epoch has said of its node. */
  readonly #about = new Map<string, NodeAbout>();
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(options: PeerTalkOptions) {
    this.#options = options;
    const { limits, answerers, now, nodes, epochs } = options;
    const send = (message: NodeMessageBody) => this.#send(message);
    this.#limits = new SharedLimits({ ...limits, send, epochs, now });
    this.#questions = new Questions({
      send,
      answerers,
      others: () => nodes().filter(({ isSelf }) => !isSelf).length,
      newId: () => crypto.randomUUID(),
    });
    this.#timer = setInterval(() => this.report(), REPORT_MS);
    this.#tellAbout();
  }

  nodes(): readonly PeerNode[] {
    const { nodes, about } = this.#options;
    return nodes().map((node) => ({
      ...node,
      about: node.isSelf ? about() : this.#about.get(node.epoch),
    }));
  }

  openElsewhere(prefix: string): number {
    return this.#limits.openElsewhere(prefix);
  }

  ask(question: Question, about?: string): Promise<readonly Answer[]> {
    return this.#questions.ask(question, about);
  }

  /** Takes a message of any node; one that this version does not know is ignored. */
  hear(data: Uint8Array): void {
    const message = decodeMessage(data);
    if (message === undefined || message.epoch === this.#options.epoch()) return;
    if (message.type === "about") {
      const { people, version, startedAt } = message;
      const isNew = !this.#about.has(message.epoch);
      this.#about.set(message.epoch, { people, version, startedAt });
      // A node that has just come is told about this one at once.
      if (isNew) this.#tellAbout();
    }
    this.#limits.hear(message.epoch, message);
    this.#questions.hear(message, message);
  }

  /** Tells about this node and what it has counted; done once a second. */
  report(): void {
    const epochs = this.#options.epochs();
    for (const epoch of this.#about.keys()) {
      if (!epochs.has(epoch)) this.#about.delete(epoch);
    }
    this.#tellAbout();
    this.#limits.report();
  }

  /** Says nothing any more. */
  close(): void {
    clearInterval(this.#timer);
    this.#limits.close();
    this.#questions.close();
  }

  #tellAbout(): void {
    this.#send({ type: "about", ...this.#options.about() });
  }

  #send(message: NodeMessageBody): void {
    const { node, epoch, broadcast } = this.#options;
    broadcast(encodeMessage({ ...message, node, epoch: epoch() }));
  }
}
