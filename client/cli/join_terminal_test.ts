import { assertEquals } from "@std/assert";

import { join } from "../mod.ts";
import { FakeIo } from "../testing/fake_io.ts";
import { FakeServer, welcome } from "../testing/fake_server.ts";

Deno.test("A terminal without colours gets none", async () => {
  const server = new FakeServer();
  const io = new FakeIo({ connect: server.connect, terminal: true, env: { TERM: "dumb" } });
  const ended = join(["--user", "bob", "--room", "1"], io);
  const peer = await server.accept();
  await welcome(peer);
  await io.stdout.seen("bob joined 1");
  io.type("/nobody\n");
  await io.stdout.seen("There is no command");
  io.type("/quit\n");
  assertEquals(await ended, 0);
  // deno-lint-ignore no-control-regex
  assertEquals(/\x1b\[[\d;]*m/.test(io.stdout.text), false);
});

Deno.test("A name that the server does not accept is asked for again", async () => {
  const server = new FakeServer();
  const io = new FakeIo({ connect: server.connect, terminal: true, env: { TERM: "dumb" } });
  const ended = join(["--user", "bob"], io);
  const first = await server.accept();
  await first.until(/^NICK bob/);
  first.send(":s 433 * bob :In use");
  await io.stdout.seen("Another name:");
  io.type("roberta\n");
  const second = await server.accept();
  await second.until(/^NICK roberta/);
  second.send(":s 432 * roberta :Nickname too long");
  await io.stdout.seen('does not accept the name "roberta"');
  io.type("bobby\n");
  const third = await server.accept();
  await welcome(third);
  await io.stdout.seen("Connected as bobby");
  io.type("/quit\n");
  assertEquals(await ended, 0);
});
