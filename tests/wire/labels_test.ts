import { assert, assertEquals } from "@std/assert";

import type { IrcMessage } from "../../protocol/message.ts";
import { InProcessServer } from "../harness/in_process.ts";
import { answerMessages, shown } from "../harness/wire.ts";

const CAPABILITIES = ["labeled-response", "batch", "message-tags"];
const SERVER = "irc.test";

/** Checks that an answer is one batch with the label, and returns the lines inside it. */
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

Deno.test("An answer of one line carries the label", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES });
  for (const line of ["PING x", "JOIN", "PRIVMSG nobody :hi", "MODE alice", "NONSENSE"]) {
    const messages = await answerMessages(alice, `@label=a-1 ${line}`);
    assertEquals(messages.length, 1, line);
    assertEquals(messages[0]?.tags.get("label"), "a-1");
  }
});

Deno.test("An answer of several lines is a batch that carries the label", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES });
  const lines = batched(await answerMessages(alice, "@label=j JOIN #1"), "j");
  assertEquals(lines, [
    "alice JOIN #1",
    `${SERVER} 353 alice = #1 @alice`,
    `${SERVER} 366 alice #1 End of NAMES`,
  ]);
});

Deno.test("A command without an answer is acknowledged with ACK", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES, channels: ["#1"] });
  for (const line of ["PRIVMSG #1 :hi", "PONG x", "NOTICE nobody :hi", "MODE #1 +n"]) {
    const [message, ...rest] = await answerMessages(alice, `@label=z ${line}`);
    assertEquals([message?.command, message?.tags.get("label")], ["ACK", "z"], line);
    assertEquals(rest, []);
  }
});

Deno.test("An echo carries the label, and nobody else sees it", async () => {
  await using server = await InProcessServer.start();
  const capabilities = [...CAPABILITIES, "echo-message"];
  const alice = await server.enter("alice", { capabilities, channels: ["#1"] });
  const bob = await server.enter("bob", { capabilities, channels: ["#1"] });
  await bob.sync();
  for (const line of ["PRIVMSG #1 :hi", "NOTICE bob :hi", "@+x TAGMSG #1"]) {
    const labelled = line.startsWith("@") ? `@label=e;${line.slice(1)}` : `@label=e ${line}`;
    const [echo, ...rest] = (await answerMessages(alice, labelled))
      .filter(({ command }) => command !== "JOIN");
    assertEquals(rest, []);
    assertEquals(echo?.tags.get("label"), "e");
    const [message] = await bob.sync();
    assert(message !== undefined && !message.tags.has("label"));
    assertEquals(message?.tags.get("msgid"), echo?.tags.get("msgid"));
  }
});

Deno.test("A message to oneself arrives twice: as the echo with the label and as a message", async () => {
  await using server = await InProcessServer.start();
  const capabilities = [...CAPABILITIES, "echo-message"];
  const alice = await server.enter("alice", { capabilities });
  const messages = await answerMessages(alice, "@label=me PRIVMSG alice :note");
  assertEquals(messages.map(shown), Array(2).fill("alice PRIVMSG alice note"));
  assertEquals(messages.filter(({ tags }) => tags.get("label") === "me").length, 1);
});

Deno.test("Lines sent at once are answered under their own labels, in order", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES });
  const labels = Array.from({ length: 50 }, (_, index) => `l${index}`);
  const messages = await answerMessages(
    alice,
    ...labels.map((label) => `@label=${label} PING ${label}`),
  );
  assertEquals(messages.map(({ tags }) => tags.get("label")), labels);
  assertEquals(messages.map(({ params }) => params.at(-1)), labels);
});

Deno.test("Messages of others never come inside a labelled answer", async () => {
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

Deno.test("A label is ignored without the capability, and comes back unescaped with it", async () => {
  await using server = await InProcessServer.start();
  const plain = await server.enter("plain", { capabilities: ["message-tags"] });
  const [pong] = await answerMessages(plain, "@label=x PING a");
  assert(pong !== undefined && !pong.tags.has("label"));
  const alice = await server.enter("alice", { capabilities: CAPABILITIES });
  const [answer] = await answerMessages(alice, "@label=a\\sb\\:c PING a");
  assertEquals(answer?.tags.get("label"), "a b;c");
});

Deno.test("A change to a channel carries the label for its author and none for others", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES, channels: ["#1"] });
  const bob = await server.enter("bob", { capabilities: CAPABILITIES, channels: ["#1"] });
  await Promise.all([alice.sync(), bob.sync()]);
  const changes = ["TOPIC #1 :Tea", "MODE #1 +m", "NICK alicia", "KICK #1 bob :x", "PART #1"];
  for (const line of changes) {
    const [own, ...rest] = await answerMessages(alice, `@label=c ${line}`);
    assertEquals([own?.command, own?.tags.get("label")], [line.split(" ")[0], "c"]);
    assertEquals(rest, [], line);
  }
  const messages = await bob.sync();
  assertEquals(messages.length, 4);
  for (const { tags } of messages) assert(!tags.has("label"));
});

Deno.test("The id of a batch is never used twice", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES });
  const ids = new Set<string>();
  for (let index = 0; index < 5; index++) {
    const [start] = await answerMessages(alice, "@label=x WHOIS alice");
    ids.add(start!.params[0]!);
  }
  assertEquals(ids.size, 5);
});

Deno.test("An error about a line that is too long or not UTF-8 has no label", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: CAPABILITIES });
  const long = `@label=x PRIVMSG alice :${"x".repeat(600)}\r\n`;
  const notUtf8 = [...new TextEncoder().encode("@label=x PRIVMSG alice :"), 0xff, 0x0d, 0x0a];
  await alice.sendBytes(new TextEncoder().encode(long));
  await alice.sendBytes(Uint8Array.from(notUtf8));
  const errors = await alice.sync();
  assertEquals(errors.map(({ command, params }) => [command, params[0]]), [
    ["417", "alice"],
    ["FAIL", "PRIVMSG"],
  ]);
  for (const { tags } of errors) assert(!tags.has("label"));
});
