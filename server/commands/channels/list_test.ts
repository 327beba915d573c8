import { assert, assertEquals } from "@std/assert";
import { type IrcMessage, parseMessage } from "../../../protocol/message.ts";
import { InProcessServer } from "../../../tests/harness/in_process.ts";
import type { IrcTestClient } from "../../../tests/harness/irc_client.ts";

const SETTINGS = `
[limits]
lines-per-second = 0
rooms-per-minute = 0
channels-per-user = 0
send-queue = 20000
`;
const ROOMS = 300;

/** A server whose list of rooms is several times as long as a send queue. */
async function withManyRooms(): Promise<InProcessServer> {
  const server = await InProcessServer.start(SETTINGS);
  const owner = await server.enter("owner");
  for (let room = 0; room < ROOMS; room++) {
    await owner.send(`JOIN #${room}`, `TOPIC #${room} :${"x".repeat(250)}`);
    await owner.waitFor("TOPIC");
  }
  return server;
}

async function listed(client: IrcTestClient, line: string): Promise<IrcMessage[]> {
  const lines: IrcMessage[] = [];
  await client.send(line, "PING done");
  await client.feed.waitFor((text) => {
    const message = parseMessage(text);
    if (typeof message === "object") lines.push(message);
    return lines.at(-1)?.command === "PONG";
  }, { what: "PONG" });
  return lines.slice(0, -1);
}

Deno.test("LIST is complete even if it is longer than the send queue", async () => {
  await using server = await withManyRooms();
  const alice = await server.enter("alice");
  const lines = await listed(alice, "LIST");
  const rooms = lines.filter(({ command }) => command === "322").map(({ params }) => params[1]);
  assertEquals(rooms, Array.from({ length: ROOMS }, (_, room) => `#${room}`));
  assertEquals([lines[0]?.command, lines.at(-1)?.command], ["321", "323"]);
});

Deno.test("A labelled LIST is complete as well, in one batch", async () => {
  await using server = await withManyRooms();
  const alice = await server.enter("alice", { capabilities: ["labeled-response", "batch"] });
  const lines = await listed(alice, "@label=long LIST");
  const [begin, ...rest] = lines;
  assertEquals(begin?.tags.get("label"), "long");
  const id = begin?.params[0]?.slice(1) ?? "";
  assertEquals(rest.pop()?.params, [`-${id}`]);
  assertEquals(rest.filter(({ command }) => command === "322").length, ROOMS);
  assert(rest.every(({ tags }) => tags.get("batch") === id));
});
