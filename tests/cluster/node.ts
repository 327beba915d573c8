import { assertEquals } from "@std/assert";
import type { IrcMessage } from "../../protocol/message.ts";
import { IrcTestClient } from "../harness/irc_client.ts";
import { runChat } from "../harness/program.ts";
import { NatsServer } from "./nats.ts";
import { type ServerSetup, startServer, type TestServer } from "../harness/server.ts";

/** Capabilities by which a client sees times, ids and its own messages. */
const CAPABILITIES = [
  "server-time",
  "message-tags",
  "echo-message",
  "batch",
  "draft/chathistory",
] as const;

/** Starts a node of the cluster that a nats-server is for. */
export async function startNode(
  nats: Pick<NatsServer, "address">,
  name: string,
  { args = [], ...setup }: ServerSetup = {},
): Promise<TestServer> {
  return await startServer({
    ...setup,
    args: ["--cluster", nats.address, "--node", name, ...args],
  });
}

/** Connects a client that registers on a node and enters rooms. */
export async function enterNode(
  node: TestServer,
  nickname: string,
  channels: readonly string[] = ["#1"],
): Promise<IrcTestClient> {
  return await IrcTestClient.enter(node, { nickname, capabilities: CAPABILITIES, channels });
}

/** Two nodes, with alice on the first one and bob on the second one, both in #1. */
export interface Pair extends AsyncDisposable {
  readonly nats: NatsServer;
  readonly a: TestServer;
  readonly b: KeptNode;
  readonly alice: IrcTestClient;
  readonly bob: IrcTestClient;
}

/** Starts a nats-server and a {@linkcode Pair}; `settings` are those of the first node. */
export async function startPair({ settings }: Pick<ServerSetup, "settings"> = {}): Promise<Pair> {
  await using stack = new AsyncDisposableStack();
  const nats = stack.use(await NatsServer.start());
  const a = stack.use(await startNode(nats, "a", settings === undefined ? {} : { settings }));
  const b = stack.use(new KeptNode(nats, "b"));
  const alice = stack.use(await enterNode(a, "alice"));
  const bob = stack.use(await enterNode(await b.start(), "bob"));
  await alice.waitFor("bob's JOIN", "JOIN");
  const kept = stack.move();
  return { nats, a, b, alice, bob, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

/** A node that can be ended and started again with its database. */
export class KeptNode implements AsyncDisposable {
  readonly name: string;
  /** The folder of its database. */
  readonly data: string;
  readonly #nats: Pick<NatsServer, "address">;
  readonly #args: readonly string[];
  #server: TestServer | undefined;

  constructor(nats: Pick<NatsServer, "address">, name: string, args: readonly string[] = []) {
    this.#nats = nats;
    this.#args = args;
    this.name = name;
    this.data = Deno.makeTempDirSync({ prefix: `chat-node-${name}-` });
  }

  /** The server that runs; undefined while none does. */
  get running(): TestServer | undefined {
    return this.#server;
  }

  /** Its server. Throws an Error if none runs. */
  get server(): TestServer {
    if (this.#server === undefined) throw new Error(`The node ${this.name} does not run`);
    return this.#server;
  }

  async start(): Promise<TestServer> {
    const args = ["--data", this.data, ...this.#args];
    return this.#server = await startNode(this.#nats, this.name, { args });
  }

  /** Ends it at once, with SIGKILL. */
  async kill(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    await server?.[Symbol.asyncDispose]();
  }

  /** Ends it as an operator does, with SIGTERM; returns the exit code. */
  async close(): Promise<number> {
    const { process } = this.server;
    const closing = this.server;
    this.#server = undefined;
    process.kill("SIGTERM");
    const code = await process.finished();
    await closing[Symbol.asyncDispose]();
    return code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await Deno.remove(this.data, { recursive: true });
  }
}

/** The command line of a node with a folder. */
export function nodeArgs(
  nats: Pick<NatsServer, "address">,
  { name, data }: { readonly name: string; readonly data: string },
): string[] {
  return [
    ...["serve", "--port", "0", "--no-web", "--data", data],
    ...["--cluster", nats.address, "--node", name],
  ];
}

/** Starts a node that is expected to end; returns what it says. */
export async function refusedNode(nats: NatsServer, data: string): Promise<string> {
  const { code, stderr } = await runChat(nodeArgs(nats, { name: "refused", data }));
  assertEquals(code, 1);
  return stderr;
}

/** Says a word in #1 and waits until it is everybody's. */
export async function say(client: IrcTestClient, word: string): Promise<void> {
  await client.send(`PRIVMSG #1 ${word}`);
  await waitForText(client, word);
}

/** The texts of messages as {@linkcode historyOf} gives them, each of which is a word. */
export function wordsOf(history: readonly string[]): (string | undefined)[] {
  return history.map((line) => line.split(" ").at(-1));
}

/** A message as text without its tags: `:alice!~alice@h PRIVMSG #1 hi`. */
export function textOf({ source, command, params }: IrcMessage): string {
  return [`:${source}`, command, ...params].join(" ");
}

/** Waits for a message with a text; returns its id. */
export async function waitForText(client: IrcTestClient, text: string): Promise<string> {
  const message = await client.waitFor(text, ({ params }) => params.at(-1) === text);
  return message.tags.get("msgid") ?? "";
}

/** The messages that the history of a room has, with their ids, as a client reads them. */
export async function historyOf(client: IrcTestClient, channel: string): Promise<string[]> {
  await client.sync();
  await client.send(`CHATHISTORY LATEST ${channel} * 1000`);
  return (await client.sync())
    .filter(({ command }) => command === "PRIVMSG")
    .map((message) => `${message.tags.get("msgid")} ${textOf(message)}`);
}

/** The answers to a line, without their sources and the client's own name. */
export async function answersTo(client: IrcTestClient, line: string): Promise<string[]> {
  await client.sync();
  await client.send(line);
  return (await client.sync()).map(({ command, params }) =>
    [command, ...params.slice(1)].join(" ")
  );
}
