import { assertEquals } from "@std/assert";

import type { FakePeer } from "./testing/fake_server.ts";
import { Talk } from "./testing/talk.ts";

const UNLABELLED = "batch draft/chathistory draft/message-redaction echo-message message-tags " +
  "server-time";
const CAPABILITIES = `${UNLABELLED} labeled-response`;

/** The lines of a command that the client has sent, without their labels. */
function sent({ peer }: Talk, command: string): string[] {
  return peer.received.map((line) => line.replace(/^@label=\w+ /, "").replace(/label=\w+;/, ""))
    .filter((line) => new RegExp(`^(@\\S+ )?${command} `).test(line));
}

/** A message of al, as a batch of history has it; its id is its second. */
function line(second: number): string {
  const time = `2026-01-02T03:04:0${second}.000Z`;
  return `@batch=h;msgid=m${second};time=${time} :al!u@h PRIVMSG #1 :text ${second}`;
}

/** Answers a CHATHISTORY: the page before m3 has two messages, and that before m1 none. */
function answerPages(peer: FakePeer, request: string): void {
  const parts = /^(?:@(label=\w+) )?CHATHISTORY BEFORE #1 msgid=(\w+) /.exec(request);
  if (parts === null) return;
  const label = parts[1] === undefined ? "" : `@${parts[1]} `;
  const lines = parts[2] === "m3" ? [line(1), line(2)] : [];
  peer.send(`${label}:s BATCH +h chathistory #1`, ...lines, ":s BATCH -h");
}

/** Says that a line under a label is taken. */
function acknowledge(peer: FakePeer, line: string): void {
  const label = /^@(?:\S+;)?(label=\w+)(?:;\S+)? (TAGMSG|REDACT|PRIVMSG) /.exec(line)?.[1];
  if (label !== undefined) peer.send(`@${label} :s ACK`);
}

/** Starts a chat whose server takes every line. */
function startTaken(): Promise<Talk> {
  return Talk.start({ capabilities: CAPABILITIES, script: acknowledge });
}

/** Lets al say a message with an id, and waits until it is there. */
async function hear(talk: Talk, msgid: string): Promise<void> {
  const time = `2026-01-02T03:04:0${msgid.slice(1)}.000Z`;
  talk.peer.send(`@msgid=${msgid};time=${time} :al!u@h PRIVMSG #1 :text ${msgid.slice(1)}`);
  await talk.until(() => room(talk)?.lastMessage?.msgid === msgid);
}

function room({ chat }: Talk) {
  return chat.state.conversations.get("#1");
}

Deno.test("Older messages are not given up while there is no connection", async () => {
  const talk = await Talk.start({ capabilities: CAPABILITIES, script: answerPages });
  await hear(talk, "m3");
  talk.peer.hangUp();
  await talk.until(() => talk.chat.state.status === "waiting");
  talk.chat.loadOlder("#1");
  assertEquals(room(talk)?.older, "unknown");
  await talk.end();
});

for (const capabilities of [CAPABILITIES, UNLABELLED]) {
  const labels = capabilities === UNLABELLED ? "without labels" : "with labels";
  Deno.test(`Older messages come page by page until the beginning, ${labels}`, async () => {
    const talk = await Talk.start({ capabilities, script: answerPages });
    await hear(talk, "m3");
    assertEquals(room(talk)?.older, "unknown");
    talk.chat.loadOlder("#1");
    talk.chat.loadOlder("#1");
    assertEquals(room(talk)?.older, "loading");
    await talk.until(() => room(talk)?.older === "more");
    const texts = room(talk)?.entries.flatMap((one) => one.type === "message" ? one.text : []);
    assertEquals(texts, ["text 1", "text 2", "text 3"]);
    talk.chat.loadOlder("#1");
    await talk.until(() => room(talk)?.older === "none");
    talk.chat.loadOlder("#1");
    await talk.end();
    assertEquals(sent(talk, "CHATHISTORY"), [
      "CHATHISTORY BEFORE #1 msgid=m3 100",
      "CHATHISTORY BEFORE #1 msgid=m1 100",
    ]);
  });
}

Deno.test("Without messages the last page is requested, and without history nothing", async () => {
  const talk = await Talk.start({ capabilities: CAPABILITIES });
  talk.chat.loadOlder("#1");
  await talk.end();
  assertEquals(sent(talk, "CHATHISTORY"), ["CHATHISTORY LATEST #1 * 100"]);
  const without = await Talk.start({ capabilities: "message-tags" });
  without.chat.loadOlder("#1");
  assertEquals(room(without)?.older, "none");
  await without.end();
  assertEquals(sent(without, "CHATHISTORY"), []);
});

