import { Peer } from "../peer.ts";

const TEXT = "The quick brown fox jumps over the lazy dog, then does it again";
const TALKERS = 10;
/** Milliseconds between two bursts. */
const BURST_MS = 10;

/** People who talk in rooms. */
export class Talkers {
  readonly #peers: readonly Peer[];
  readonly #rooms: readonly string[];
  #said = 0;

  private constructor(peers: readonly Peer[], rooms: readonly string[]) {
    this.#peers = peers;
    this.#rooms = rooms;
  }

  /** Registers them and has them join all the rooms. */
  static async enter(port: number, rooms: readonly string[]): Promise<Talkers> {
    const peers: Peer[] = [];
    for (let index = 0; index < TALKERS; index++) {
      const nickname = `talker${index}`;
      const peer = await Peer.register({ port, nickname, bufferBytes: 64 * 1024 });
      await peer.send(`JOIN ${rooms.join(",")}\r\n`);
      await peer.readUntil(new RegExp(` 366 ${nickname} ${rooms.at(-1)} `));
      // They hear each other, which has to be read.
      void peer.countLines(() => {}).catch(() => {});
      peers.push(peer);
    }
    return new Talkers(peers, rooms);
  }

  /** Talks for some time at an even pace. Returns the messages a second that it came to. */
  async talk({ perSecond, seconds }: { perSecond: number; seconds: number }): Promise<number> {
    const started = performance.now();
    let sent = 0;
    while (true) {
      const passed = (performance.now() - started) / 1000;
      const due = Math.floor(Math.min(passed, seconds) * perSecond);
      await this.say(due - sent);
      sent = due;
      if (passed >= seconds) return sent / passed;
      await new Promise((resolve) => setTimeout(resolve, BURST_MS));
    }
  }

  /** Says so many messages at once, one after the other in every room. */
  async say(count: number): Promise<void> {
    const lines = this.#peers.map(() => "");
    for (let index = 0; index < count; index++) {
      const number = this.#said++;
      const room = this.#rooms[number % this.#rooms.length];
      const peer = Math.floor(number / this.#rooms.length) % this.#peers.length;
      lines[peer] += `PRIVMSG ${room} :${TEXT} ${number}\r\n`;
    }
    await Promise.all(lines.map((text, peer) => text === "" ? undefined : this.#send(peer, text)));
  }

  /** Says one message in a room, after all before. */
  async sayLast(room: string, text: string): Promise<void> {
    for (const peer of this.#peers.slice(1)) await peer.send(`PRIVMSG ${room} :.\r\n`);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await this.#send(0, `PRIVMSG ${room} :${text}\r\n`);
  }

  close(): void {
    for (const peer of this.#peers) peer.close();
  }

  async #send(peer: number, text: string): Promise<void> {
    await this.#peers[peer]?.send(text);
  }
}
