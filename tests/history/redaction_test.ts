import { assertEquals } from "@std/assert";

import { InProcessServer } from "../harness/in_process.ts";
import type { IrcTestClient } from "../harness/irc_client.ts";
import { answersTo, received, say, textsAnswering } from "../harness/wire.ts";

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

Deno.test("A redacted message is gone from the history and from searches", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES, channels: ["#1"] });
  const bob = await server.enter("bob", { capabilities: CAPABILITIES, channels: ["#1"] });
  const old = await server.enter("old", { channels: ["#1"] });
  await say(alice, "#1", "keep this thought");
  const [id] = await say(alice, "#1", "spill this secret");
  assertEquals(await textsAnswering(bob, "SEARCH in=#1;text=this"), [
    "keep this thought",
    "spill this secret",
  ]);
  await received(bob);
  await received(old);
  assertEquals(await answersTo(alice, `REDACT #1 ${id} :too much`), [
    `alice REDACT #1 ${id} too much`,
  ]);
  assertEquals(await received(bob), [`alice REDACT #1 ${id} too much`]);
  assertEquals(await received(old), []);
  assertEquals(await textsAnswering(bob, "CHATHISTORY LATEST #1 * 9"), ["keep this thought"]);
  assertEquals(await textsAnswering(bob, "SEARCH text=secret"), []);
});

Deno.test("A message can be redacted only by its author and by the channel's operators", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES, channels: ["#1"] });
  const bob = await server.enter("bob", { capabilities: CAPABILITIES, channels: ["#1"] });
  const code = async (client: IrcTestClient, line: string) =>
    (await answersTo(client, line))[0]?.split(" ")[3];
  const [hers] = await say(alice, "#1", "hers");
  const [his] = await say(bob, "#1", "his");
  assertEquals(await code(bob, `REDACT #1 ${hers}`), "REDACT_FORBIDDEN");
  assertEquals(await code(bob, "REDACT #1 nonsense!"), "UNKNOWN_MSGID");
  assertEquals(await code(bob, `REDACT #2 ${his}`), "INVALID_TARGET");
  assertEquals(await answersTo(alice, `REDACT #1 ${his}`), [`alice REDACT #1 ${his}`]);
  assertEquals(await textsAnswering(bob, "CHATHISTORY LATEST #1 * 9"), ["hers"]);
});

Deno.test("A direct message is redacted for both users", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES });
  const bob = await server.enter("bob", { capabilities: CAPABILITIES });
  const [id] = await say(alice, "bob", "not for you");
  await received(bob);
  await answersTo(alice, `REDACT bob ${id}`);
  assertEquals(await received(bob), [`alice REDACT bob ${id}`]);
  assertEquals(await textsAnswering(bob, "CHATHISTORY LATEST alice * 9"), []);
});
