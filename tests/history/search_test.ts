import { assertEquals } from "@std/assert";

import { InProcessServer } from "../harness/in_process.ts";
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
