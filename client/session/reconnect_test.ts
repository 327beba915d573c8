import { assert, assertEquals, assertStringIncludes } from "@std/assert";

import { join } from "../mod.ts";
import { FakeIo } from "../testing/fake_io.ts";
import { FakeServer, welcome } from "../testing/fake_server.ts";
import type { FakePeer } from "../testing/fake_server.ts";

const ECHO = "echo-message message-tags";

function said(peer: FakePeer): string[] {
  return peer.received.filter((line) => line.includes("PRIVMSG"));
}

/** Joins as bob in room 1 and returns when that is done. */
async function start(args: readonly string[] = []) {
  const server = new FakeServer();
  const io = new FakeIo(server);
  const ended = join(["--user", "bob", "--room", "1", ...args], io);
  const peer = await server.accept();
  return { server, io, ended, peer };
}

Deno.test("After a lost connection the client reports it, reconnects and joins its rooms again", async () => {
  const { server, io, ended, peer } = await start();
  await welcome(peer);
  await io.stdout.seen("bob joined 1");
  io.type("/join 2\n/join 3 secret\n/part #2\n");
  await peer.until(/^PART #2/);
  await peer.until(/^PING/);
  await io.stdout.seen("bob joined 3");
  peer.send(":bob!u@h PART #2");
  await io.stdout.seen("bob left 2");
  peer.hangUp();
  await io.stderr.seen("Connection lost: The server closed the connection. Trying again in 0.5 s");
  io.clock.pass(500);
  const second = await server.accept();
  await welcome(second);
  await io.stderr.seen("Connected again as bob");
  io.endInput();
  assertEquals(await ended, 0);
  const joins = second.received.filter((line) => line.startsWith("JOIN"));
  assertEquals(joins, ["JOIN #3 secret", "JOIN #1"]);
});

Deno.test("Lines typed without a connection, and unconfirmed lines, are sent on the next one in order", async () => {
  const { server, io, ended, peer } = await start();
  await welcome(peer);
  await io.stdout.seen("bob joined 1");
  peer.hangUp();
  await io.stderr.seen("Connection lost");
  io.type("one\ntwo\n");
  io.endInput();
  io.clock.pass(500);
  const second = await server.accept();
  second.answer((line) => line === "PRIVMSG #1 one" && second.hangUp());
  await welcome(second);
  await io.stderr.seen(/Connection lost.*\n.*\n.*Connection lost/s);
  io.clock.pass(500);
  const third = await server.accept();
  await welcome(third);
  assertEquals(await ended, 0);
  assertEquals(said(third), ["PRIVMSG #1 one", "PRIVMSG #1 two"]);
});

Deno.test("A message that was echoed before the connection was lost is not sent again", async () => {
  const { server, io, ended, peer } = await start();
  await welcome(peer, { capabilities: ECHO });
  await io.stdout.seen("bob joined 1");
  peer.answer((line) => {
    if (line !== "PRIVMSG #1 one") return;
    peer.send(":bob!u@h PRIVMSG #1 :one");
    peer.mute = true;
  });
  io.type("one\ntwo\nthree\n");
  await io.stdout.seen("bob: one");
  peer.hangUp();
  io.endInput();
  await io.stderr.seen("Connection lost");
  io.clock.pass(500);
  const second = await server.accept();
  second.answer((line) => line.startsWith("PRIVMSG") && second.send(`:bob!u@h ${line}`));
  await welcome(second, { capabilities: ECHO });
  assertEquals(await ended, 0);
  assert(!said(second).includes("PRIVMSG #1 one"));
  assertEquals(io.stdout.text.match(/bob: one/g)?.length, 1);
});

for (
  const refusal of [
    "433 * bob :Nickname is already in use",
    '432 * bob :This nickname looks like "bоb", which belongs to somebody who is here',
  ]
) {
  Deno.test(`A nickname that is taken while we are away is taken back when it is free: ${refusal}`, async () => {
    const { server, io, ended, peer } = await start();
    await welcome(peer);
    await io.stdout.seen("bob joined 1");
    io.type("/away lunch\n");
    await peer.until(/^AWAY/);
    peer.hangUp();
    await io.stderr.seen("Connection lost");
    io.clock.pass(500);
    const second = await server.accept();
    await second.until(/^NICK bob/);
    second.send(`:s ${refusal}`);
    await welcome(second);
    await io.stderr.seen("Connected again as bob_");
    second.send(":bob!u@h QUIT :Ping timeout");
    assertEquals(await second.until(/^NICK/), "NICK bob");
    second.send(":bob_!u@h NICK bob");
    await io.stdout.seen("bob_ is now bob");
    assert(second.received.includes("AWAY lunch"));
    io.endInput();
    assertEquals(await ended, 0);
  });
}

Deno.test("Each attempt waits longer, and /quit between attempts lists the unsent lines", async () => {
  const { server, io, ended, peer } = await start();
  await welcome(peer);
  await io.stdout.seen("bob joined 1");
  peer.hangUp();
  server.failure = "Cannot connect to 127.0.0.1:6667: nobody listens there";
  for (const seconds of ["0.5", "1.0", "2.0", "4.0", "8.0", "16.0", "30.0", "30.0"]) {
    await io.stderr.seen(`Trying again in ${seconds} s`);
    io.stderr.text = "";
    io.clock.pass(30_000);
  }
  io.type("lost\n/quit\n");
  assertEquals(await ended, 1);
  assertStringIncludes(io.stderr.text, "1 line was not confirmed by the server:\n  lost\n");
});

Deno.test("A silent server is sent a PING, and then the connection is taken as lost", async () => {
  const { server, io, ended, peer } = await start();
  await welcome(peer);
  await io.stdout.seen("bob joined 1");
  const before = peer.received.length;
  peer.mute = true;
  io.clock.pass(60_000);
  await peer.until(/^PING/);
  assert(peer.received.slice(before).some((line) => line.startsWith("PING")));
  io.clock.pass(60_000);
  await io.stderr.seen("Connection lost: Nothing came from the server for");
  io.clock.pass(1_000);
  await welcome(await server.accept());
  io.endInput();
  assertEquals(await ended, 0);
});

Deno.test("A script whose server does not come back exits with 1 and lists the unsent lines", async () => {
  const { server, io, ended, peer } = await start();
  await welcome(peer);
  await io.stdout.seen("bob joined 1");
  server.failure = "Cannot connect";
  peer.hangUp();
  await io.stderr.seen("Connection lost");
  io.type("hello\n");
  io.endInput();
  let over = false;
  const code = ended.finally(() => over = true);
  while (!over) {
    io.clock.pass(30_000);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  assertEquals(await code, 1);
  assertStringIncludes(io.stderr.text, "hello");
});

Deno.test("Ten thousand lines are delivered, with at most 8 unconfirmed at a time", async () => {
  const { io, ended, peer } = await start();
  const lines = Array.from({ length: 10_000 }, (_, index) => `line ${index}`);
  io.type(lines.join("\n"));
  io.endInput();
  let unconfirmed = 0;
  let max = 0;
  peer.answer((line) => {
    if (line.startsWith("PRIVMSG")) max = Math.max(max, ++unconfirmed);
    if (line.startsWith("PING")) unconfirmed = 0;
  });
  await welcome(peer);
  assertEquals(await ended, 0);
  assertEquals(said(peer), lines.map((line) => `PRIVMSG #1 :${line}`));
  assert(max <= 8);
});
