import { assert, assertEquals, assertNotEquals } from "@std/assert";

import type { IrcMessage } from "../../protocol/message.ts";
import { InProcessServer } from "../harness/in_process.ts";
import { heard, shown, toldMessages } from "../harness/wire.ts";

const CAPABILITIES = ["labeled-response", "batch", "message-tags"];
const SERVER = "irc.test";

/** Checks that an answer is one batch that carries the label, and gives what is in it. */
function batched(messages: readonly IrcMessage[], label: string): string[] {
  const [start, ...rest] = messages;
  const end = rest.pop();
  assertEquals(start?.tags.get("label"), label);
  assertEquals([start?.command, start?.params[1]], ["BATCH", "labeled-response"]);
  const id = start!.params[0]!.slice(1);
  assertEquals([end?.command, end?.params], ["BATCH", [`-${id}`]]);
  for (const { tags } of rest) assertEquals([tags.get("batch"), tags.has("label")], [id, false]);
  return rest.map(shown);
}

Deno.test("an answer of one line carries the label of what it answers", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES });
  for (const line of ["PING x", "JOIN", "PRIVMSG nobody :hi", "MODE alice", "NONSENSE"]) {
    const messages = await toldMessages(alice, `@label=a-1 ${line}`);
    assertEquals(messages.length, 1, line);
    assertEquals(messages[0]?.tags.get("label"), "a-1");
  }
});

Deno.test("an answer of several lines is a batch, which carries the label", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES });
  const lines = batched(await toldMessages(alice, "@label=j JOIN #1"), "j");
  assertEquals(lines, [
    "alice JOIN #1",
    `${SERVER} 353 alice = #1 @alice`,
    `${SERVER} 366 alice #1 End of NAMES`,
  ]);
});

Deno.test("what has no answer is acknowledged", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES, channels: ["#1"] });
  for (const line of ["PRIVMSG #1 :hi", "PONG x", "NOTICE nobody :hi", "MODE #1 +n"]) {
    const [message, ...rest] = await toldMessages(alice, `@label=z ${line}`);
    assertEquals([message?.command, message?.tags.get("label")], ["ACK", "z"], line);
    assertEquals(rest, []);
  }
});

Deno.test("an echoed message carries the label, and nobody else sees it", async () => {
  await using server = await InProcessServer.start();
  const capabilities = [...CAPABILITIES, "echo-message"];
  const alice = await server.enter("alice", { capabilities, channels: ["#1"] });
  const bob = await server.enter("bob", { capabilities, channels: ["#1"] });
  await bob.sync();
  for (const line of ["PRIVMSG #1 :hi", "NOTICE bob :hi", "@+x TAGMSG #1"]) {
    const labelled = line.startsWith("@") ? `@label=e;${line.slice(1)}` : `@label=e ${line}`;
    const [echo, ...rest] = (await toldMessages(alice, labelled))
      .filter(({ command }) => command !== "JOIN");
    assertEquals(rest, []);
    assertEquals(echo?.tags.get("label"), "e");
    const [message] = await bob.sync();
    assertEquals(message?.tags.has("label"), false);
    assertEquals(message?.tags.get("msgid"), echo?.tags.get("msgid"));
  }
});

Deno.test("a message to oneself comes twice: as an answer with the label and as a message", async () => {
  await using server = await InProcessServer.start();
  const capabilities = [...CAPABILITIES, "echo-message"];
  const alice = await server.enter("alice", { capabilities });
  const messages = await toldMessages(alice, "@label=me PRIVMSG alice :note");
  assertEquals(messages.map(shown), Array(2).fill("alice PRIVMSG alice note"));
  assertEquals(messages.filter(({ tags }) => tags.get("label") === "me").length, 1);
});

Deno.test("each of several lines sent at once is answered under its own label, in order", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES });
  const labels = Array.from({ length: 50 }, (_, index) => `l${index}`);
  const messages = await toldMessages(
    alice,
    ...labels.map((label) => `@label=${label} PING ${label}`),
  );
  assertEquals(messages.map(({ tags }) => tags.get("label")), labels);
  assertEquals(messages.map(({ params }) => params.at(-1)), labels);
});

Deno.test("what others do meanwhile never comes inside a labelled answer", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES, channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  await Promise.all([alice.sync(), bob.sync()]);
  await Promise.all([
    alice.send(...Array.from({ length: 20 }, (_, index) => `@label=w${index} WHO #1`)),
    bob.send(...Array.from({ length: 20 }, (_, index) => `PRIVMSG #1 :${index}`)),
  ]);
  await bob.sync();
  const messages = await alice.sync();
  const said = messages.filter(({ command }) => command === "PRIVMSG");
  assertEquals(said.length, 20);
  for (const { tags } of said) assertEquals([tags.has("batch"), tags.has("label")], [false, false]);
  const answers = messages.filter(({ command }) => command !== "PRIVMSG");
  for (let index = 0; index < 20; index++) {
    assertEquals(batched(answers.slice(index * 5, index * 5 + 5), `w${index}`).length, 3);
  }
});

Deno.test("without the capability a label is ignored, with it a label with escapes comes back", async () => {
  await using server = await InProcessServer.start();
  const plain = await server.enter("plain", { capabilities: ["message-tags"] });
  const [pong] = await toldMessages(plain, "@label=x PING a");
  assertEquals(pong?.tags.has("label"), false);
  const alice = await server.enter("alice", { capabilities: CAPABILITIES });
  const [answer] = await toldMessages(alice, "@label=a\\sb\\:c PING a");
  assertEquals(answer?.tags.get("label"), "a b;c");
});

Deno.test("a change to a room is answered under its label and heard by others without it", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES, channels: ["#1"] });
  const bob = await server.enter("bob", { capabilities: CAPABILITIES, channels: ["#1"] });
  await Promise.all([alice.sync(), bob.sync()]);
  const changes = ["TOPIC #1 :Tea", "MODE #1 +m", "NICK alicia", "KICK #1 bob :x", "PART #1"];
  for (const line of changes) {
    const [own, ...rest] = await toldMessages(alice, `@label=c ${line}`);
    assertEquals([own?.command, own?.tags.get("label")], [line.split(" ")[0], "c"]);
    assertEquals(rest, [], line);
  }
  const messages = await bob.sync();
  assertEquals(messages.length, 4);
  for (const { tags } of messages) assertEquals(tags.has("label"), false);
});

Deno.test("ids of batches are never used twice", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES });
  const ids = new Set<string>();
  for (let index = 0; index < 5; index++) {
    const [start] = await toldMessages(alice, "@label=x WHOIS alice");
    ids.add(start!.params[0]!);
  }
  assertEquals(ids.size, 5);
});

Deno.test("an error to a line that is too long or not UTF-8 goes without a label", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES });
  await alice.send(`@label=x PRIVMSG alice :${"x".repeat(600)}`);
  const lines = await heard(alice);
  assertEquals(lines.length, 1);
  assert(lines[0]!.startsWith(`${SERVER} 417 alice `));
  assertNotEquals(lines[0], "");
});
