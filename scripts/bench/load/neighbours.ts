import type { Client } from "./client.ts";

/** Milliseconds between two lines. */
const INTERVAL_MS = 5;

/** Two who write to each other while something else keeps the server busy. */
export class Neighbours {
  readonly #writer: Client;
  readonly #line: Uint8Array<ArrayBuffer>;
  #sentAt = 0;
  #isUnderWay = false;
  #longestMs = 0;

  constructor([writer, reader]: readonly Client[]) {
    if (writer === undefined || reader === undefined) throw new Error("Neighbours are two");
    this.#writer = writer;
    this.#line = writer.encode(`PRIVMSG ${reader.nickname} :Are you there?\r\n`);
    reader.onLines = () => this.#received();
  }

  begin(): void {
    this.#send();
  }

  /** Sends the next line if it is time. */
  next(): void {
    if (this.#isUnderWay || performance.now() - this.#sentAt < INTERVAL_MS) return;
    this.#send();
  }

  /** The longest time that a line took, in milliseconds, one that has not arrived included. */
  longest(): number {
    if (this.#isUnderWay) this.#received();
    return this.#longestMs;
  }

  #send(): void {
    this.#isUnderWay = true;
    this.#sentAt = performance.now();
    this.#writer.sendBytes(this.#line);
  }

  #received(): void {
    if (!this.#isUnderWay) return;
    this.#isUnderWay = false;
    this.#longestMs = Math.max(this.#longestMs, performance.now() - this.#sentAt);
  }
}
