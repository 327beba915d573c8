import { assert, assertEquals, assertLessOrEqual, assertMatch, assertNotEquals } from "@std/assert";

import { utf8Length } from "../../protocol/lines.ts";
import { InProcessServer } from "../harness/in_process.ts";
import { answersTo, codes, received, shown } from "../harness/wire.ts";

const SERVER = "irc.test";

Deno.test("A message to a channel is received once by every other member", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  const eve = await server.enter("eve", { channels: ["#2"] });
  await Promise.all([alice.sync(), bob.sync()]);
  assertEquals(await answersTo(alice, "PRIVMSG #1 :Hello, 世界"), []);
  assertEquals(await received(bob), ["alice PRIVMSG #1 Hello, 世界"]);
  assertEquals(await received(eve), []);
});

Deno.test("A message names its channel as the channel is written, however it was typed", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#Tea"] });
  const bob = await server.enter("bob", { channels: ["#tea"] });
  await answersTo(alice, "PRIVMSG #TEA :hi");
  assertEquals((await received(bob)).at(-1), "alice PRIVMSG #Tea hi");
});

Deno.test("Direct messages and notices reach only their target", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  const eve = await server.enter("eve", { channels: ["#1"] });
  await Promise.all([bob.sync(), eve.sync()]);
  await answersTo(alice, "PRIVMSG bob :psst", "NOTICE BOB :note");
  assertEquals(await received(bob), ["alice PRIVMSG bob psst", "alice NOTICE bob note"]);
  assertEquals(await received(eve), []);
});

Deno.test("A message to several targets reaches each, up to the limit", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  const carol = await server.enter("carol");
  await Promise.all([alice.sync(), bob.sync()]);
  await answersTo(alice, "PRIVMSG #1,carol :hi");
  assertEquals(await received(bob), ["alice PRIVMSG #1 hi"]);
  assertEquals(await received(carol), ["alice PRIVMSG carol hi"]);
  const nine = Array(9).fill("carol").join(",");
  const [refusal] = await answersTo(alice, `PRIVMSG ${nine} :hi`);
  assertMatch(refusal!, /^irc\.test 407 alice /);
  assertEquals((await received(carol)).length, 8);
});

Deno.test("A message to an unknown target or without text is refused with its numeric", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  const lines = await answersTo(
    alice,
    ...["PRIVMSG nobody :hi", "PRIVMSG #none :hi", "PRIVMSG", "PRIVMSG alice", "PRIVMSG alice :"],
  );
  assertEquals(codes(lines), ["401", "403", "411", "412", "412"]);
});

Deno.test("A NOTICE is never answered, not even with an error", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  await server.enter("bob", { channels: ["#1"] });
  const lines = ["NOTICE nobody :hi", "NOTICE #none :hi", "NOTICE #1 :hi", "NOTICE", "NOTICE bob"];
  assertEquals(await answersTo(alice, ...lines), []);
});

Deno.test("A message to a user who is away is answered with 301 and the reason", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  const bob = await server.enter("bob");
  assertEquals(await answersTo(bob, "AWAY :At lunch"), [
    `${SERVER} 306 bob You are now marked as away`,
  ]);
  assertEquals(await answersTo(alice, "PRIVMSG bob :hi"), [`${SERVER} 301 alice bob At lunch`]);
  assertEquals(await answersTo(alice, "NOTICE bob :hi"), []);
  assertEquals(await answersTo(bob, "AWAY"), [
    `${SERVER} 305 bob You are no longer marked as away`,
  ]);
  assertEquals(await answersTo(alice, "PRIVMSG bob :hi"), []);
});

Deno.test("A message to @#1 or +#1 reaches members from that status on, under that target", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  const carol = await server.enter("carol", { channels: ["#1"] });
  await answersTo(alice, "MODE #1 +v carol");
  await Promise.all([alice.sync(), bob.sync(), carol.sync()]);
  await answersTo(bob, "PRIVMSG @#1 :to operators", "NOTICE +#1 :to voices");
  assertEquals(await received(alice), [
    "bob PRIVMSG @#1 to operators",
    "bob NOTICE +#1 to voices",
  ]);
  assertEquals(await received(carol), ["bob NOTICE +#1 to voices"]);
});

