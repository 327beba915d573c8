import { LineDecoder } from "../../protocol/lines.ts";
import type { Connection } from "../connection/connection.ts";
import { Feed } from "./feed.ts";

const encoder = new TextEncoder();

/** The server's end of one connection, controlled by a test. */
export class FakePeer {
  readonly received: string[] = [];
  /** Set by a test: no more lines are sent. */
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

  /** Sends bytes unchanged. */
  sendBytes(bytes: Uint8Array): void {
    this.#toClient.push(bytes);
  }

  /** Calls `each` with every further line of the client. */
  answer(each: (line: string) => void): void {
    this.#answers.push(each);
  }

  /** Waits for the next line that matches and skips those before it. */
  async until(pattern: RegExp): Promise<string> {
    while (true) {
      const line = await this.#lines.next();
      if (line.done === true) throw new Error(`The client closed before it sent ${pattern}`);
      if (pattern.test(line.value)) return line.value;
    }
  }

  /** Closes the connection. */
  hangUp(): void {
    this.#toClient.end();
  }
}

/** A server without a network, whose connections a test accepts and controls. */
export class FakeServer {
  readonly #peers = new Feed<FakePeer>();
  /** While set, connecting throws an error with this message. */
  failure: string | undefined;

  readonly connect = (): Promise<Connection> => {
    if (this.failure !== undefined) return Promise.reject(new Error(this.failure));
    const peer = new FakePeer();
    this.#peers.push(peer);
    return Promise.resolve(peer.connection);
  };

  /** Waits for the next connection. */
  async accept(): Promise<FakePeer> {
    const peer = await this.#peers.next();
    if (peer.done === true) throw new Error("There are no more connections");
    return peer.value;
  }
}

/** Options for {@linkcode welcome}. */
export interface WelcomeOptions {
  readonly nick?: string;
  readonly capabilities?: string;
  /** Further tokens of 005. */
  readonly isupport?: string;
  /** The modes of each room. */
  readonly modes?: string;
}

/** Registers the client, and answers its CAP, PING, JOIN, MODE and QUIT as a small server does. */
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
    const [command = "", target = "", change] = line.replace(/^@\S+ /, "").split(" ");
    const label = /^@(\S+) /.exec(line)?.[1];
    if (command === "PING") peer.send(`:s PONG s ${target}`);
    if (command === "QUIT") peer.hangUp();
    if (command === "MODE" && change === undefined) {
      const tag = label === undefined ? "" : `@${label} `;
      peer.send(`${tag}:s 324 ${nick} ${target} ${options.modes ?? "+"}`);
    }
    if (command !== "JOIN") return;
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
