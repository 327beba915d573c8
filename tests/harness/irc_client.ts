import { formatMessage, type IrcMessage, parseMessage } from "../../protocol/message.ts";
import { Feed, feedLines } from "./feed.ts";

/** The address of a listener. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** What a client needs of its connection. */
export interface ByteConnection {
  readonly readable: ReadableStream<Uint8Array>;
  write(bytes: Uint8Array): Promise<number>;
  close(): void;
}

/** Options for {@linkcode IrcTestClient.connect}. */
export interface ConnectOptions {
  /** The name of the client in errors. */
  readonly name?: string;
  /** PEM certificates to trust; connects with TLS when given. */
  readonly caCerts?: string[];
}

/** Options for {@linkcode IrcTestClient.enter}. */
export interface EnterOptions extends ConnectOptions {
  readonly capabilities?: readonly string[];
  readonly channels?: readonly string[];
  readonly password?: string;
}

/** An IRC client that sends what a test wants and keeps every line that it receives. */
export class IrcTestClient implements Disposable {
  readonly feed: Feed<string>;
  readonly #ended: Promise<void>;
  readonly #connection: ByteConnection;
  #pings = 0;

  constructor(connection: ByteConnection, name: string) {
    this.#connection = connection;
    this.feed = new Feed(`The client ${name}`);
    this.#ended = feedLines(connection.readable, this.feed);
  }

  /** Opens a connection and sends nothing. */
  static async connect(
    { host, port }: Address,
    { name = "(unnamed)", caCerts }: ConnectOptions = {},
  ): Promise<IrcTestClient> {
    const connection = caCerts
      ? await Deno.connectTls({ hostname: host, port, caCerts })
      : await Deno.connect({ hostname: host, port });
    return new IrcTestClient(connection, name);
  }

  /** Connects, registers and joins channels. */
  static async enter(
    server: Address,
    { nickname, ...options }: EnterOptions & { nickname: string },
  ): Promise<IrcTestClient> {
    const client = await IrcTestClient.connect(server, { name: nickname, ...options });
    await client.register(nickname, options);
    for (const channel of options.channels ?? []) await client.join(channel);
    return client;
  }

  /** Sends lines, given without line ends. Does not wait for an answer. */
  async send(...lines: string[]): Promise<void> {
    await this.sendBytes(new TextEncoder().encode(lines.map((line) => line + "\r\n").join("")));
  }

  /** Sends bytes as they are. */
  async sendBytes(bytes: Uint8Array): Promise<void> {
    let rest = bytes;
    while (rest.length > 0) rest = rest.subarray(await this.#connection.write(rest));
  }

  /** Registers, and waits for the end of the greeting. */
  async register(
    nickname: string,
    { capabilities = [], password }: EnterOptions = {},
  ): Promise<void> {
    if (capabilities.length > 0) await this.send("CAP LS 302");
    if (password !== undefined) await this.send(`PASS ${password}`);
    await this.send(`NICK ${nickname}`, `USER ${nickname} 0 * :${nickname}`);
    if (capabilities.length > 0) {
      await this.send(`CAP REQ :${capabilities.join(" ")}`, "CAP END");
    }
    await this.waitFor("RPL_WELCOME", "001");
    await this.sync();
  }

  /** Joins a channel and waits for the end of its names. */
  async join(channel: string): Promise<void> {
    await this.send(`JOIN ${channel}`);
    await this.waitFor(`the end of ${channel}'s names`, "366");
  }

  /** Reads up to the first message of a command, or the first that a function accepts. */
  async waitFor(
    what: string,
    wanted: string | ((message: IrcMessage) => boolean) = what,
  ): Promise<IrcMessage> {
    const accepts = typeof wanted === "string"
      ? (message: IrcMessage) => message.command === wanted
      : wanted;
    const line = await this.feed.waitFor((line) => accepts(parsed(line)), { what });
    return parsed(line);
  }

  /** Waits until the server has closed the connection and all is read. */
  async closed(): Promise<void> {
    await this.feed.rest();
    await this.#ended;
  }

  /**
   * Sends PING, reads up to the PONG and returns the messages before it. Everything that was sent
   * before the PING is handled then.
   */
  async sync(): Promise<IrcMessage[]> {
    const token = `sync-${++this.#pings}`;
    const between: IrcMessage[] = [];
    await this.send(formatMessage({ command: "PING", params: [token] }));
    await this.waitFor("PONG", (message) => {
      if (message.command === "PONG" && message.params.at(-1) === token) return true;
      between.push(message);
      return false;
    });
    return between;
  }

  /** Closes the connection without a QUIT. */
  close(): void {
    try {
      this.#connection.close();
    } catch {
      // It is closed already, by the end of the stream.
    }
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

function parsed(line: string): IrcMessage {
  const message = parseMessage(line);
  if (typeof message === "string") throw new Error(`The server sent "${line}", ${message}`);
  return message;
}
