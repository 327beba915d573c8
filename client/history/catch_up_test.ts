import { assert, assertEquals, assertStringIncludes } from "@std/assert";

import { join } from "../mod.ts";
import { FakeIo } from "../testing/fake_io.ts";
import { FakeServer, welcome } from "../testing/fake_server.ts";
import type { FakePeer } from "../testing/fake_server.ts";

const CAPABILITIES =
  "batch draft/chathistory echo-message labeled-response message-tags server-time";
const UNLABELLED = "batch draft/chathistory echo-message message-tags server-time";
const ISUPPORT = "CHATHISTORY=100 MSGREFTYPES=msgid,timestamp";

/** A message as a server with history sends it; its id is its second. */
function line(second: number, text: string, options: { from?: string; to?: string } = {}): string {
  const { from = "al", to = "#1" } = options;
  const time = `2026-01-02T03:04:${String(second).padStart(2, "0")}.000Z`;
  return `msgid=m${second};time=${time} :${from}!u@h PRIVMSG ${to} :${text}`;
}

/** Answers a CHATHISTORY with these lines. */
function answer(peer: FakePeer, request: string, lines: readonly string[]): void {
  const label = /^@(label=\S+) /.exec(request)?.[1];
  const target = request.split(" ")[label === undefined ? 2 : 3] ?? "";
  const type = request.includes("TARGETS") ? "draft/chathistory-targets" : `chathistory ${target}`;
  peer.send(
    `${label === undefined ? "" : `@${label} `}:s BATCH +h ${type}`,
    ...lines.map((one) => one.startsWith(":") ? `@batch=h ${one}` : `@batch=h;${one}`),
    ":s BATCH -h",
  );
}

async function start(
  args: readonly string[] = [],
  capabilities = CAPABILITIES,
  script: (peer: FakePeer, line: string) => void = () => {},
) {
  const server = new FakeServer();
  const io = new FakeIo(server);
  const ended = join(["--user", "bob", "--room", "1", ...args], io);
  const options = { capabilities, isupport: ISUPPORT };
  const peer = await server.accept();
  peer.answer((line) => script(peer, line));
  await welcome(peer, options);
  const again = async () => {
    peer.hangUp();
    await io.stderr.seen("Trying again");
    io.clock.pass(500);
    const second = await server.accept();
    second.answer((line) => script(second, line));
    await welcome(second, options);
    io.clock.pass(1_000);
    return second;
  };
  const said = () => io.stdout.text.match(/(?<=\d\d ).*: .*(?=\n)/g) ?? [];
  const end = async () => {
    io.endInput();
    assertEquals(await ended, 0);
  };
  return { io, peer, again, said, end };
}

const NOBODY: readonly string[] = [];

Deno.test("On joining a room its last messages are shown, and live messages after them", async () => {
  const { peer, said, end } = await start(["--history", "7"]);
  const request = await peer.until(/CHATHISTORY/);
  assertStringIncludes(request, "CHATHISTORY LATEST #1 * 7");
  peer.send(`@${line(3, "three")}`, `@${line(4, "four")}`);
  answer(peer, request, [line(1, "one"), line(2, "two"), line(3, "three")]);
  await end();
  assertEquals(said(), ["al: one", "al: two", "al: three", "al: four"]);
});

