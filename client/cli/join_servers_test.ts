import { assert, assertEquals, assertStringIncludes } from "@std/assert";

import { join } from "../mod.ts";
import { FakeIo } from "../testing/fake_io.ts";
import { type FakePeer, FakeServer, welcome } from "../testing/fake_server.ts";

const LABELS = "batch echo-message labeled-response message-tags server-time";

Deno.test("Lines to a room that is not entered yet go to the room and to no person of that name", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  io.type("/join two\n/to one\nsecret\n/msg two hello\n/part two bye\n");
  io.endInput();
  const ended = join(["--user", "bob", "--room", "one"], io);
  const peer = await server.accept();
  await welcome(peer);
  assertEquals(await ended, 0);
  const sent = peer.received.filter((line) => /^(?:PRIVMSG|PART)/.test(line));
  assertEquals(sent, ["PRIVMSG #one secret", "PRIVMSG #two hello", "PART #two bye"]);
});

Deno.test("A server whose PONG has no token confirms lines by its order", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  io.type("hello\nworld\n");
  io.endInput();
  const ended = join(["--user", "bob", "--room", "1"], io);
  const peer = await server.accept();
  peer.answer((line) => {
    if (line.startsWith("PING")) peer.send(":s PONG s :s");
    if (line.startsWith("QUIT")) peer.hangUp();
    if (line.startsWith("JOIN")) peer.send(":bob!u@h JOIN #1", ":s 366 bob #1 :End");
  });
  await peer.until(/^USER/);
  peer.send(":s 001 bob :Welcome");
  assertEquals(await ended, 0);
  assertEquals(peer.received.filter((line) => line.startsWith("PRIVMSG")).length, 2);
});

Deno.test("A server that confirms nothing is left after a minute, with an error", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  const ended = join(["--user", "bob"], io);
  const peer = await server.accept();
  await welcome(peer);
  await io.stderr.seen("Connected");
  peer.mute = true;
  io.type("/msg al hello\n");
  io.endInput();
  await peer.until(/^PING chat-\d/);
  // The end of the input is read after that.
  await new Promise((resolve) => setTimeout(resolve, 0));
  for (let seconds = 0; seconds < 80; seconds += 10) io.clock.pass(10_000);
  assertEquals(await ended, 1);
  assertStringIncludes(io.stderr.text, "The server has confirmed nothing for 60 seconds");
  assertStringIncludes(io.stderr.text, "  hello\n");
});

Deno.test("A typed PING is confirmed by its labelled PONG", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  io.type("/raw PING x\n/msg al hello\n");
  io.endInput();
  const ended = join(["--user", "bob"], io);
  const peer = await server.accept();
  peer.answer((line) => {
    const [, label, rest = ""] = /^(@\S+) (.*)/.exec(line) ?? [];
    if (label !== undefined && rest.startsWith("PING")) peer.send(`${label} :s PONG s x`);
    else if (label !== undefined) peer.send(`${label} :bob!u@h ${rest}`);
  });
  await welcome(peer, { capabilities: LABELS });
  assertEquals(await ended, 0);
});

Deno.test("A nickname that the server answers with as the source is ours", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  const ended = join(["--user", "bob", "--room", "1", "--json"], io);
  const peer = await server.accept();
  peer.answer((line) => {
    const [, label] = /^(@\S+) NICK/.exec(line) ?? [];
    if (label !== undefined) peer.send(`${label} :bob2!u@h NICK :bob2`);
  });
  await welcome(peer, { capabilities: LABELS });
  await io.stdout.seen('"type":"join"');
  io.type("/nick bob2\n");
  await io.stdout.seen('"nick":"bob","newNick":"bob2","own":true');
  peer.send(":bob2!u@h PART #1");
  await io.stdout.seen(/"type":"part".*"own":true/);
  io.endInput();
  assertEquals(await ended, 0);
});

Deno.test("Whoever is removed from the server does not come back by itself", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  const ended = join(["--user", "bob", "--room", "1"], io);
  const peer = await server.accept();
  await welcome(peer);
  await io.stdout.seen("bob joined 1");
  peer.send(":oper!o@h KILL bob :no spam", "ERROR :Closing link");
  assertEquals(await ended, 1);
  assertStringIncludes(io.stderr.text, "oper removed you from the server: no spam");
});

Deno.test("A server that says only in its ERROR that we are killed is understood, and our own words are not", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  const ended = join(["--user", "bob", "--room", "1"], io);
  const peer = await server.accept();
  await welcome(peer);
  await io.stdout.seen("bob joined 1");
  peer.send("ERROR :Closing link: (bob@h) [Killed (oper (no spam))]");
  assertEquals(await ended, 1);
  assertStringIncludes(io.stderr.text, "oper removed you from the server: no spam");
});

