import { assert, assertEquals } from "@std/assert";

import { makeAccount, PASSWORD } from "../harness/accounts.ts";
import { InProcessServer } from "../harness/in_process.ts";
import { answersTo, shown } from "../harness/wire.ts";

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

Deno.test("A read marker moves only forward and never past the present, and a guest keeps it", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES });
  const before = (await answersTo(alice, "JOIN #1")).filter((line) => line.includes("MARKREAD"));
  assertEquals(before, ["irc.test MARKREAD #1 *"]);
  const [early, late] = ["2024-05-01T10:00:00.000Z", "2024-06-01T10:00:00.000Z"];
  const set = async (time: string) => await answersTo(alice, `MARKREAD #1 timestamp=${time}`);
  assertEquals(await set(late), [`irc.test MARKREAD #1 timestamp=${late}`]);
  assertEquals(await set(early), [`irc.test MARKREAD #1 timestamp=${late}`]);
  const start = Date.now();
  const [answer = ""] = await set("2199-01-01T00:00:00.000Z");
  const [, now = ""] = answer.split("timestamp=");
  assert(Date.parse(now) >= start && Date.parse(now) <= Date.now(), answer);
  await answersTo(alice, "PART #1");
  assertEquals(await answersTo(alice, "MARKREAD #1"), [answer]);
});

Deno.test("Read markers go along with a room that is renamed, also of those who are away", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES, channels: ["#1"] });
  const bob = await server.enter("bob", { capabilities: CAPABILITIES, channels: ["#1"] });
  const carol = await server.enter("carol", { capabilities: CAPABILITIES, channels: ["#1"] });
  for (const client of [alice, bob]) await makeAccount(client);
  const marker = "MARKREAD #1 timestamp=2024-06-01T10:00:00.000Z";
  for (const client of [alice, bob, carol]) await answersTo(client, marker);
  await answersTo(bob, "PART #1");
  await answersTo(alice, "RENAME #1 #2");
  const moved = ["irc.test MARKREAD #2 timestamp=2024-06-01T10:00:00.000Z"];
  for (const client of [alice, bob, carol]) {
    assertEquals(await answersTo(client, "MARKREAD #2"), moved);
    assertEquals(await answersTo(client, "MARKREAD #1"), ["irc.test MARKREAD #1 *"]);
  }
});

Deno.test("A read marker reaches the other connections of an account, whatever their nickname", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES });
  await makeAccount(alice);
  const [phone, guest] = [
    await server.enter("phone", { capabilities: CAPABILITIES }),
    await server.enter("guest", { capabilities: CAPABILITIES }),
  ];
  await answersTo(phone, `NS IDENTIFY alice ${PASSWORD}`);
  const marker = "MARKREAD #1 timestamp=2024-06-01T10:00:00.000Z";
  assertEquals(await answersTo(alice, marker), [`irc.test ${marker}`]);
  assertEquals((await phone.sync()).map(shown), [`irc.test ${marker}`]);
  assertEquals(await answersTo(alice, marker), [`irc.test ${marker}`]);
  for (const other of [phone, guest]) assertEquals(await other.sync(), []);
});