Deno.test("Last messages that take two requests are shown in their order", async () => {
  const events = `${CAPABILITIES} draft/event-playback`;
  const { peer, said, end } = await start(["--history", "4"], events);
  const first = await peer.until(/CHATHISTORY LATEST/);
  answer(peer, first, [line(1, "three"), "msgid=j;time=2026-01-02T03:04:01.000Z :al!u@h JOIN #1"]);
  const second = await peer.until(/CHATHISTORY BEFORE #1 msgid=m1 /);
  answer(peer, second, ["one", "two"].map((text) => line(1, text).replace("m1", `m-${text}`)));
  await end();
  assertEquals(said(), ["al: one", "al: two", "al: three"]);
});

Deno.test("The joins of the history are requested as such, so that no server tells of them in messages", async () => {
  const { peer, end } = await start([], `${CAPABILITIES} draft/event-playback`);
  await end();
  const [request = ""] = peer.received.filter((one) => one.startsWith("CAP REQ"));
  assertStringIncludes(request, "draft/event-playback");
});

Deno.test("--history 0 and a server without history request no messages", async () => {
  for (const [args, capabilities] of [[["--history", "0"], CAPABILITIES], [[], "batch"]] as const) {
    const { peer, io, end } = await start(args, capabilities);
    await io.stdout.seen("joined 1");
    await end();
    assert(!peer.received.some((one) => one.includes("CHATHISTORY")));
  }
});

Deno.test("After a lost connection the messages since the last one are requested page by page", async () => {
  const { peer, io, again, said, end } = await start(["--history", "0"]);
  await io.stdout.seen("joined 1");
  peer.send(`@${line(1, "one")}`);
  await io.stdout.seen("one");
  const second = await again();
  const people = await second.until(/CHATHISTORY TARGETS/);
  second.send(`@${line(5, "psst", { to: "bob" })}`);
  answer(second, people, [":s CHATHISTORY TARGETS al 2026-01-02T03:04:05.000Z"]);
  let request = await second.until(/CHATHISTORY AFTER #1/);
  assertStringIncludes(request, "AFTER #1 msgid=m1 100");
  second.send(`@${line(6, "six")}`);
  answer(second, request, [line(2, "two")]);
  request = await second.until(/CHATHISTORY AFTER al/);
  answer(second, request, [line(3, "hey", { to: "bob" }), line(5, "psst", { to: "bob" })]);
  request = await second.until(/CHATHISTORY AFTER #1/);
  assertStringIncludes(request, "msgid=m2");
  answer(second, request, NOBODY);
  request = await second.until(/CHATHISTORY AFTER al msgid=m5/);
  answer(second, request, NOBODY);
  await end();
  assertEquals(said().filter((one) => !one.includes("you")), ["al: one", "al: two", "al: six"]);
  assertEquals(said().filter((one) => one.includes("you")), ["al → you: hey", "al → you: psst"]);
});

Deno.test("A message whose echo was lost is sent again only if the history does not have it", async () => {
  const { peer, io, again, said, end } = await start(["--history", "0"]);
  await io.stdout.seen("joined 1");
  io.type("same\nsame\nlast\n");
  await peer.until(/last/);
  const second = await again();
  answer(second, await second.until(/CHATHISTORY TARGETS/), NOBODY);
  const request = await second.until(/CHATHISTORY AFTER/);
  assert(!second.received.some((one) => one.includes("PRIVMSG")));
  // Another says the same, which is not ours.
  answer(second, request, [line(1, "same"), line(2, "same", { from: "bob" })]);
  second.answer((one) => {
    const [label = "", , , text = ""] = one.split(" ");
    if (one.includes("PRIVMSG")) second.send(`${label} :bob!u@h PRIVMSG #1 ${text}`);
  });
  answer(second, await second.until(/CHATHISTORY AFTER/), NOBODY);
  await end();
  const sent = second.received.filter((one) => one.includes("PRIVMSG"));
  assertEquals(sent.map((one) => one.replace(/^\S+ /, "")), ["PRIVMSG #1 same", "PRIVMSG #1 last"]);
  assertEquals(said(), ["al: same", "bob: same", "bob: same", "bob: last"]);
});

Deno.test("If the server does not know a message id, a time and then the last messages are requested", async () => {
  const asked: string[] = [];
  const script = (peer: FakePeer, one: string) => {
    if (!one.startsWith("CHATHISTORY")) return;
    asked.push(one);
    if (one.includes("TARGETS")) answer(peer, one, NOBODY);
    else if (one.includes("LATEST")) answer(peer, one, [line(30, "one"), line(40, "two")]);
    else peer.send(":s FAIL CHATHISTORY MESSAGE_ERROR AFTER #1 :Messages could not be retrieved");
  };
  const { peer, io, again, said, end } = await start(["--history", "0"], UNLABELLED, script);
  await io.stdout.seen("joined 1");
  peer.send(`@${line(30, "one")}`);
  await io.stdout.seen("one");
  await again();
  await io.stdout.seen("two");
  await end();
  assertEquals(asked.slice(1), [
    "CHATHISTORY AFTER #1 msgid=m30 100",
    "CHATHISTORY AFTER #1 timestamp=2026-01-02T03:04:19.999Z 100",
    "CHATHISTORY LATEST #1 * 100",
  ]);
  assertStringIncludes(io.stderr.text, "something may be missing");
  assertEquals(said(), ["al: one", "al: two"]);
});

Deno.test("The further lines of a message are indented, so that they do not look like another message", async () => {
  const { peer, io, end } = await start(["--history", "0"], `${CAPABILITIES} draft/multiline`);
  await io.stdout.seen("joined 1");
  peer.send(
    "@msgid=x :al!u@h BATCH +m draft/multiline #1",
    "@batch=m :al!u@h PRIVMSG #1 :one ",
    "@batch=m;draft/multiline-concat :al!u@h PRIVMSG #1 :and a half",
    "@batch=m :al!u@h PRIVMSG #1 :12:00 eve: two",
    ":s BATCH -m",
  );
  await io.stdout.seen("two");
  await end();
  assertStringIncludes(io.stdout.text, "al: one and a half\n      12:00 eve: two\n");
});

Deno.test("/history and /search list messages that were shown before, too", async () => {
  const { peer, io, end } = await start(["--history", "0"], `${CAPABILITIES} soju.im/search`);
  await io.stdout.seen("joined 1");
  peer.send(`@${line(1, "one")}`);
  await io.stdout.seen("one");
  io.type("/history 5\n/search good; morning\n");
  answer(peer, await peer.until(/CHATHISTORY LATEST #1 \* 5/), [line(1, "one")]);
  await io.stdout.seen("* 1 message in 1\n  ");
  const request = await peer.until(/SEARCH/);
  assertStringIncludes(request, "SEARCH text=good\\:\\smorning;limit=51;in=#1");
  answer(peer, request, NOBODY);
  await io.stdout.seen("No messages with “good; morning” in 1");
  await end();
});
