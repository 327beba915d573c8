import type { Membership } from "../store/membership.ts";

/** What the cluster needs of a message broker. */
export interface Broker extends Questions {
  /** The network whose log it keeps; undefined if it has none. */
  network(): Promise<Membership | undefined>;
  /** Begins the log of a network, unless there is one by now. */
  begin(network: Membership): Promise<void>;
  /**
   * Stores a message at the end of the log. Rejects if it is not certain that it is stored. It may
   * be repeated with the same id, and is stored once even so, at least for some minutes.
   */
  publish(data: Uint8Array, id: string): Promise<void>;
  /** The message at a position; undefined if there is none. */
  read(position: number): Promise<Uint8Array | undefined>;
  /** The positions of the first and the last message; the last is smaller if there is none. */
  bounds(): Promise<{ readonly first: number; readonly last: number }>;
  /** Calls with what comes from now on. */
  listen(listener: BrokerListener): void;
  /** Tells all nodes that this one is alive, itself included. */
  sendHeartbeat(heartbeat: Heartbeat): void;
  /** Calls with the heartbeats of all nodes. */
  onHeartbeat(hear: (heartbeat: Heartbeat) => void): void;
  /** Sends something to all nodes that is not stored, and may be lost; this one may hear it, too. */
  broadcast(data: Uint8Array): void;
  /** Calls with what nodes broadcast. */
  onBroadcast(hear: (data: Uint8Array) => void): void;
  close(): Promise<void>;
}

/** The error that a node answers, instead of what it was asked for. */
export class AnswerError extends Error {}

/** Questions to other nodes, which may get lost on their way. */
export interface Questions {
  /**
   * Asks whoever answers on a topic. Rejects with an {@linkcode AnswerError}, or another error if
   * nobody answers within some milliseconds.
   */
  ask(topic: string, question: Uint8Array, within: number): Promise<Uint8Array>;
  /** Asks everybody who answers on a topic; resolves to the answers of some milliseconds. */
  askAll(topic: string, question: Uint8Array, within: number): Promise<Uint8Array[]>;
  /** Answers questions on a topic; undefined is no answer. */
  answer(
    topic: string,
    answer: (question: Uint8Array) => Promise<Uint8Array | undefined>,
  ): void;
}

/** Called with what a broker sends by itself. */
export interface BrokerListener {
  /** Messages that were stored; some may be left out, such as those of a time without connection. */
  readonly onMessage: (position: number, data: Uint8Array) => void;
  /** The connection works again. */
  readonly onReconnect: () => void;
}

/** A sign of life. */
export interface Heartbeat {
  readonly node: string;
  readonly epoch: string;
  /** The position in the log up to which the node has applied it. */
  readonly position: number;
}
