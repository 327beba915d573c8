import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";

import { utf8Length } from "../../protocol/lines.ts";
import { InProcessServer } from "../harness/in_process.ts";
import { heard, shown, told } from "../harness/wire.ts";

const SERVER = "irc.test";

Deno.test("what is said in a room is heard by all others in it, once", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  const eve = await server.enter("eve", { channels: ["#2"] });
  await Promise.all([alice.sync(), bob.sync()]);
  assertEquals(await told(alice, "PRIVMSG #1 :Hello, 世界"), []);
  assertEquals(await heard(bob), ["alice PRIVMSG #1 Hello, 世界"]);
  assertEquals(await heard(eve), []);
});

Deno.test("a message names its room as the room is written, however it was typed", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#Tea"] });
  const bob = await server.enter("bob", { channels: ["#tea"] });
  await told(alice, "PRIVMSG #TEA :hi");
  assertEquals((await heard(bob)).at(-1), "alice PRIVMSG #Tea hi");
});

Deno.test("direct messages and notices reach that person alone", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  const eve = await server.enter("eve", { channels: ["#1"] });
  await Promise.all([bob.sync(), eve.sync()]);
  await told(alice, "PRIVMSG bob :psst", "NOTICE BOB :note");
  assertEquals(await heard(bob), ["alice PRIVMSG bob psst", "alice NOTICE bob note"]);
  assertEquals(await heard(eve), []);
});

Deno.test("one line speaks to several, and to no more than the limit", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  const carol = await server.enter("carol");
  await Promise.all([alice.sync(), bob.sync()]);
  await told(alice, "PRIVMSG #1,carol :hi");
  assertEquals(await heard(bob), ["alice PRIVMSG #1 hi"]);
  assertEquals(await heard(carol), ["alice PRIVMSG carol hi"]);
  const nine = Array(9).fill("carol").join(",");
  const [refusal] = await told(alice, `PRIVMSG ${nine} :hi`);
  assertMatch(refusal!, /^irc\.test 407 alice /);
  assertEquals((await heard(carol)).length, 8);
});

Deno.test("a message to nobody, to no room or without text is refused with its numeric", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  const lines = await told(
    alice,
    ...["PRIVMSG nobody :hi", "PRIVMSG #none :hi", "PRIVMSG", "PRIVMSG alice", "PRIVMSG alice :"],
  );
  assertEquals(lines.map((line) => line.split(" ")[1]), ["401", "403", "411", "412", "412"]);
});

Deno.test("a NOTICE is never answered, not even with an error", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  await server.enter("bob", { channels: ["#1"] });
  const lines = ["NOTICE nobody :hi", "NOTICE #none :hi", "NOTICE #1 :hi", "NOTICE", "NOTICE bob"];
  assertEquals(await told(alice, ...lines), []);
});

Deno.test("who is away is told of in the answer to a message, with the reason", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  const bob = await server.enter("bob");
  assertEquals(await told(bob, "AWAY :At lunch"), [
    `${SERVER} 306 bob You are now marked as away`,
  ]);
  assertEquals(await told(alice, "PRIVMSG bob :hi"), [`${SERVER} 301 alice bob At lunch`]);
  assertEquals(await told(alice, "NOTICE bob :hi"), []);
  assertEquals(await told(bob, "AWAY"), [`${SERVER} 305 bob You are no longer marked as away`]);
  assertEquals(await told(alice, "PRIVMSG bob :hi"), []);
});

Deno.test("a message to @#1 is for the operators of the room, and says so", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  const carol = await server.enter("carol", { channels: ["#1"] });
  await told(alice, "MODE #1 +v carol");
  await Promise.all([alice.sync(), bob.sync(), carol.sync()]);
  await told(bob, "PRIVMSG @#1 :to operators", "NOTICE +#1 :to voices");
  assertEquals(await heard(alice), [
    "bob PRIVMSG @#1 to operators",
    "bob NOTICE +#1 to voices",
  ]);
  assertEquals(await heard(carol), ["bob NOTICE +#1 to voices"]);
});

