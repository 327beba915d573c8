import { assertEquals } from "@std/assert";

import { InProcessServer } from "../harness/in_process.ts";
import { IrcTestClient } from "../harness/irc_client.ts";
import { startServer } from "../harness/server.ts";
import { answersTo, say, textsAnswering } from "../harness/wire.ts";

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

Deno.test("SEARCH finds Chinese, short words and nicknames, only in what the user may read", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES, channels: ["#1", "#2"] });
  const bob = await server.enter("bob", { capabilities: CAPABILITIES, channels: ["#1"] });
  await say(alice, "#1", "我们明天见面吧");
  await say(alice, "#1", 'So be it, "quoted" AND all');
  await say(alice, "#2", "bob is not in this room, be sure");
  await say(bob, "alice", "be my guest");
  assertEquals(await textsAnswering(bob, "SEARCH text=明天见"), ["我们明天见面吧"]);
  assertEquals(await textsAnswering(bob, 'SEARCH text="QUOTED"'), ['So be it, "quoted" AND all']);
  assertEquals(await textsAnswering(bob, "SEARCH text=be"), [
    'So be it, "quoted" AND all',
    "be my guest",
  ]);
  assertEquals(await textsAnswering(bob, "SEARCH from=ALICE;limit=1"), [
    'So be it, "quoted" AND all',
  ]);
  assertEquals(await textsAnswering(bob, "SEARCH text=room"), []);
  assertEquals(
    (await answersTo(bob, "SEARCH in=#2;text=room"))[0]?.split(" ")[3],
    "INVALID_PARAMS",
  );
  assertEquals((await answersTo(bob, "SEARCH near=me"))[0]?.split(" ")[3], "INVALID_PARAMS");
  assertEquals(await textsAnswering(bob, "SEARCH before=2020-01-01T00:00:00.000Z"), []);
});

Deno.test("SEARCH finds messages of a database on disk, for several people at once", async () => {
  await using server = await startServer({ args: ["--data", "data"] });
  const enter = (nickname: string) =>
    IrcTestClient.enter(server, { nickname, capabilities: CAPABILITIES, channels: ["#1"] });
  using alice = await enter("alice");
  using bob = await enter("bob");
  const texts = Array.from({ length: 700 }, (_, index) => `needle ${index % 2 ? "odd" : "even"}`);
  await say(alice, "#1", ...texts, "only here");
  const [ofAlice, ofBob] = await Promise.all([
    searches(alice, "text=needle;limit=650", "text=only", "text=only;in=#1"),
    searches(bob, "text=needle\\sodd;limit=5", "text=nowhere"),
  ]);
  assertEquals(ofAlice, [texts.slice(-650), ["only here"], ["only here"]]);
  assertEquals(ofBob, [Array(5).fill("needle odd"), []]);
});

/** The texts that each of some searches finds. */
async function searches(client: IrcTestClient, ...queries: string[]): Promise<string[][]> {
  const found: string[][] = [];
  for (const query of queries) found.push(await textsAnswering(client, `SEARCH ${query}`));
  return found;
}
