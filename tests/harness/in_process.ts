import { serve } from "../../server/mod.ts";
import {
  loadServerOptions,
  type OptionsEnvironment,
  reloadServerOptions,
  type ServerOptions,
} from "../../server/options/mod.ts";
import type { RunningServer } from "../../server/running.ts";
import { type ConnectOptions, type EnterOptions, IrcTestClient } from "./irc_client.ts";

/** No limits that would slow down tests of other things, and names that tests compare. */
const DEFAULT_SETTINGS = `
name = "irc.test"
network = "Test"
[limits]
lines-per-second = 0
work-per-second = 0
shared-work-per-second = 0
rooms-per-minute = 0
connections-per-minute = 0
connections-per-address = 0
[[operator]]
name = "root"
password = "let-me-in"
`;

/** A server in the test's own process, which starts at once and closes its clients at the end. */
export class InProcessServer implements AsyncDisposable {
  readonly host = "127.0.0.1";
  readonly port: number;
  /** The text of its settings file, which REHASH reads again. */
  readonly settings: { text: string };
  readonly #running: RunningServer;
  readonly #clients: IrcTestClient[] = [];

  constructor(running: RunningServer, settings: { text: string }) {
    const [address] = running.addresses;
    if (address === undefined) throw new Error("The server listens nowhere");
    this.port = address.port;
    this.settings = settings;
    this.#running = running;
  }

  /** Starts a server with the text of a settings file and a database in memory. */
  static async start(text = DEFAULT_SETTINGS): Promise<InProcessServer> {
    const settings = { text };
    const args = ["--config", "chat.toml", "--host", "127.0.0.1", "--port", "0"];
    args.push("--data", ":memory:", "--no-web");
    const environment: OptionsEnvironment = {
      env: {},
      readFile: () => settings.text,
      isWorldReadable: () => false,
      dataFolder: "/nowhere",
      warn: () => {},
    };
    const options: ServerOptions = loadServerOptions(args, environment);
    const reload = () => reloadServerOptions(options, { args, environment });
    return new InProcessServer(await serve(options, { reload }), settings);
  }

  /** Connects a client that sends nothing yet. */
  async connect(options: ConnectOptions = {}): Promise<IrcTestClient> {
    const client = await IrcTestClient.connect(this, options);
    this.#clients.push(client);
    return client;
  }

  /** Connects a client that registers and joins channels. */
  async enter(nickname: string, options: EnterOptions = {}): Promise<IrcTestClient> {
    const client = await this.connect({ name: nickname });
    await client.register(nickname, options);
    for (const channel of options.channels ?? []) await client.join(channel);
    return client;
  }

  /** Connects a client that registers and becomes an operator of the server. */
  async enterOperator(nickname: string, options: EnterOptions = {}): Promise<IrcTestClient> {
    const client = await this.enter(nickname, options);
    await client.send("OPER root let-me-in");
    await client.waitFor("RPL_YOUREOPER", "381");
    return client;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.#running.close("The test is over");
    await Promise.all(this.#clients.map((client) => client.closed()));
  }
}

/** Sends a line and returns the answer as texts without their sources. */
export async function answers(client: IrcTestClient, line: string): Promise<string[]> {
  await client.sync();
  await client.send(line);
  const messages = await client.sync();
  return messages.map(({ command, params }) => [command, ...params].join(" "));
}