Deno.test("How long the server takes to answer is measured every 30 seconds", async () => {
  const talk = await Talk.start({ capabilities: CAPABILITIES });
  await talk.until(() => talk.chat.lagMs === 0);
  talk.peer.mute = true;
  talk.clock.pass(29_999);
  await talk.settle();
  assertEquals(talk.peer.received.includes("PING lag-2"), false);
  talk.clock.pass(1);
  await talk.peer.until(/^PING lag-2$/);
  talk.clock.pass(250);
  talk.peer.mute = false;
  talk.peer.send(":s PONG s lag-1", ":s PONG s lag-2");
  await talk.until(() => talk.chat.lagMs !== 0);
  assertEquals(talk.chat.lagMs, 250);
  await talk.end();
});

Deno.test("The others hear that we are typing at most every 3 seconds", async () => {
  const talk = await startTaken();
  const { chat, clock } = talk;
  const start = clock.now();
  const at: number[] = [];
  talk.peer.answer((line) => line.includes("+typing") && at.push(clock.now() - start));
  for (let passed = 0; passed <= 7_000; passed += 500) {
    chat.setTyping("active");
    await talk.settle();
    clock.pass(500);
  }
  chat.setTyping("done");
  chat.setTyping("done");
  await talk.end();
  assertEquals(at, [0, 3_000, 6_000, 7_500]);
  const active = "@+typing=active TAGMSG #1";
  assertEquals(sent(talk, "TAGMSG"), [active, active, active, "@+typing=done TAGMSG #1"]);
});

Deno.test("Who turns to another conversation or sends the message is not typing any more", async () => {
  const talk = await startTaken();
  const { chat } = talk;
  chat.setTyping("active");
  chat.focus({ name: "al", room: false });
  chat.setTyping("active");
  chat.say("hi");
  chat.setTyping("done");
  await talk.peer.until(/PRIVMSG al hi/);
  await talk.end();
  assertEquals(sent(talk, "TAGMSG"), [
    "@+typing=active TAGMSG #1",
    "@+typing=done TAGMSG #1",
    "@+typing=active TAGMSG al",
  ]);
});

Deno.test("Nothing is said about typing to a server without message tags", async () => {
  const talk = await Talk.start({ capabilities: "batch" });
  talk.chat.setTyping("active");
  talk.chat.react("m1", "👍", true);
  await talk.end();
  assertEquals(sent(talk, "TAGMSG"), []);
  assertEquals(talk.events.filter(({ type }) => type === "problem").length, 1);
});

Deno.test("Replies, reactions and removals are sent with the id of their message", async () => {
  const talk = await startTaken();
  const { chat } = talk;
  await hear(talk, "m1");
  chat.reply("m1", "me too");
  chat.react("m1", "👍", true);
  chat.react("m1", "👍", false);
  chat.redact("m1", "a mistake");
  chat.redact("m1");
  await talk.peer.until(/REDACT #1 m1$/);
  await talk.end();
  assertEquals(sent(talk, "PRIVMSG"), ["@+draft/reply=m1 PRIVMSG #1 :me too"]);
  assertEquals(sent(talk, "TAGMSG"), [
    "@+draft/reply=m1;+draft/react=👍 TAGMSG #1",
    "@+draft/reply=m1;+draft/unreact=👍 TAGMSG #1",
  ]);
  assertEquals(sent(talk, "REDACT"), ["REDACT #1 m1 :a mistake", "REDACT #1 m1"]);
});

Deno.test("Marks become codes in messages and replies, and never in a password", async () => {
  const talk = await startTaken();
  const { chat } = talk;
  await hear(talk, "m1");
  chat.input("**so**", { marks: true });
  chat.input("**so**");
  chat.input("/me _nods_", { marks: true });
  chat.input("/msg NickServ IDENTIFY **secret**", { marks: true });
  chat.reply("m1", "`yes`", { marks: true });
  await talk.peer.until(/yes/);
  await talk.end();
  assertEquals(sent(talk, "PRIVMSG"), [
    "PRIVMSG #1 \x02so\x02",
    "PRIVMSG #1 **so**",
    "PRIVMSG #1 :\x01ACTION \x1dnods\x1d\x01",
    "PRIVMSG NickServ :IDENTIFY **secret**",
    "@+draft/reply=m1 PRIVMSG #1 \x11yes\x11",
  ]);
});

Deno.test("How many messages a text becomes depends on what the server takes", async () => {
  const text = "line\n".repeat(5) + "x".repeat(1_000);
  const plain = await Talk.start({ capabilities: "batch" });
  assertEquals(plain.chat.countMessages(text), 8);
  await plain.end();
  const limits = "max-bytes=4096,max-lines=4";
  const several = await Talk.start({ capabilities: `batch draft/multiline=${limits}` });
  assertEquals(several.chat.countMessages(text), 2);
  assertEquals(several.chat.countMessages("one"), 1);
  await several.end();
});
