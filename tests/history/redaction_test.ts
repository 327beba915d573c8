import { assertEquals } from "@std/assert";
import { InProcessServer } from "../harness/in_process.ts";
import type { IrcTestClient } from "../harness/irc_client.ts";
import { heard, told, toldMessages } from "../harness/wire.ts";

const CAPABILITIES = [
  "batch",
  "draft/chathistory",
  "draft/message-redaction",
  "draft/read-marker",
  "echo-message",
  "message-tags",
  "server-time",
  "soju.im/search",
];

async function say(client: IrcTestClient, target: string, text: string): Promise<string> {
  const [echo] = await toldMessages(client, `PRIVMSG ${target} :${text}`);
  return echo?.tags.get("msgid") ?? "";
}

/** The texts in the batch that answers a line. */
async function found(client: IrcTestClient, line: string): Promise<string[]> {
  const lines = await told(client, line);
  return lines.filter((line) => line.includes(" PRIVMSG "))
    .map((line) => line.split(" ").slice(3).join(" "));
}

Deno.test("what is taken back is gone from the history and from what a search finds", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES, channels: ["#1"] });
  const bob = await server.enter("bob", { capabilities: CAPABILITIES, channels: ["#1"] });
  const old = await server.enter("old", { channels: ["#1"] });
  await say(alice, "#1", "keep this thought");
  const id = await say(alice, "#1", "spill this secret");
  assertEquals(await found(bob, "SEARCH in=#1;text=this"), [
    "keep this thought",
    "spill this secret",
  ]);
  await heard(bob);
  await heard(old);
  assertEquals(await told(alice, `REDACT #1 ${id} :too much`), [`alice REDACT #1 ${id} too much`]);
  assertEquals(await heard(bob), [`alice REDACT #1 ${id} too much`]);
  assertEquals(await heard(old), []);
  assertEquals(await found(bob, "CHATHISTORY LATEST #1 * 9"), ["keep this thought"]);
  assertEquals(await found(bob, "SEARCH text=secret"), []);
});

Deno.test("only who said it and operators of the room take a message back", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES, channels: ["#1"] });
  const bob = await server.enter("bob", { capabilities: CAPABILITIES, channels: ["#1"] });
  const code = async (client: IrcTestClient, line: string) =>
    (await told(client, line))[0]?.split(" ")[3];
  const [hers, his] = [await say(alice, "#1", "hers"), await say(bob, "#1", "his")];
  assertEquals(await code(bob, `REDACT #1 ${hers}`), "REDACT_FORBIDDEN");
  assertEquals(await code(bob, "REDACT #1 nonsense!"), "UNKNOWN_MSGID");
  assertEquals(await code(bob, `REDACT #2 ${his}`), "INVALID_TARGET");
  assertEquals(await told(alice, `REDACT #1 ${his}`), [`alice REDACT #1 ${his}`]);
  assertEquals(await found(bob, "CHATHISTORY LATEST #1 * 9"), ["hers"]);
});

Deno.test("a direct message is taken back on both sides", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES });
  const bob = await server.enter("bob", { capabilities: CAPABILITIES });
  const id = await say(alice, "bob", "not for you");
  await heard(bob);
  await told(alice, `REDACT bob ${id}`);
  assertEquals(await heard(bob), [`alice REDACT bob ${id}`]);
  assertEquals(await found(bob, "CHATHISTORY LATEST alice * 9"), []);
});

Deno.test("a search finds Chinese, short words and names, in what the asker may read", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES, channels: ["#1", "#2"] });
  const bob = await server.enter("bob", { capabilities: CAPABILITIES, channels: ["#1"] });
  await say(alice, "#1", "我们明天见面吧");
  await say(alice, "#1", 'So be it, "quoted" AND all');
  await say(alice, "#2", "bob is not in this room, be sure");
  await say(bob, "alice", "be my guest");
  assertEquals(await found(bob, "SEARCH text=明天见"), ["我们明天见面吧"]);
  assertEquals(await found(bob, 'SEARCH text="QUOTED"'), ['So be it, "quoted" AND all']);
  assertEquals(await found(bob, "SEARCH text=be"), ['So be it, "quoted" AND all', "be my guest"]);
  assertEquals(await found(bob, "SEARCH from=ALICE;limit=1"), ['So be it, "quoted" AND all']);
  assertEquals(await found(bob, "SEARCH text=room"), []);
  assertEquals((await told(bob, "SEARCH in=#2;text=room"))[0]?.split(" ")[3], "INVALID_PARAMS");
  assertEquals((await told(bob, "SEARCH near=me"))[0]?.split(" ")[3], "INVALID_PARAMS");
  assertEquals(await found(bob, "SEARCH before=2020-01-01T00:00:00.000Z"), []);
});

Deno.test("a read marker goes forward alone, and a guest keeps it while they are here", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES });
  const before = (await told(alice, "JOIN #1")).filter((line) => line.includes("MARKREAD"));
  assertEquals(before, ["irc.test MARKREAD #1 *"]);
  const [early, late] = ["2024-05-01T10:00:00.000Z", "2024-06-01T10:00:00.000Z"];
  const set = async (time: string) => await told(alice, `MARKREAD #1 timestamp=${time}`);
  assertEquals(await set(late), [`irc.test MARKREAD #1 timestamp=${late}`]);
  assertEquals(await set(early), [`irc.test MARKREAD #1 timestamp=${late}`]);
  const [answer] = await set("2199-01-01T00:00:00.000Z");
  assertEquals(answer?.endsWith("2199-01-01T00:00:00.000Z"), false);
});
