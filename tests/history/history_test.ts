import { assertEquals, assertMatch } from "@std/assert";

import { logIn, makeAccount } from "../harness/accounts.ts";
import { InProcessServer } from "../harness/in_process.ts";
import type { IrcTestClient } from "../harness/irc_client.ts";
import { answerMessages, answersTo, received, say, shown } from "../harness/wire.ts";

const HISTORY = [
  "batch",
  "draft/chathistory",
  "echo-message",
  "labeled-response",
  "message-tags",
  "server-time",
];
const PLAYBACK = [...HISTORY, "draft/event-playback"];

/** Sends a line and returns the lines inside the batch that answers it. */
async function batchOf(client: IrcTestClient, line: string): Promise<string[]> {
  const lines = await answersTo(client, line);
  assertEquals(lines.at(0)?.split(" ")[1], "BATCH", lines.join("\n"));
  assertEquals(lines.at(-1)?.split(" ")[1], "BATCH", lines.join("\n"));
  return lines.slice(1, -1);
}

function texts(lines: readonly string[]): (string | undefined)[] {
  return lines.map((line) => line.split(" ").slice(3).join(" "));
}

Deno.test("Each CHATHISTORY subcommand returns the messages on its side of the reference", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: HISTORY, channels: ["#1"] });
  const ids = await say(alice, "#1", "one", "two", "three", "four", "five");
  const ask = async (words: string) =>
    texts(await batchOf(alice, `CHATHISTORY ${words}`)).join(" ");
  const [first, , third, , fifth] = ids.map((id) => `msgid=${id}`);
  assertEquals(await ask("LATEST #1 * 2"), "four five");
  assertEquals(await ask(`LATEST #1 ${third} 10`), "four five");
  assertEquals(await ask(`BEFORE #1 ${third} 10`), "one two");
  assertEquals(await ask(`AFTER #1 ${third} 1`), "four");
  assertEquals(await ask(`AROUND #1 ${third} 3`), "two three four");
  assertEquals(await ask(`BETWEEN #1 ${first} ${fifth} 2`), "two three");
  assertEquals(await ask(`BETWEEN #1 ${fifth} ${first} 2`), "three four");
});

Deno.test("An invalid CHATHISTORY request is refused with a standard reply", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: HISTORY, channels: ["#1"] });
  const code = async (words: string) =>
    (await answersTo(alice, `CHATHISTORY ${words}`))[0]?.split(" ")[3];
  assertEquals(await code("SOMETIMES #1 * 2"), "INVALID_PARAMS");
  assertEquals(await code("LATEST #1 *"), "INVALID_PARAMS");
  assertEquals(await code("LATEST #1 * 2 3"), "INVALID_PARAMS");
  assertEquals(await code("LATEST #1 * none"), "INVALID_PARAMS");
  assertEquals(await code("BEFORE #1 timestamp=yesterday 2"), "INVALID_PARAMS");
  assertEquals(await code("BEFORE #1 id=7 2"), "INVALID_MSGREFTYPE");
  assertEquals(await code("LATEST #2 * 2"), "INVALID_TARGET");
  const since = "timestamp=2024-06-01T10:00:00.000Z";
  assertEquals(await code(`TARGETS ${since} msgid=abc 2`), "INVALID_MSGREFTYPE");
  const [refusal] = await answersTo(alice, "CHATHISTORY BEFORE #1 id=7 2");
  assertMatch(refusal ?? "", /INVALID_MSGREFTYPE BEFORE #1 id=7 /);
});

Deno.test("With event-playback the history has joins, nicknames, quits, modes and topics", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: PLAYBACK, channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1", "#2"] });
  await bob.send("NICK rob", "QUIT :bye");
  await bob.closed();
  await answersTo(alice, "MODE #1 +m", "TOPIC #1 :new");
  assertEquals(await batchOf(alice, "CHATHISTORY LATEST #1 * 50"), [
    "alice JOIN #1",
    "bob JOIN #1",
    "bob NICK rob",
    "rob QUIT Quit: bye",
    "alice MODE #1 +m",
    "alice TOPIC #1 new",
  ]);
});

Deno.test("An event in two channels has one id, and a request after that id leaves it out", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: PLAYBACK, channels: ["#1", "#2"] });
  const bob = await server.enter("bob", { channels: ["#1", "#2"] });
  await alice.sync();
  await bob.send("NICK rob");
  const nick = await alice.waitFor("NICK");
  const id = nick.tags.get("msgid");
  for (const room of ["#1", "#2"]) {
    const lines = await answerMessages(alice, `CHATHISTORY LATEST ${room} * 1`);
    assertEquals(lines[1]?.tags.get("msgid"), id);
    assertEquals(await batchOf(alice, `CHATHISTORY AFTER ${room} msgid=${id} 9`), []);
  }
});

Deno.test("The history of a channel is for its members, and messages to operators for operators", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: HISTORY, channels: ["#1"] });
  const bob = await server.enter("bob", { capabilities: HISTORY, channels: ["#1"] });
  await say(alice, "#1", "to all");
  await say(alice, "@#1", "to operators");
  assertEquals(texts(await batchOf(alice, "CHATHISTORY LATEST #1 * 9")), [
    "to all",
    "to operators",
  ]);
  assertEquals(texts(await batchOf(bob, "CHATHISTORY LATEST #1 * 9")), ["to all"]);
  await answersTo(bob, "PART #1");
  assertEquals(
    (await answersTo(bob, "CHATHISTORY LATEST #1 * 9"))[0]?.split(" ")[3],
    "INVALID_TARGET",
  );
});

