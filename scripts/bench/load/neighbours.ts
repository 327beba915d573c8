import { percentile } from "../report/statistics.ts";
import type { Client } from "./client.ts";
import { Crowd, type CrowdOptions } from "./crowd.ts";

/** Milliseconds between two lines. */
const INTERVAL_MS = 5;
const FIRST_ADDRESS = 2;

/**
 * Two who write to each other while something else keeps the server busy. Their sockets are waited
 * for by themselves, so that their lines do not wait until the load has read its own.
 */
export class Neighbours {
  readonly #crowd: Crowd;
  readonly #writer: Client;
  readonly #line: Uint8Array<ArrayBuffer>;
  /** When each line was sent. */
  readonly #sent: number[] = [];
  /** How long each line took that has arrived, in milliseconds. */
  readonly #delays: number[] = [];

  /** Connects them to the server of a load. */
  constructor(load: CrowdOptions) {
    this.#crowd = new Crowd({
      ...load,
      connectAtOnce: 2,
      namePrefix: `${load.namePrefix}n`,
      firstAddress: FIRST_ADDRESS,
    });
    const [writer, reader] = this.#crowd.enough(2);
    if (writer === undefined || reader === undefined) throw new Error("Neighbours are two");
    this.#writer = writer;
    this.#line = writer.encode(`PRIVMSG ${reader.nickname} :Are you there?\r\n`);
    reader.onLines = (count) => {
      for (; count > 0; count--) this.#received();
    };
  }

  /** Notices what has arrived, and sends the next line if it is time. */
  next(): void {
    this.#crowd.poll(0);
    const now = performance.now();
    if (now - (this.#sent.at(-1) ?? 0) < INTERVAL_MS) return;
    this.#sent.push(now);
    this.#writer.sendBytes(this.#line);
  }

  /** The times that the lines took, those included that have not arrived. */
  end(): Record<string, number> {
    this.#crowd.poll(0);
    while (this.#delays.length < this.#sent.length) this.#received();
    this.#delays.sort((a, b) => a - b);
    return {
      "others' delay, 99 of 100, ms": percentile(this.#delays, 0.99),
      "longest, ms": percentile(this.#delays, 1),
    };
  }

  #received(): void {
    this.#delays.push(performance.now() - this.#sent[this.#delays.length]!);
  }
}
