import { LineDecoder } from "../../protocol/lines.ts";
import type { Connection } from "../connection/connection.ts";
import { Feed } from "./feed.ts";

const encoder = new TextEncoder();

/** The server's end of one connection, played by a test. */
export class FakePeer {
  readonly received: string[] = [];
  /** Set by a test: nothing is sent any more. */
  mute = false;
  readonly #decoder = new LineDecoder({ tagBytes: 8191, lineBytes: 512 });
  readonly #toClient = new Feed<Uint8Array>();
  readonly #lines = new Feed<string>();
  readonly #answers: ((line: string) => void)[] = [];

  /** The client's end. */
  readonly connection: Connection = {
    localPort: 54321,
    incoming: this.#toClient,
    write: (bytes) => {
      for (const line of this.#decoder.push(bytes)) {
        if (typeof line !== "string") {
          throw new Error(`The client sent a line that is ${line.error}`);
        }
        this.received.push(line);
        for (const answer of this.#answers) answer(line);
        this.#lines.push(line);
      }
      return Promise.resolve();
    },
    close: () => {
      this.#toClient.end();
      this.#lines.end();
    },
  };

  /** Sends lines to the client. */
  send(...lines: string[]): void {
    if (this.mute) return;
    this.#toClient.push(encoder.encode(lines.map((line) => line + "\r\n").join("")));
  }

  /** Sends bytes as they are. */
  sendBytes(bytes: Uint8Array): void {
    this.#toClient.push(bytes);
  }

  /** Does this with every line the client sends. */
  answer(each: (line: string) => void): void {
    this.#answers.push(each);
  }

  /** The next line that matches; those before it are passed over. */
  async until(pattern: RegExp): Promise<string> {
    while (true) {
      const line = await this.#lines.next();
      if (line.done === true) throw new Error(`The client closed before it sent ${pattern}`);
      if (pattern.test(line.value)) return line.value;
    }
  }

  /** Hangs up. */
  hangUp(): void {
    this.#toClient.end();
  }
}

/** A server for tests without a network: each connection is handed to the test. */
export class FakeServer {
  readonly #peers = new Feed<FakePeer>();
  /** What connecting throws, while set. */
  failure: string | undefined;

  readonly connect = (): Promise<Connection> => {
    if (this.failure !== undefined) return Promise.reject(new Error(this.failure));
    const peer = new FakePeer();
    this.#peers.push(peer);
    return Promise.resolve(peer.connection);
  };

  /** The next connection. */
  async accept(): Promise<FakePeer> {
    const peer = await this.#peers.next();
    if (peer.done === true) throw new Error("Nobody connects any more");
    return peer.value;
  }
}

/** Options for {@linkcode welcome}. */
export interface WelcomeOptions {
  readonly nick?: string;
  readonly capabilities?: string;
  /** Further tokens of 005. */
  readonly isupport?: string;
}

/** Lets the client in as a small server would, and answers its PINGs, JOINs and its CAP. */
export async function welcome(peer: FakePeer, options: WelcomeOptions = {}): Promise<void> {
  const { capabilities } = options;
  const nickLine = await peer.until(/^NICK /);
  const nick = options.nick ?? nickLine.slice(5);
  if (capabilities !== undefined) {
    peer.send(`:s CAP * LS :${capabilities}`);
    const request = await peer.until(/^CAP REQ/);
    peer.send(`:s CAP ${nick} ACK ${request.slice(8)}`);
    await peer.until(/^CAP END/);
  }
  peer.answer((line) => {
    const [command = "", target = ""] = line.replace(/^@\S+ /, "").split(" ");
    if (command === "PING") peer.send(`:s PONG s ${target}`);
    if (command === "QUIT") peer.hangUp();
    if (command !== "JOIN") return;
    const label = /^@(\S+) /.exec(line)?.[1];
    target.split(",").forEach((channel, index, all) => {
      const tag = label !== undefined && index === all.length - 1 ? `@${label} ` : "";
      peer.send(`${tag}:${nick}!u@h JOIN ${channel}`, `:s 366 ${nick} ${channel} :End`);
    });
  });
  peer.send(
    `:s 001 ${nick} :Welcome`,
    `:s 005 ${nick} CHANTYPES=# CASEMAPPING=ascii PREFIX=(ov)@+ ${
      options.isupport ?? ""
    } :are supported`,
    `:s 422 ${nick} :No message of the day`,
  );
}