Deno.test("A user who takes the name of an invite-only channel cannot read its history", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", {
    capabilities: HISTORY,
    channels: ["#open", "#shut"],
  });
  await answersTo(alice, "MODE #shut +i");
  await say(alice, "#open", "for everybody");
  await say(alice, "#shut", "among us");
  await answersTo(alice, "PART #open,#shut");
  const mallory = await server.enter("mallory", {
    capabilities: HISTORY,
    channels: ["#open", "#shut"],
  });
  assertEquals(texts(await batchOf(mallory, "CHATHISTORY LATEST #open * 9")), ["for everybody"]);
  assertEquals(await batchOf(mallory, "CHATHISTORY LATEST #shut * 9"), []);
});

Deno.test("A user who takes a nickname cannot read what was said to it before", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: HISTORY });
  const bob = await server.enter("bob", { capabilities: HISTORY });
  await say(alice, "bob", "for you alone");
  assertEquals(texts(await batchOf(bob, "CHATHISTORY LATEST alice * 9")), ["for you alone"]);
  await bob.send("QUIT");
  await bob.closed();
  assertEquals(texts(await batchOf(alice, "CHATHISTORY LATEST bob * 9")), ["for you alone"]);
  const other = await server.enter("bob", { capabilities: HISTORY });
  assertEquals(await batchOf(other, "CHATHISTORY LATEST alice * 9"), []);
  const since = "timestamp=2020-01-01T00:00:00.000Z timestamp=2099-01-01T00:00:00.000Z";
  assertEquals(await batchOf(other, `CHATHISTORY TARGETS ${since} 9`), []);
});

Deno.test("A renamed channel keeps its history, and its former name what it was said under", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: HISTORY, channels: ["#old"] });
  await say(alice, "#old", "said before");
  await answersTo(alice, "RENAME #old #new :moved");
  await say(alice, "#new", "said after");
  assertEquals(await batchOf(alice, "CHATHISTORY LATEST #new * 9"), [
    "alice PRIVMSG #new said before",
    "alice PRIVMSG #new said after",
  ]);
  await alice.join("#old");
  assertEquals(await batchOf(alice, "CHATHISTORY LATEST #old * 9"), [
    "alice PRIVMSG #old said before",
  ]);
});

Deno.test("JOIN replays the last messages to clients that know times but cannot ask for history", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: HISTORY, channels: ["#1"] });
  await say(alice, "#1", "one", "two");
  const enter = async (nickname: string, capabilities: string[]) => {
    const client = await server.enter(nickname, { capabilities });
    return (await answersTo(client, "JOIN #1")).filter((line) => line.includes("PRIVMSG"));
  };
  const last = ["alice PRIVMSG #1 one", "alice PRIVMSG #1 two"];
  assertEquals(await enter("batched", ["batch", "server-time"]), last);
  assertEquals(await enter("timed", ["server-time"]), last);
  assertEquals(await enter("old", []), []);
  assertEquals(await enter("modern", HISTORY), []);
});

Deno.test("JOIN replays to an account only what was said since it was last in the room", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: HISTORY, channels: ["#1"] });
  const bob = await server.enter("bob", { capabilities: ["server-time"] });
  await makeAccount(bob);
  const enter = async (client: IrcTestClient, room = "#1") =>
    (await answersTo(client, `JOIN ${room}`)).filter((line) => line.includes("PRIVMSG"));
  await say(alice, "#1", "one");
  assertEquals(await enter(bob), ["alice PRIVMSG #1 one"]);
  await say(alice, "#1", "two");
  await answersTo(bob, "PART #1");
  assertEquals(await enter(bob), []);
  await answersTo(bob, "PART #1");
  await say(alice, "#1", "three");
  assertEquals(await enter(bob), ["alice PRIVMSG #1 three"]);
  await bob.send("QUIT");
  await bob.closed();
  await answersTo(alice, "RENAME #1 #2");
  await say(alice, "#2", "four");
  const again = await server.connect({ name: "bob" });
  await logIn(again, { nickname: "bob", capabilities: ["server-time"] });
  assertEquals(await enter(again, "#2"), ["alice PRIVMSG #2 four"]);
});

Deno.test("A message can be read from the history in the burst of lines that sends it", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: HISTORY });
  const lines = ["JOIN #1", "PRIVMSG #1 :just now", "CHATHISTORY LATEST #1 * 1"];
  const all = await answersTo(alice, ...lines);
  assertEquals(all.filter((line) => line.endsWith("just now")).length, 2);
});

Deno.test("A labelled request is answered in a batch with the label", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: HISTORY, channels: ["#1"] });
  await say(alice, "#1", "one", "two");
  const lines = await answerMessages(alice, "@label=7 CHATHISTORY LATEST #1 * 9");
  assertEquals(lines.map((line) => shown(line).split(" ")[1]), [
    "BATCH",
    "PRIVMSG",
    "PRIVMSG",
    "BATCH",
  ]);
  assertEquals(lines.map(({ tags }) => tags.get("label")), ["7", undefined, undefined, undefined]);
  assertEquals(lines[0]?.params[1], "chathistory");
});

Deno.test("Typing notifications and CTCP requests are not stored", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: PLAYBACK, channels: ["#1"] });
  await answersTo(alice, "@+typing=active TAGMSG #1", "PRIVMSG #1 :\x01VERSION\x01");
  await answersTo(alice, "@+draft/react=yes TAGMSG #1", "PRIVMSG #1 :\x01ACTION waves\x01");
  assertEquals(await batchOf(alice, "CHATHISTORY LATEST #1 * 9"), [
    "alice JOIN #1",
    "alice TAGMSG #1",
    "alice PRIVMSG #1 \x01ACTION waves\x01",
  ]);
  assertEquals(await received(alice), []);
});
