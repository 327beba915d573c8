import { DEADLINE, withDeadline } from "./feed.ts";
import type { Address } from "./irc_client.ts";

const READ_BYTES = 64 * 1024;

/** A client for tests of many thousand lines: it passes each line on and keeps none. */
export class LightClient implements AsyncDisposable {
  readonly name: string;
  readonly #connection: Deno.TcpConn;
  readonly #take: (line: string) => void;
  readonly #done: Promise<void>;
  #changed = Promise.withResolvers<void>();
  #ended = false;
  #last = "";
  #pings = 0;
  #pong = "";

  private constructor(
    connection: Deno.TcpConn,
    { name, take }: { name: string; take: (line: string) => void },
  ) {
    this.name = name;
    this.#connection = connection;
    this.#take = take;
    this.#done = this.#read();
  }

  /** Connects; `take` gets each line without its line end. */
  static async connect(
    { host, port }: Address,
    options: { name: string; take?: (line: string) => void },
  ): Promise<LightClient> {
    const connection = await Deno.connect({ hostname: host, port });
    // A line that follows another one at once would wait for 40 ms.
    connection.setNoDelay(true);
    return new LightClient(connection, { take: () => {}, ...options });
  }

  /** Whether the connection has ended. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Sends lines, given without line ends; does nothing if the connection has ended. */
  async send(...lines: string[]): Promise<void> {
    await this.sendBytes(new TextEncoder().encode(lines.map((line) => line + "\r\n").join("")));
  }

  /** Sends bytes as they are; does nothing if the connection has ended. */
  async sendBytes(bytes: Uint8Array): Promise<void> {
    let rest = bytes;
    try {
      while (rest.length > 0) rest = rest.subarray(await this.#connection.write(rest));
    } catch (error) {
      if (!this.#ended) await this.#done;
      if (!this.#ended) throw error;
    }
  }

  /** Waits until `holds` returns true; it is called whenever lines have come. */
  async until(what: string, holds: () => boolean, deadline = DEADLINE): Promise<void> {
    const end = performance.now() + deadline;
    while (!holds()) {
      if (this.#ended) throw new Error(`${this.name} ended before ${what}; last: ${this.#last}`);
      await withDeadline(this.#changed.promise, {
        what: () => `${this.name} saw no ${what}; last: ${this.#last}`,
        deadline: Math.max(0, end - performance.now()),
      });
    }
  }

  /** Sends PING and waits for the PONG; false if the connection ends first. */
  async answered(deadline = DEADLINE): Promise<boolean> {
    const token = `light-${++this.#pings}`;
    await this.send(`PING ${token}`);
    await this.until(`PONG ${token}`, () => this.#ended || this.#pong === token, deadline);
    return this.#pong === token;
  }

  close(): void {
    try {
      this.#connection.close();
    } catch {
      // It has ended already.
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await this.#done;
  }

  async #read(): Promise<void> {
    const buffer = new Uint8Array(READ_BYTES);
    const decoder = new TextDecoder();
    let pending = "";
    for (;;) {
      const count = await this.#connection.read(buffer).catch(() => null);
      if (count === null) break;
      const lines = (pending + decoder.decode(buffer.subarray(0, count), { stream: true }))
        .split("\r\n");
      pending = lines.pop() ?? "";
      for (const line of lines) this.#line(line);
      this.#wake();
    }
    this.#ended = true;
    this.close();
    this.#wake();
  }

  #line(line: string): void {
    this.#last = line;
    const [, token] = / PONG \S+ :?(light-\d+)$/.exec(line) ?? [];
    if (token !== undefined) this.#pong = token;
    else this.#take(line);
  }

  #wake(): void {
    const { resolve } = this.#changed;
    this.#changed = Promise.withResolvers<void>();
    resolve();
  }
}
