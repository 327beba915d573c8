import { assert, assertEquals, assertMatch } from "@std/assert";

import config from "../../deno.json" with { type: "json" };
import { join } from "../mod.ts";
import { FakeIo } from "../testing/fake_io.ts";
import { FakeServer, welcome } from "../testing/fake_server.ts";

Deno.test("CTCP VERSION is answered at most four times in a row", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  const ended = join(["--user", "bob"], io);
  const peer = await server.accept();
  await welcome(peer);
  for (let count = 0; count < 20; count++) peer.send(":al!u@h PRIVMSG bob :\x01VERSION\x01");
  peer.send(":al!u@h PRIVMSG bob :done");
  await io.stdout.seen("al → you: done");
  io.endInput();
  assertEquals(await ended, 0);
  const answers = peer.received.filter((line) => line.startsWith("NOTICE al"));
  const answer = `NOTICE al :\x01VERSION chat ${config.version}\x01`;
  assertEquals(answers, [answer, answer, answer, answer]);
});

Deno.test("CTCP PING and TIME are answered, TIME without a time zone", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  const ended = join(["--user", "bob"], io);
  const peer = await server.accept();
  await welcome(peer);
  peer.send(":al!u@h PRIVMSG bob :\x01PING 12 34\x01", ":al!u@h PRIVMSG bob :\x01TIME\x01");
  assertEquals(await peer.until(/^NOTICE/), "NOTICE al :\x01PING 12 34\x01");
  assertMatch(await peer.until(/^NOTICE/), /^NOTICE al :.TIME .* GMT.$/);
  io.endInput();
  assertEquals(await ended, 0);
});

Deno.test("The password of /oper is in no output, also if the server refuses it", async () => {
  const server = new FakeServer();
  const files = new Map<string, string>();
  const io = new FakeIo({ connect: server.connect, files, env: { CHAT_SETTINGS: "/s.toml" } });
  io.type("/oper root s3cret\n");
  const ended = join(["--user", "bob", "--json"], io);
  const peer = await server.accept();
  peer.answer((line) => line.startsWith("OPER") && peer.send(":s 464 bob :Password incorrect"));
  await welcome(peer);
  assertEquals(await peer.until(/^OPER/), "OPER root s3cret");
  await io.stdout.seen("Password incorrect");
  io.endInput();
  assertEquals(await ended, 1);
  assert(!`${io.stdout.text}${io.stderr.text}${[...files.values()]}`.includes("s3cret"));
});

Deno.test("/reconnect ends the connection and makes another one", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  const ended = join(["--user", "bob", "--room", "1"], io);
  const first = await server.accept();
  await welcome(first);
  await io.stdout.seen("bob joined 1");
  io.type("/reconnect\n");
  await io.stderr.seen("You asked to connect again");
  io.clock.pass(1_000);
  const second = await server.accept();
  await welcome(second);
  await second.until(/^JOIN #1/);
  io.endInput();
  assertEquals(await ended, 0);
});