Deno.test("with echo-message one's own messages come back as others get them", async () => {
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
  assert(own.length >= 3 && own.slice(2).every((m) => shown(m) === "alice PRIVMSG alice myself"));
});

Deno.test("each message has an id of its own and the time it was said at", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const capabilities = ["message-tags", "server-time"];
  const bob = await server.enter("bob", { channels: ["#1"], capabilities });
  await bob.sync();
  await told(alice, "PRIVMSG #1 :one", "PRIVMSG #1 :two");
  const [one, two] = await bob.sync();
  assertNotEquals(one?.tags.get("msgid"), two?.tags.get("msgid"));
  assertMatch(one?.tags.get("msgid") ?? "", /^[A-Za-z0-9_-]+$/);
  assertMatch(one?.tags.get("time") ?? "", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

Deno.test("client-only tags travel as they are to those who know tags, others see none", async () => {
  await using server = await InProcessServer.start();
  const capabilities = ["message-tags"];
  const alice = await server.enter("alice", { channels: ["#1"], capabilities });
  const bob = await server.enter("bob", { channels: ["#1"], capabilities });
  const carol = await server.enter("carol", { channels: ["#1"] });
  await Promise.all([alice.sync(), bob.sync(), carol.sync()]);
  await told(alice, "@+draft/reply=a\\:b;+x;secret=1;time=0 PRIVMSG #1 :hi");
  const [message] = await bob.sync();
  assertEquals(message?.tags.get("+draft/reply"), "a;b");
  assertEquals(message?.tags.get("+x"), "");
  assertEquals([message?.tags.has("secret"), message?.tags.has("time")], [false, false]);
  const [plain] = await carol.sync();
  assertEquals([...plain!.tags], []);
});

Deno.test("TAGMSG reaches those who know tags and nobody else", async () => {
  await using server = await InProcessServer.start();
  const capabilities = ["message-tags"];
  const alice = await server.enter("alice", { channels: ["#1"], capabilities });
  const bob = await server.enter("bob", { channels: ["#1"], capabilities });
  const carol = await server.enter("carol", { channels: ["#1"] });
  await Promise.all([alice.sync(), bob.sync(), carol.sync()]);
  await told(alice, "@+typing=active TAGMSG #1", "@+typing=done TAGMSG bob");
  assertEquals(await heard(carol), []);
  const messages = await bob.sync();
  assertEquals(messages.map(shown), ["alice TAGMSG #1", "alice TAGMSG bob"]);
  assertEquals(messages.map(({ tags }) => tags.get("+typing")), ["active", "done"]);
});

Deno.test("a bot's messages say that it is one", async () => {
  await using server = await InProcessServer.start();
  const robot = await server.enter("robot", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"], capabilities: ["message-tags"] });
  await told(robot, "MODE robot +B", "PRIVMSG #1 :beep");
  const message = (await bob.sync()).at(-1);
  assertEquals(message?.tags.has("bot"), true);
  assert((await told(bob, "WHOIS robot")).some((line) => line.split(" ")[1] === "335"));
});

Deno.test("the longest line that may be sent arrives cut at a character, never too long", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  await bob.sync();
  const text = "好".repeat(164);
  assertEquals(await told(alice, `PRIVMSG #1 :${text}`), []);
  await bob.sync();
  const line = bob.feed.items.findLast((line) => line.includes("PRIVMSG"))!;
  assert(utf8Length(line) <= 510);
  const heardText = line.slice(line.indexOf("好"));
  assert(heardText.length > 100 && text.startsWith(heardText));
});

Deno.test("a user who is gone is told of by WHOWAS, and a message to them is refused", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  const bob = await server.enter("bob");
  await bob.send("QUIT");
  await bob.closed();
  const lines = await told(alice, "WHOWAS bob", "PRIVMSG bob :hi");
  assertEquals(lines.map((line) => line.split(" ")[1]), ["314", "312", "369", "401"]);
});
