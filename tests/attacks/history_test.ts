import { assertEquals } from "@std/assert";
import { InProcessServer } from "../harness/in_process.ts";
import type { IrcTestClient } from "../harness/irc_client.ts";
import { answersTo, repeatUntil, say, textsAnswering } from "../harness/wire.ts";

const CAPABILITIES = [
  "batch",
  "draft/chathistory",
  "draft/event-playback",
  "draft/message-redaction",
  "echo-message",
  "message-tags",
  "soju.im/search",
  "standard-replies",
];
const PASSWORD = "correct-horse";

function enter(server: InProcessServer, nickname: string, ...channels: string[]) {
  return server.enter(nickname, { capabilities: CAPABILITIES, channels });
}

async function enterWithAccount(server: InProcessServer, nickname: string, ...channels: string[]) {
  const client = await enter(server, nickname);
  await client.send(`NS REGISTER ${PASSWORD}`);
  await client.waitFor("900");
  for (const channel of channels) await client.join(channel);
  await client.sync();
  return client;
}

/** The texts that a client reads of a room, which a search finds, too. */
async function readBy(client: IrcTestClient, room = "#1"): Promise<string[]> {
  const read = await textsAnswering(client, `CHATHISTORY LATEST ${room} * 50`);
  assertEquals(await textsAnswering(client, `SEARCH in=${room}`), read);
  return read;
}

/** A room in which alice and bob said "in public", and which mallory operates. */
async function publicRoom(server: InProcessServer) {
  const mallory = await enter(server, "mallory", "#1");
  const alice = await enter(server, "alice", "#1");
  await say(alice, "#1", "in public");
  return { mallory, alice };
}

async function quit(...clients: IrcTestClient[]): Promise<void> {
  for (const client of clients) {
    await client.send("QUIT");
    await client.closed();
  }
}

for (const closing of ["+s", "+i", "+k sesame", "+b *!*@*", "+b eve!*@*"]) {
  const opening = closing.replace("+", "-");
  Deno.test(`MODE ${closing} and ${opening} before the end of a room keeps what was said in public`, async () => {
    await using server = await InProcessServer.start();
    const { mallory, alice } = await publicRoom(server);
    await answersTo(mallory, `MODE #1 ${closing}`, `MODE #1 ${opening}`);
    await quit(alice, mallory);
    assertEquals(await readBy(await enter(server, "later", "#1")), ["in public"]);
  });
}

Deno.test("The last member of a room cannot take its history away by closing it and leaving", async () => {
  await using server = await InProcessServer.start();
  const { mallory, alice } = await publicRoom(server);
  await quit(alice);
  await answersTo(mallory, "MODE #1 +i", "PART #1");
  await answersTo(mallory, "JOIN #1", "MODE #1 +s", "PART #1");
  assertEquals(await readBy(await enter(server, "later", "#1")), ["in public"]);
});

Deno.test("RENAME of another room to the name of one that has ended does not take its history away", async () => {
  await using server = await InProcessServer.start();
  const { mallory, alice } = await publicRoom(server);
  await quit(alice);
  await answersTo(mallory, "PART #1", "JOIN #mine");
  const [refused = ""] = await answersTo(mallory, "RENAME #mine #1");
  assertEquals(refused.split(" ").slice(1, 4), ["FAIL", "RENAME", "CANNOT_RENAME"]);
  assertEquals(await readBy(await enter(server, "later", "#1")), ["in public"]);
});

Deno.test("Somebody who comes when all are gone cannot take a room's history away by RENAME", async () => {
  await using server = await InProcessServer.start();
  const { mallory, alice } = await publicRoom(server);
  await quit(alice, mallory);
  const passer = await enterWithAccount(server, "passer", "#1");
  await answersTo(passer, "CS REGISTER #1");
  const [refused = ""] = await answersTo(passer, "RENAME #1 #x");
  assertEquals(refused.split(" ").slice(1, 4), ["FAIL", "RENAME", "CANNOT_RENAME"]);
  assertEquals(await readBy(await enter(server, "later", "#1")), ["in public"]);
});

Deno.test("RENAME does not take what was said in public from those who come under the old name", async () => {
  await using server = await InProcessServer.start();
  const { mallory, alice } = await publicRoom(server);
  await answersTo(mallory, "RENAME #1 #x", "MODE #x +i");
  await say(alice, "#x", "among us");
  await answersTo(mallory, "MODE #x -i");
  await say(alice, "#x", "under another name");
  assertEquals(await readBy(alice, "#x"), ["in public", "among us", "under another name"]);
  await quit(alice, mallory);
  const later = await enter(server, "later", "#1", "#x");
  await say(later, "#1", "anew");
  assertEquals(await readBy(later), ["in public", "anew"]);
  assertEquals(await readBy(later, "#x"), ["in public", "under another name"]);
});

Deno.test("A room that was renamed again and again reads what it said under each name", async () => {
  await using server = await InProcessServer.start();
  const { mallory, alice } = await publicRoom(server);
  for (const [from, to = ""] of [["#1", "#2"], ["#2", "#3"], ["#3", "#2"]]) {
    await answersTo(mallory, `RENAME ${from} ${to}`);
    await say(alice, to, `as ${to}`);
  }
  assertEquals(await readBy(alice, "#2"), ["in public", "as #2", "as #3", "as #2"]);
  await quit(alice, mallory);
  const later = await enter(server, "later", "#1", "#2", "#3");
  assertEquals(await readBy(later, "#3"), ["in public", "as #2", "as #3"]);
  assertEquals(await readBy(later), ["in public"]);
});

Deno.test("A room may have the name back that it had", async () => {
  await using server = await InProcessServer.start();
  const { mallory, alice } = await publicRoom(server);
  await answersTo(mallory, "RENAME #1 #2", "RENAME #2 #1");
  assertEquals(await readBy(alice), ["in public"]);
});

