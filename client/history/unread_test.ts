import { assert, assertEquals, assertStringIncludes } from "@std/assert";

import { join } from "../mod.ts";
import { FakeIo } from "../testing/fake_io.ts";
import { FakeServer, welcome } from "../testing/fake_server.ts";
import type { FakePeer } from "../testing/fake_server.ts";

const UNMARKED =
  "sasl=PLAIN batch draft/chathistory echo-message labeled-response message-tags server-time";
const CAPABILITIES = `${UNMARKED} draft/read-marker`;

function at(second: number): string {
  return `2026-01-02T03:04:0${second}.000Z`;
}

/** A direct message, as a batch of history has it. */
function line(second: number, from: string, text: string): string {
  const to = from === "bob" ? "al" : "bob";
  return `@batch=h;msgid=m${second}${from};time=${at(second)} :${from}!u@h PRIVMSG ${to} :${text}`;
}

/** Answers a line under its label, with lines in a batch of a type. */
function answer(peer: FakePeer, request: string, [type, ...lines]: readonly string[]): void {
  const label = /^@(label=\S+) /.exec(request)?.[0] ?? "";
  peer.send(`${label}:s BATCH +h ${type}`, ...lines, ":s BATCH -h");
}

function logIn(peer: FakePeer): void {
  peer.answer((line) => {
    if (line === "AUTHENTICATE PLAIN") peer.send("AUTHENTICATE +");
    else if (line.startsWith("AUTHENTICATE ")) peer.send(":s 903 bob :Welcome");
  });
}

async function start(args: readonly string[], capabilities = CAPABILITIES) {
  const server = new FakeServer();
  const io = new FakeIo({ connect: server.connect, env: { CHAT_PASSWORD: "pw" } });
  const ended = join(["--account", "bob", ...args], io);
  const accept = async () => {
    const peer = await server.accept();
    logIn(peer);
    await welcome(peer, { capabilities });
    return peer;
  };
  const end = async () => {
    io.endInput();
    assertEquals(await ended, 0);
  };
  return { io, peer: await accept(), accept, end };
}

/** What was printed of messages, and the client's own words. */
function told(io: FakeIo): string[] {
  return io.stdout.text.trim().split("\n").map((line) => JSON.parse(line)).flatMap((event) => {
    if (event.type === "local") return [event.text];
    return event.type === "message" ? [`${event.from} ${event.text} ${event.history}`] : [];
  });
}

Deno.test("Unread direct messages are shown at the start, and live messages after them", async () => {
  const { io, peer, end } = await start(["--json", "--history", "7"]);
  peer.send(`:s MARKREAD al timestamp=${at(2)}`, `:s MARKREAD dave timestamp=${at(9)}`);
  const people = ["al", "dave", "carol", "#1"]
    .map((name, index) => `@batch=h :s CHATHISTORY TARGETS ${name} ${at(9 - index)}`);
  answer(peer, await peer.until(/CHATHISTORY TARGETS/), ["draft/chathistory-targets", ...people]);
  peer.send(`@msgid=live;time=${at(9)} :al!u@h PRIVMSG bob :still there?`);
  const request = await peer.until(/CHATHISTORY LATEST/);
  assertStringIncludes(request, `LATEST al timestamp=${at(2)} 7`);
  const mark = await peer.until(/MARKREAD carol$/);
  peer.send(`${mark.split(" ")[0]} :s MARKREAD carol *`);
  const [mine, theirs] = [line(3, "bob", "on my way"), line(4, "al", "hurry")];
  answer(peer, request, ["chathistory al", mine, theirs, line(5, "bob", "I do")]);
  const second = await peer.until(/CHATHISTORY LATEST carol/);
  assertStringIncludes(second, "LATEST carol timestamp=1970-01-01T00:00:00.000Z 7");
  answer(peer, second, ["chathistory carol", line(6, "carol", "hi")]);
  await io.stdout.seen('"hi"');
  peer.answer((one) => {
    const [label, command, name, time] = one.split(" ");
    if (command === "MARKREAD") peer.send(`${label} :s MARKREAD ${name} ${time}`);
  });
  await end();
  assertEquals(told(io), [
    "al wrote while you were away:",
    "al hurry true",
    "bob I do true",
    "al still there? false",
    "carol wrote while you were away:",
    "carol hi true",
  ]);
  const marks = peer.received.filter((one) => one.includes("MARKREAD") && one.includes("="))
    .map((one) => one.split(" ").slice(-2).join(" "))
    .filter((one) => one.startsWith("al ") || one.startsWith("carol timestamp"));
  assertEquals(marks, [`al timestamp=${at(9)}`, `carol timestamp=${at(6)}`]);
});

Deno.test("Unread messages are not requested without a reader or read markers", async () => {
  for (
    const [args, capabilities] of [
      [["--room", "1"], CAPABILITIES],
      [["--json", "--room", "1"], UNMARKED],
    ] as const
  ) {
    const { io, peer, end } = await start(args, capabilities);
    await io.stdout.seen("1");
    await end();
    assert(!peer.received.some((one) => one.includes("TARGETS")));
  }
});

Deno.test("Unread messages are shown, too, where no history of rooms is", async () => {
  const { io, peer, end } = await start(["--json", "--history", "0"]);
  const people = ["draft/chathistory-targets", `@batch=h :s CHATHISTORY TARGETS al ${at(4)}`];
  peer.send(`:s MARKREAD al timestamp=${at(2)}`);
  answer(peer, await peer.until(/TARGETS/), people);
  answer(peer, await peer.until(/LATEST al/), ["chathistory al", line(4, "al", "hurry")]);
  await io.stdout.seen("hurry");
  peer.answer((one) => {
    const [label, command, name, time] = one.split(" ");
    if (command === "MARKREAD") peer.send(`${label} :s MARKREAD ${name} ${time}`);
  });
  await end();
});

Deno.test("A script is shown the history of its rooms only if it asks", async () => {
  for (const args of [[], ["--history", "5"]]) {
    const { io, peer, end } = await start(["--room", "1", ...args]);
    await io.stdout.seen("1");
    if (args.length > 0) {
      answer(peer, await peer.until(/LATEST #1 \* 5/), ["chathistory #1", line(1, "al", "old")]);
      await io.stdout.seen("old");
    }
    await end();
    assertEquals(peer.received.some((one) => one.includes("CHATHISTORY")), args.length > 0);
  }
});

Deno.test("Unread messages are requested again if the connection is lost before they come", async () => {
  const { io, peer, accept, end } = await start(["--json"]);
  const people = ["draft/chathistory-targets", `@batch=h :s CHATHISTORY TARGETS al ${at(4)}`];
  peer.send(`:s MARKREAD al timestamp=${at(2)}`);
  answer(peer, await peer.until(/TARGETS/), people);
  await peer.until(/LATEST al/);
  peer.hangUp();
  await io.stdout.seen("waiting");
  io.clock.pass(500);
  const second = await accept();
  answer(second, await second.until(/TARGETS/), people);
  answer(second, await second.until(/LATEST al/), ["chathistory al", line(4, "al", "hurry")]);
  await io.stdout.seen("hurry");
  second.answer((one) => {
    const [label, command, name, time] = one.split(" ");
    if (command === "MARKREAD") second.send(`${label} :s MARKREAD ${name} ${time}`);
  });
  await end();
  assertEquals(told(io), ["al wrote while you were away:", "al hurry true"]);
});
