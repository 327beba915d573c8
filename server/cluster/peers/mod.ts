import type { Broker, Questions as BrokerQuestions } from "../broker.ts";
import type { KnownNode } from "../nodes.ts";
import { decodeMessage, encodeMessage, type NodeAbout, type NodeMessageBody } from "./messages.ts";
import { type Answer, type Answerers, PeerQuestions, type Question } from "./questions.ts";
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
  /** The epoch of this node, which may change. */
  readonly epoch: () => string;
  readonly broker: Pick<Broker, "broadcast" | keyof BrokerQuestions>;
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
  readonly #questions: PeerQuestions;
  /** What each epoch has said of its node, and the topic on which that answers. */
  readonly #known = new Map<string, { readonly about: NodeAbout; readonly topic: string }>();
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(options: PeerTalkOptions) {
    this.#options = options;
    const { limits, answerers, broker, now, epochs } = options;
    const send = (message: NodeMessageBody) => this.#send(message);
    this.#limits = new SharedLimits({ ...limits, send, epochs, now });
    this.#questions = new PeerQuestions({ broker, answerers });
    this.#timer = setInterval(() => this.report(), REPORT_MS);
    this.#tellAbout();
  }

  nodes(): readonly PeerNode[] {
    const { nodes, about } = this.#options;
    return nodes().map((node) => ({
      ...node,
      about: node.isSelf ? about() : this.#known.get(node.epoch)?.about,
    }));
  }

  openElsewhere(prefix: string): number {
    return this.#limits.openElsewhere(prefix);
  }

  ask(question: Question, about = ""): Promise<readonly Answer[]> {
    const others = this.#options.nodes().flatMap(({ name, epoch, isSelf }) => {
      const topic = isSelf ? undefined : this.#known.get(epoch)?.topic;
      return topic === undefined ? [] : [{ name, topic }];
    });
    return this.#questions.ask(others, { question, about });
  }

  /** Takes a message of any node; one that this version does not know is ignored. */
  hear(data: Uint8Array): void {
    const message = decodeMessage(data);
    if (message === undefined || message.epoch === this.#options.epoch()) return;
    if (message.type === "about") {
      const { people, version, startedAt, topic } = message;
      const isNew = !this.#known.has(message.epoch);
      this.#known.set(message.epoch, { about: { people, version, startedAt }, topic });
      // A node that has just come is told about this one at once.
      if (isNew) this.#tellAbout();
    }
    this.#limits.hear(message.epoch, message);
  }

  /** Tells about this node and what it has counted; done once a second. */
  report(): void {
    const epochs = this.#options.epochs();
    for (const epoch of this.#known.keys()) {
      if (!epochs.has(epoch)) this.#known.delete(epoch);
    }
    this.#tellAbout();
    this.#limits.report();
  }

  /** Says nothing any more. */
  close(): void {
    clearInterval(this.#timer);
    this.#limits.close();
  }

  #tellAbout(): void {
    this.#send({ type: "about", topic: this.#questions.topic, ...this.#options.about() });
  }

  #send(message: NodeMessageBody): void {
    const { epoch, broker } = this.#options;
    broker.broadcast(encodeMessage({ ...message, epoch: epoch() }));
  }
}
