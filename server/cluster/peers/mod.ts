import type { KnownNode } from "../nodes.ts";
import { decodeMessage, encodeMessage, type NodeMessageBody } from "./messages.ts";
import { type Answer, type Answerer, Questions } from "./questions.ts";
import { type SharedLimitParts, SharedLimits } from "./shared_limits.ts";

export type { Answer, Answerer, SharedLimitParts };

/** What a node knows of the others, and asks them. */
export interface Peers {
  /** The nodes of the cluster, by name. */
  nodes(): readonly KnownNode[];
  /** The connections that other nodes have from a network prefix. */
  openElsewhere(prefix: string): number;
  /** Asks all other nodes; resolves to the answers that come within two seconds. */
  ask(question: string, about?: string): Promise<readonly Answer[]>;
}

/** What a server shares with the other nodes. */
export interface SharedParts {
  readonly limits: SharedLimitParts;
  /** What other nodes may ask of this one. */
  readonly answerers: Readonly<Record<string, Answerer>>;
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
  }

  nodes(): readonly KnownNode[] {
    return this.#options.nodes();
  }

  openElsewhere(prefix: string): number {
    return this.#limits.openElsewhere(prefix);
  }

  ask(question: string, about?: string): Promise<readonly Answer[]> {
    return this.#questions.ask(question, about);
  }

  /** Takes a message of any node; one that this version does not know is ignored. */
  hear(data: Uint8Array): void {
    const message = decodeMessage(data);
    if (message === undefined || message.epoch === this.#options.epoch()) return;
    this.#limits.hear(message.epoch, message);
    this.#questions.hear(message, message);
  }

  /** Tells what this node has counted; done once a second. */
  report(): void {
    this.#limits.report();
  }

  /** Says nothing any more. */
  close(): void {
    this.#limits.close();
    this.#questions.close();
  }

  #send(message: NodeMessageBody): void {
    const { node, epoch, broadcast } = this.#options;
    broadcast(encodeMessage({ ...message, node, epoch: epoch() }));
  }
}
