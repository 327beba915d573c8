import { assertEquals } from "@std/assert";
import type { IrcTestClient } from "../../../tests/harness/irc_client.ts";
import { InProcessServer } from "../../../tests/harness/in_process.ts";

const CAPABILITIES = ["batch", "draft/chathistory", "echo-message", "message-tags", "server-time"];

Deno.test("CHATHISTORY TARGETS leaves out the messages of its two moments", async () => {
  await using server = await InProcessServer.start();
  const channels = ["#1", "#2", "#3"];
  const alice = await server.enter("alice", { capabilities: CAPABILITIES, channels });
  const times: string[] = [];
  for (const channel of channels) times.push(await sayAfter(alice, channel, times.at(-1)));
  const [first, , last] = times;
  const targets = async (from: string | undefined, to: string | undefined) => {
    await alice.send(`CHATHISTORY TARGETS timestamp=${from} timestamp=${to} 10`);
    const messages = (await alice.sync()).filter(({ command }) => command === "CHATHISTORY");
    return messages.map(({ params }) => params[1]);
  };
  assertEquals(await targets(first, last), ["#2"]);
  assertEquals(await targets(last, first), ["#2"]);
});

/** Says something in a channel in a later millisecond than `before`, and returns its time. */
async function sayAfter(
  client: IrcTestClient,
  channel: string,
  before = "",
): Promise<string> {
  while (true) {
    await client.send(`PRIVMSG ${channel} :hello`);
    const [echo] = await client.sync();
    const time = echo?.tags.get("time") ?? "";
    if (time > before) return time;
  }
}