Deno.test("With echo-message a message comes back as others receive it", async () => {
  await using server = await InProcessServer.start();
  const capabilities = ["echo-message", "message-tags", "server-time"];
  const alice = await server.enter("alice", { channels: ["#1"], capabilities });
  const bob = await server.enter("bob", { channels: ["#1"], capabilities });
  await alice.sync();
  await alice.send("PRIVMSG #1 :room", "NOTICE bob :direct", "PRIVMSG alice :myself");
  const own = await alice.sync();
  const others = (await bob.sync()).filter(({ command }) => command !== "JOIN");
  const expected = ["alice PRIVMSG #1 room", "alice NOTICE bob direct"];
  assertEquals(own.slice(0, 2).map(shown), expected);
  assertEquals(others.map(shown), expected);
  for (const [index, message] of others.entries()) {
    assertEquals(own[index]?.tags.get("msgid"), message.tags.get("msgid"));
    assertEquals(own[index]?.tags.get("time"), message.tags.get("time"));
  }
  assertEquals(own.slice(2).map(shown), Array(2).fill("alice PRIVMSG alice myself"));
});

Deno.test("Each message has its own id and the time at which it was sent", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const capabilities = ["message-tags", "server-time"];
  const bob = await server.enter("bob", { channels: ["#1"], capabilities });
  await bob.sync();
  const before = Date.now();
  await answersTo(alice, "PRIVMSG #1 :one", "PRIVMSG #1 :two");
  const after = Date.now();
  const [one, two] = await bob.sync();
  assertNotEquals(one?.tags.get("msgid"), two?.tags.get("msgid"));
  assertMatch(one?.tags.get("msgid") ?? "", /^[A-Za-z0-9_-]+$/);
  const time = one?.tags.get("time") ?? "";
  assertMatch(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert(Date.parse(time) >= before && Date.parse(time) <= after, time);
});

Deno.test("Client-only tags are passed on unchanged to clients with message-tags, none to others", async () => {
  await using server = await InProcessServer.start();
  const capabilities = ["message-tags"];
  const alice = await server.enter("alice", { channels: ["#1"], capabilities });
  const bob = await server.enter("bob", { channels: ["#1"], capabilities });
  const carol = await server.enter("carol", { channels: ["#1"] });
  await Promise.all([alice.sync(), bob.sync(), carol.sync()]);
  await answersTo(alice, "@+draft/reply=a\\:b;+x;secret=1;time=0 PRIVMSG #1 :hi");
  const [message] = await bob.sync();
  assertEquals(message?.tags.get("+draft/reply"), "a;b");
  assertEquals(message?.tags.get("+x"), "");
  assertEquals([message?.tags.has("secret"), message?.tags.has("time")], [false, false]);
  const [plain] = await carol.sync();
  assertEquals([...plain!.tags], []);
});

Deno.test("TAGMSG reaches only clients with message-tags", async () => {
  await using server = await InProcessServer.start();
  const capabilities = ["message-tags"];
  const alice = await server.enter("alice", { channels: ["#1"], capabilities });
  const bob = await server.enter("bob", { channels: ["#1"], capabilities });
  const carol = await server.enter("carol", { channels: ["#1"] });
  await Promise.all([alice.sync(), bob.sync(), carol.sync()]);
  await answersTo(alice, "@+typing=active TAGMSG #1", "@+typing=done TAGMSG bob");
  assertEquals(await received(carol), []);
  const messages = await bob.sync();
  assertEquals(messages.map(shown), ["alice TAGMSG #1", "alice TAGMSG bob"]);
  assertEquals(messages.map(({ tags }) => tags.get("+typing")), ["active", "done"]);
});

Deno.test("The messages of a bot have the bot tag", async () => {
  await using server = await InProcessServer.start();
  const robot = await server.enter("robot", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"], capabilities: ["message-tags"] });
  await answersTo(robot, "MODE robot +B", "PRIVMSG #1 :beep");
  const message = (await bob.sync()).at(-1);
  assert(message?.tags.has("bot"));
  assert((await answersTo(bob, "WHOIS robot")).some((line) => line.split(" ")[1] === "335"));
});

Deno.test("The longest line that can be sent arrives cut at a character and not too long", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  await bob.sync();
  const text = "好".repeat(164);
  assertEquals(await answersTo(alice, `PRIVMSG #1 :${text}`), []);
  await bob.sync();
  const line = bob.feed.items.findLast((line) => line.includes("PRIVMSG"))!;
  assertLessOrEqual(utf8Length(line), 510);
  const heardText = line.slice(line.indexOf("好"));
  assert(heardText.length > 100 && text.startsWith(heardText));
});

Deno.test("WHOWAS shows a user who has left, and a message to them is refused", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  const bob = await server.enter("bob");
  await bob.send("QUIT");
  await bob.closed();
  const lines = await answersTo(alice, "WHOWAS bob", "PRIVMSG bob :hi");
  assertEquals(codes(lines), ["314", "312", "369", "401"]);
});