Deno.test("With several rooms every line of the terminal names its room", async () => {
  const server = new FakeServer();
  const io = new FakeIo({ connect: server.connect, terminal: true });
  io.width = 80;
  const ended = join(["--user", "bob", "--room", "1", "--room", "dev", "--line"], io);
  const peer = await server.accept();
  await welcome(peer);
  await io.stdout.seen("joined dev");
  peer.send(":al!a@h PRIVMSG #1 :one", ":al!a@h PRIVMSG #dev :two");
  await io.stdout.seen(/\[1\] \S*al\S*: one/);
  await io.stdout.seen(/\[dev\] \S*al\S*: two/);
  io.type("/part dev\r");
  await peer.until(/^PART/);
  peer.send(":bob!u@h PART #dev", ":al!a@h PRIVMSG #1 :three");
  await io.stdout.seen(/\d \S*al\S*: three/);
  io.signal("terminate");
  io.clock.pass(5_000);
  assertEquals(await ended, 0);
});

Deno.test("A name that has an account says how to log in to it", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  const ended = join(["--user", "bob"], io);
  const peer = await server.accept();
  await peer.until(/^USER/);
  peer.send("FAIL NICK NICKNAME_RESERVED bob :This name has an account");
  assertEquals(await ended, 3);
  assertEquals(
    io.stderr.text,
    'The name "bob" has an account: if it is yours, log in with --account bob\n',
  );
});

Deno.test("A server that refuses a password by closing the connection is told of as a wrong password", async () => {
  for (const [password, code] of [["wrong", 4], ["", 1]] as const) {
    const server = new FakeServer();
    const io = new FakeIo({ connect: server.connect, env: { CHAT_PASSWORD: password } });
    const ended = join(["--user", "bob"], io);
    const peer = await server.accept();
    await peer.until(/^USER/);
    peer.send("ERROR :Closing link: (bob@h) [Access denied by configuration]");
    assertEquals(await ended, code);
    const hint = "; if it has a password, give it with --password-file FILE or CHAT_PASSWORD";
    assertEquals(io.stderr.text.includes(hint), password === "");
  }
});

Deno.test("The server's password and an account's are given together", async () => {
  const cases = [
    { args: ["--server-password-file", "/server"], env: {} },
    { args: [], env: { CHAT_SERVER_PASSWORD: "theirs" } },
  ];
  for (const { args, env } of cases) {
    const server = new FakeServer();
    const files = new Map([["/server", "theirs\n"], ["/mine", "mine\n"]]);
    const io = new FakeIo({ connect: server.connect, env, files });
    const ended = join(["--account", "bob", "--password-file", "/mine", ...args], io);
    const peer = await server.accept();
    assertEquals(await peer.until(/^PASS/), "PASS theirs");
    await peer.until(/^USER/);
    peer.send(":s CAP * LS :sasl=PLAIN");
    await peer.until(/^CAP REQ/);
    peer.send(":s CAP * ACK :sasl");
    await peer.until(/^AUTHENTICATE PLAIN/);
    peer.send("AUTHENTICATE +");
    assertEquals(atob((await peer.until(/^AUTHENTICATE/)).slice(13)), "bob\0bob\0mine");
    peer.send("ERROR :bye");
    assertEquals(await ended, 1);
  }
});

/** Takes the login of an account by PLAIN, whatever its password is. */
async function logIn(peer: FakePeer): Promise<void> {
  peer.answer((line) => {
    if (line === "CAP LS 302") peer.send(":s CAP * LS :sasl=PLAIN");
    if (line === "CAP REQ :sasl") peer.send(":s CAP * ACK :sasl");
    if (line === "AUTHENTICATE PLAIN") peer.send("AUTHENTICATE +");
    if (/^AUTHENTICATE \S{9}/.test(line)) peer.send(":s 903 bob :SASL authentication successful");
  });
  await peer.until(/^CAP END/);
}

Deno.test("A refused password of the server is not taken for the account's, which was right", async () => {
  const refusals = [":s 464 bob :Password incorrect", "ERROR :Bad password"];
  for (const refusal of refusals) {
    for (const given of [undefined, "not theirs"]) {
      const server = new FakeServer();
      const env = { CHAT_PASSWORD: "mine", ...(given && { CHAT_SERVER_PASSWORD: given }) };
      const io = new FakeIo({ connect: server.connect, env });
      const ended = join(["--account", "bob"], io);
      const peer = await server.accept();
      await logIn(peer);
      peer.send(refusal);
      assertEquals(await ended, 4);
      assertStringIncludes(
        io.stderr.text,
        given === undefined
          ? "asks for a password: give it with --server-password-file FILE or CHAT_SERVER_PASSWORD ("
          : "Wrong password for 127.0.0.1:6667: ",
      );
    }
  }
});

Deno.test("On a terminal the server's password is asked for after that of the account", async () => {
  const server = new FakeServer();
  const env = { TERM: "dumb", CHAT_PASSWORD: "mine" };
  const io = new FakeIo({ connect: server.connect, terminal: true, env });
  io.width = 200;
  const ended = join(["--account", "bob"], io);
  const first = await server.accept();
  await logIn(first);
  first.send(":s 464 bob :Password incorrect");
  await io.stdout.seen("This server asks for a password");
  io.type("theirs\n");
  const second = await server.accept();
  await logIn(second);
  assert(second.received.includes("PASS theirs"));
  second.send(":s 464 bob :Password incorrect");
  await io.stdout.seen("This password is wrong");
  io.type("\x04");
  assertEquals(await ended, 4);
});
