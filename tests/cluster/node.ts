import type { IrcMessage } from "../../protocol/message.ts";
import { IrcTestClient } from "../harness/irc_client.ts";
import type { NatsServer } from "./nats.ts";
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
    args: ["--accounts", "off", "--cluster", nats.address, "--node", name, ...args],
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
