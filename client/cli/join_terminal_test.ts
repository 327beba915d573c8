import { assertEquals } from "@std/assert";

import { join } from "../mod.ts";
import { FakeIo } from "../testing/fake_io.ts";
import { FakeServer, welcome } from "../testing/fake_server.ts";

Deno.test("A terminal without colours gets none", async () => {
  const server = new FakeServer();
  const io = new FakeIo({ connect: server.connect, terminal: true, env: { TERM: "dumb" } });
  io.width = 200;
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
  io.width = 200;
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

Deno.test("The password of an account that the settings name without a file is asked for", async () => {
  const server = new FakeServer();
  const text = '[networks.home]\nhost = "localhost"\naccount = "bob"\nautoconnect = true\n';
  const files = new Map([["/s.toml", text]]);
  const env = { TERM: "dumb", CHAT_SETTINGS: "/s.toml" };
  const io = new FakeIo({ connect: server.connect, terminal: true, env, files });
  io.width = 200;
  const ended = join([], io);
  const first = await server.accept();
  await io.stdout.seen("password of the account bob (the settings name no password-file)");
  assertEquals(first.received, []);
  io.type("s3cret\n");
  const second = await server.accept();
  second.answer((line) => {
    if (line === "CAP LS 302") second.send(":s CAP * LS :sasl=PLAIN");
    if (line === "CAP REQ :sasl") second.send(":s CAP * ACK :sasl");
    if (line === "AUTHENTICATE PLAIN") second.send("AUTHENTICATE +");
  });
  const response = await second.until(/^AUTHENTICATE \S{9}/);
  assertEquals(atob(response.slice(13)), "bob\0bob\0s3cret");
  second.send(":s 904 bob :SASL authentication failed: Account has been suspended");
  await io.stdout.seen("Cannot log in to the account bob");
  await io.stdout.seen("SASL authentication failed: Account has been suspended");
  assertEquals(io.stdout.text.includes("s3cret"), false);
  io.type("\x04");
  assertEquals(await ended, 4);
});

Deno.test("Whoever gets no name reads the server's reason, if it is another than that it is in use", async () => {
  for (
    const [reason, said] of [
      ["Nickname is already in use.", 'The name "bob" is already in use'],
      ["Held for services", 'The server does not give you the name "bob": Held for services'],
    ] as const
  ) {
    const server = new FakeServer();
    const io = new FakeIo({ connect: server.connect });
    const ended = join(["--user", "bob"], io);
    const peer = await server.accept();
    await peer.until(/^NICK bob/);
    peer.send(`:s 433 * bob :${reason}`);
    assertEquals(await ended, 3);
    assertEquals(io.stderr.text, `${said}\n`);
  }
});
