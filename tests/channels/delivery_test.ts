import { assertEquals } from "@std/assert";

import { IrcTestClient } from "../harness/irc_client.ts";
import { enterChat, hear, sayings } from "../harness/join.ts";
import { startServer } from "../harness/server.ts";
import { answersTo, received } from "../harness/wire.ts";

Deno.test("Three clients in two channels receive all that is sent to them and nothing else", async () => {
  await using server = await startServer();
  using alice = await IrcTestClient.enter(server, { nickname: "alice", channels: ["#1"] });
  using bob = await IrcTestClient.enter(server, { nickname: "bob", channels: ["#1", "#2"] });
  using carol = await IrcTestClient.enter(server, { nickname: "carol", channels: ["#2"] });
  for (const client of [alice, bob, carol]) await client.sync();

  assertEquals(await answersTo(alice, "PRIVMSG #1 :from alice", "PRIVMSG carol :psst"), []);
  assertEquals(await received(bob), ["alice PRIVMSG #1 from alice"]);
  assertEquals(await received(carol), ["alice PRIVMSG carol psst"]);
  assertEquals(await answersTo(bob, "PRIVMSG #2 :from bob", "NOTICE #1 :note"), []);
  assertEquals(await received(carol), ["bob PRIVMSG #2 from bob"]);
  assertEquals(await received(alice), ["bob NOTICE #1 note"]);
  assertEquals(await answersTo(carol, "PRIVMSG #1 :not there"), [
    "local.chat 404 carol #1 Cannot send to this room",
  ]);
  assertEquals(await answersTo(carol, "PRIVMSG #2 :from carol"), []);
  assertEquals(await received(bob), ["carol PRIVMSG #2 from carol"]);
  assertEquals(await received(alice), []);
});

Deno.test("Three people at `chat join` in two rooms see all that is said to them and nothing else", async () => {
  await using server = await startServer();
  await using alice = await enterChat(server, "alice");
  await using bob = await enterChat(server, "bob", { rooms: ["1", "2"] });
  await using carol = await enterChat(server, "carol", { rooms: ["2"] });
  await hear(alice, "* bob joined 1");

  await alice.type("one", "/msg carol psst", "/me waves");
  await hear(bob, "[1] * alice waves");
  await bob.type("hi 1", "/to 2", "hi 2", "/to carol", "only you");
  await hear(carol, "bob → you: only you");
  await carol.type("世界 😀", "/quit");
  await hear(bob, "* carol went offline (Quit: Leaving)");
  await alice.type("/quit");
  await hear(bob, "* alice went offline (Quit: Leaving)");
  await bob.endInput();
  for (const chat of [alice, bob, carol]) assertEquals(await chat.finished(), 0);

  assertEquals(sayings(alice), ["alice: one", "you → carol: psst", "bob: hi 1"]);
  assertEquals(sayings(bob), [
    "[1] alice: one",
    "[1] * alice waves",
    "[1] bob: hi 1",
    "[2] bob: hi 2",
    "you → carol: only you",
    "[2] carol: 世界 😀",
  ]);
  assertEquals(sayings(carol), [
    "alice → you: psst",
    "bob: hi 2",
    "bob → you: only you",
    "carol: 世界 😀",
  ]);
});

Deno.test("`chat join` and other IRC clients reach one room by its name", async () => {
  await using server = await startServer();
  await using alice = await enterChat(server, "alice", { rooms: ["Tea"] });
  using bob = await IrcTestClient.enter(server, { nickname: "bob", channels: ["#tea"] });
  await bob.send("PRIVMSG #TEA :from an IRC client");
  await hear(alice, "bob: from an IRC client");
  await alice.type("from chat join");
  const { params } = await bob.waitFor("PRIVMSG");
  assertEquals(params, ["#Tea", "from chat join"]);
});
