const LINE_FEED = 10;
const ANSWER_TIMEOUT_MS = 60_000;
/** A refusal: ERROR, or an error numeric other than ERR_NOMOTD. */
const REFUSED = /^(ERROR |\S+ 4(?!22)\d\d ).*/m;
/** The end of the greeting: RPL_ENDOFMOTD or ERR_NOMOTD. */
const GREETED = / (376|422) /;
const ENCODER = new TextEncoder();

export interface PeerOptions {
  readonly port: number;
  readonly nickname: string;
  /** Size of the read buffer, which is small for thousands of idle connections. */
  readonly bufferBytes: number;
}

/**
 * One registered connection of the load. It either reads text up to a pattern or counts line feeds,
 * which is cheap enough for 500 connections.
 */
export class Peer {
  #connection: Deno.TcpConn;
  #buffer: Uint8Array<ArrayBuffer>;
  #closing = false;

  private constructor(connection: Deno.TcpConn, bufferBytes: number) {
    this.#connection = connection;
    this.#buffer = new Uint8Array(bufferBytes);
  }

  /** Connects, registers and reads the greeting to its end. */
  static async register(options: PeerOptions): Promise<Peer> {
    const { port, nickname, bufferBytes } = options;
    const connection = await Deno.connect({ hostname: "127.0.0.1", port });
    connection.setNoDelay(true);
    const peer = new Peer(connection, bufferBytes);
    await peer.send(`NICK ${nickname}\r\nUSER ${nickname} 0 * :${nickname}\r\n`);
    await peer.readUntil(GREETED);
    return peer;
  }

  async send(text: string): Promise<void> {
    await this.sendBytes(ENCODER.encode(text));
  }

  async sendBytes(bytes: Uint8Array): Promise<void> {
    for (let sent = 0; sent < bytes.length;) {
      sent += await this.#connection.write(bytes.subarray(sent));
    }
  }

  /**
   * Reads up to a pattern and answers PING, which some servers send before the greeting. Throws if
   * the server refuses or closes the connection.
   */
  async readUntil(pattern: RegExp): Promise<void> {
    const decoder = new TextDecoder();
    let tail = "";
    const timer = setTimeout(() => {
      console.error(`No ${pattern} in time; the last line was ${JSON.stringify(tail)}`);
      this.#connection.close();
    }, ANSWER_TIMEOUT_MS);
    while (!pattern.test(tail)) {
      // Whole lines that did not match are not needed any more.
      tail = tail.slice(tail.lastIndexOf("\n") + 1) +
        decoder.decode(await this.#read(), { stream: true });
      for (const ping of tail.matchAll(/^PING (.*)\r\n/gm)) await this.send(`PONG ${ping[1]}\r\n`);
      const refused = REFUSED.exec(tail);
      if (refused) throw new Error(`The server refused: ${refused[0]}`);
    }
    clearTimeout(timer);
  }

  /** Counts lines until this side closes the connection. Throws if the server closes it. */
  async countLines(onLines: (count: number) => void): Promise<void> {
    while (true) {
      let chunk: Uint8Array;
      try {
        chunk = await this.#read();
      } catch (error) {
        if (this.#closing) return;
        throw error;
      }
      let count = 0;
      for (let at = 0; at < chunk.length; at++) {
        if (chunk[at] === LINE_FEED) count++;
      }
      if (count > 0) onLines(count);
    }
  }

  close(): void {
    this.#closing = true;
    this.#connection.close();
  }

  async #read(): Promise<Uint8Array> {
    const count = await this.#connection.read(this.#buffer);
    if (count === null) throw new Error("The server closed a connection of the load");
    return this.#buffer.subarray(0, count);
  }
}
