import type { Membership } from "../store/membership.ts";
import {
  AnswerError,
  type Broker,
  type BrokerListener,
  type Heartbeat,
  type Questions,
} from "./broker.ts";

/** For tests: questions that nodes of one process ask each other. */
export class MemoryQuestions implements Questions {
  /** Called with what is asked; throws if it is to be lost. */
  onAsk: (topic: string, question: Uint8Array) => void = () => {};
  /** What becomes of an answer on its way. */
  onAnswer: (answer: Uint8Array) => Uint8Array = (answer) => answer;
  readonly #answers: [string, (question: Uint8Array) => Promise<Uint8Array | undefined>][] = [];

  async ask(topic: string, question: Uint8Array): Promise<Uint8Array> {
    const [answer] = await this.askAll(topic, question);
    if (answer === undefined) throw new Error("nobody answers");
    return answer;
  }

  async askAll(topic: string, question: Uint8Array): Promise<Uint8Array[]> {
    this.onAsk(topic, question);
    const found: Uint8Array[] = [];
    for (const [answered, answer] of this.#answers) {
      if (answered !== topic) continue;
      const data = await answer(question).catch((error) => {
        throw new AnswerError(error.message);
      });
      if (data !== undefined) found.push(this.onAnswer(data));
    }
    return found;
  }

  answer(topic: string, answer: (question: Uint8Array) => Promise<Uint8Array | undefined>): void {
    this.#answers.push([topic, answer]);
  }
}

/** For tests: a broker that keeps its log in memory. It loses and repeats what a test wants. */
export class MemoryBroker extends MemoryQuestions implements Broker {
  readonly stored: Uint8Array[] = [];
  /** Ids of what was published, stored or not. */
  readonly published: string[] = [];
  /** What happens to each message that is published; all are stored if it is not replaced. */
  fate: (id: string) => "stored" | "lost" | "stored, but not confirmed" = () => "stored";
  /** Whether a stored message is handed on to those who listen. */
  handsOn: (position: number) => boolean = () => true;
  readonly #listeners: BrokerListener[] = [];
  readonly #hearers: ((data: Uint8Array) => void)[] = [];

  network(): Promise<Membership> {
    return Promise.resolve({ network: "memory", base: 0 });
  }

  begin(_network: Membership): Promise<void> {
    return Promise.resolve();
  }

  publish(data: Uint8Array, id: string): Promise<void> {
    this.published.push(id);
    const fate = this.fate(id);
    if (fate !== "lost") this.store(data);
    return fate === "stored" ? Promise.resolve() : Promise.reject(new Error("no answer"));
  }

  /** Adds a message to the log. */
  store(data: Uint8Array): void {
    const position = this.stored.push(data);
    if (this.handsOn(position)) this.handOn(position);
  }

  /** Hands a stored message on, again if it was before, or something else with its position. */
  handOn(position: number, data = this.stored[position - 1]!): void {
    for (const { onMessage } of this.#listeners) onMessage(position, data);
  }

  read(position: number): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.stored[position - 1]);
  }

  bounds(): Promise<{ first: number; last: number }> {
    return Promise.resolve({ first: 1, last: this.stored.length });
  }

  listen(listener: BrokerListener): void {
    this.#listeners.push(listener);
  }

  sendHeartbeat(_heartbeat: Heartbeat): void {}

  onHeartbeat(_hear: (heartbeat: Heartbeat) => void): void {}

  broadcast(data: Uint8Array): void {
    for (const hear of this.#hearers) hear(data);
  }

  onBroadcast(hear: (data: Uint8Array) => void): void {
    this.#hearers.push(hear);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