Deno.test("What was said in a closed room is kept from those who come when it is open again", async () => {
  await using server = await InProcessServer.start();
  const { mallory, alice } = await publicRoom(server);
  await answersTo(mallory, "MODE #1 +i");
  const [id] = await say(alice, "#1", "among us");
  await answersTo(mallory, "MODE #1 -i");
  await say(alice, "#1", "in public again");
  const eve = await enter(server, "eve", "#1");
  assertEquals(await readBy(eve), ["in public", "in public again"]);
  assertEquals(await readBy(alice), ["in public", "among us", "in public again"]);
  await answersTo(mallory, "MODE #1 +o eve");
  const [refused = ""] = await answersTo(eve, `REDACT #1 ${id}`);
  assertEquals(refused.split(" ")[3], "UNKNOWN_MSGID");
});

Deno.test("The key of a room is not in the history for those who come when it is open again", async () => {
  await using server = await InProcessServer.start();
  const { mallory } = await publicRoom(server);
  await answersTo(mallory, "MODE #1 +k sesame", "MODE #1 -k *");
  const eve = await enter(server, "eve", "#1");
  const lines = await answersTo(eve, "CHATHISTORY LATEST #1 * 50");
  assertEquals(lines.filter((line) => line.includes("sesame")), []);
});

Deno.test("Whoever opens a closed room anew cannot read what was said in it", async () => {
  await using server = await InProcessServer.start();
  const { mallory, alice } = await publicRoom(server);
  await answersTo(alice, "PART #1");
  await answersTo(mallory, "MODE #1 +k sesame", "INVITE alice #1");
  await answersTo(alice, "JOIN #1");
  await say(alice, "#1", "among us");
  await quit(alice, mallory);
  const eve = await enter(server, "eve", "#1");
  for (const modes of ["+i", "-i", "+s", "-s"]) await answersTo(eve, `MODE #1 ${modes}`);
  assertEquals(await readBy(eve), ["in public"]);
});

Deno.test("Somebody who is removed from a closed room cannot read later what was said after that", async () => {
  await using server = await InProcessServer.start();
  const { mallory, alice } = await publicRoom(server);
  const eve = await enterWithAccount(server, "eve", "#1");
  await answersTo(mallory, "MODE #1 +i");
  await say(alice, "#1", "with eve");
  await answersTo(mallory, "KICK #1 eve");
  await say(alice, "#1", "about eve");
  await answersTo(mallory, "MODE #1 -i");
  await answersTo(eve, "JOIN #1");
  assertEquals(await readBy(eve), ["in public", "with eve"]);
  assertEquals(await readBy(alice), ["in public", "with eve", "about eve"]);
});

Deno.test("Somebody whom a closed room lets in reads all of it, also when they have been away", async () => {
  await using server = await InProcessServer.start();
  const { mallory, alice } = await publicRoom(server);
  await answersTo(mallory, "MODE #1 +k sesame");
  await say(alice, "#1", "before bob");
  const bob = await enterWithAccount(server, "bob");
  await bob.send("JOIN #1 sesame");
  await bob.sync();
  assertEquals(await readBy(bob), ["in public", "before bob"]);
  await answersTo(bob, "PART #1");
  await say(alice, "#1", "without bob");
  await answersTo(bob, "JOIN #1 sesame");
  assertEquals(await readBy(bob), ["in public", "before bob", "without bob"]);
});

Deno.test("Those who were in a closed room read what they heard there after its end", async () => {
  await using server = await InProcessServer.start();
  const { mallory, alice } = await publicRoom(server);
  const bob = await enterWithAccount(server, "bob", "#1");
  await answersTo(mallory, "MODE #1 +i");
  await say(alice, "#1", "among us");
  await quit(alice, mallory);
  await answersTo(bob, "PART #1");
  await enter(server, "eve", "#1");
  await answersTo(bob, "JOIN #1");
  assertEquals(await readBy(bob), ["in public", "among us"]);
});

Deno.test("Somebody who logs in while in a closed room reads what they heard there from another connection", async () => {
  await using server = await InProcessServer.start();
  const { mallory, alice } = await publicRoom(server);
  const bob = await enter(server, "bob", "#1");
  await answersTo(mallory, "MODE #1 +i");
  await say(alice, "#1", "among us");
  await bob.send(`NS REGISTER ${PASSWORD}`);
  await bob.waitFor("900");
  await answersTo(mallory, "MODE #1 -i");
  const phone = await enter(server, "phone");
  await phone.send(`NS IDENTIFY bob ${PASSWORD}`);
  await phone.waitFor("900");
  await answersTo(phone, "JOIN #1");
  assertEquals(await readBy(phone), ["in public", "among us"]);
});

Deno.test("The next owner of an account's name cannot read what the first heard in closed rooms", async () => {
  await using server = await InProcessServer.start();
  const { mallory, alice } = await publicRoom(server);
  const bob = await enterWithAccount(server, "bob", "#1");
  await answersTo(mallory, "MODE #1 +i");
  await say(alice, "#1", "among us");
  await answersTo(mallory, "MODE #1 -i");
  await answersTo(bob, `NS UNREGISTER ${PASSWORD}`);
  await quit(bob);
  const other = await repeatUntilRegistered(server);
  assertEquals(await readBy(other), ["in public"]);
});

async function repeatUntilRegistered(server: InProcessServer): Promise<IrcTestClient> {
  const other = await enter(server, "bob", "#1");
  await repeatUntil(() => answersTo(other, `NS REGISTER ${PASSWORD}`), {
    what: "the account is registered anew",
    holds: (lines) => lines.some((line) => line.includes(" 900 ")),
  });
  return other;
}
