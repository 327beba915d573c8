import { assertEquals } from "@std/assert";

import { join } from "../mod.ts";
import { FakeIo } from "../testing/fake_io.ts";
import { type FakePeer, FakeServer, welcome } from "../testing/fake_server.ts";

const LABELS = "batch echo-message labeled-response message-tags server-time";

/** A person who has entered room 1 on a terminal. */
async function entered(
  capabilities = "",
): Promise<{ io: FakeIo; peer: FakePeer; ended: Promise<number> }> {
  const server = new FakeServer();
  const io = new FakeIo({ connect: server.connect, terminal: true });
  io.width = 80;
  const ended = join(["--line", "--user", "bob", "--room", "1"], io);
  const peer = await server.accept();
  await welcome(peer, capabilities === "" ? {} : { capabilities });
  await io.stdout.seen("joined 1");
  return { io, peer, ended };
}

Deno.test("A line of ours is shown at once, faint, until the server has confirmed it", async () => {
  const { io, peer, ended } = await entered(LABELS);
  io.type("hello\r");
  const line = await peer.until(/PRIVMSG/);
  await io.stdout.seen("\x1b[2m… hello\x1b[22m");
  const from = io.stdout.text.length;
  const label = line.split(" ")[0];
  peer.send(`${label};time=2026-01-02T03:04:00.000Z :bob!u@h PRIVMSG #1 hello`);
  await io.stdout.seen(/bob.*: hello/, from);
  // What is drawn last is the edited line alone.
  const drawn = io.stdout.text.slice(from).split("\x1b[J").at(-1) ?? "";
  assertEquals(drawn, "1> \r\x1b[3C");
  io.type("\x04");
  assertEquals(await ended, 0);
});

Deno.test("Ctrl+C with nothing typed asks for a second one, which leaves; some seconds later it asks again", async () => {
  const { io, ended } = await entered();
  io.type("typed\x03\x03");
  await io.stdout.seen("Ctrl+C again leaves");
  io.clock.pass(5_000);
  const from = io.stdout.text.length;
  io.type("\x03");
  await io.stdout.seen("Ctrl+C again leaves", from);
  io.type("\x03");
  assertEquals(await ended, 0);
});

Deno.test("Ctrl+Z gives the terminal back and stops, and takes it again when continued", async () => {
  const { io, ended } = await entered();
  io.type("half");
  await io.stdout.seen("1> half");
  const from = io.stdout.text.length;
  io.type("\x1a");
  await io.stdout.seen("\x1b[?2004l", from);
  while (io.stops === 0) await Promise.resolve();
  assertEquals(io.raw, false);
  io.signal("continue");
  await io.stdout.seen("1> half", from);
  assertEquals(io.raw, true);
  io.type("\x03\x04");
  assertEquals(await ended, 0);
});

Deno.test("Where a process cannot stop itself, Ctrl+Z asks for another one, and Enter goes on", async () => {
  const { io, ended } = await entered();
  io.stopResult = "by-terminal";
  const from = io.stdout.text.length;
  io.type("\x1a");
  while (io.written === "") await Promise.resolve();
  assertEquals(io.written, "Press Ctrl+Z once more to stop chat, Enter to go on\n");
  assertEquals(io.raw, false);
  io.type("lost\r");
  await io.stdout.seen("1> ", from);
  assertEquals(io.raw, true);
  io.type("\x04");
  assertEquals(await ended, 0);
});

Deno.test("/clear empties the terminal and leaves the line to type in", async () => {
  const { io, ended } = await entered();
  io.type("/clear\r");
  await io.stdout.seen("\x1b[H\x1b[2J1> ");
  io.type("\x04");
  assertEquals(await ended, 0);
});

/** A person on a terminal whom the server has not let in yet. */
async function entering(args: readonly string[]) {
  const server = new FakeServer();
  const io = new FakeIo({ connect: server.connect, terminal: true });
  io.width = 80;
  const ended = join(["--line", ...args], io);
  const peer = await server.accept();
  await peer.until(/^USER/);
  return { server, io, peer, ended };
}

Deno.test("The password of the server is asked for, shown as dots and sent", async () => {
  const { server, io, peer, ended } = await entering(["--user", "bob"]);
  peer.send(":s 464 * :Password required");
  await io.stdout.seen("This server asks for a password (Password required)");
  await io.stdout.seen("Password: ");
  io.type("s3cret");
  await io.stdout.seen("Password: ••••••");
  io.type("\r");
  const next = await server.accept();
  assertEquals(await next.until(/^PASS/), "PASS s3cret");
  await welcome(next, { nick: "bob" });
  await io.stdout.seen("Connected as bob");
  io.type("\x1b[A\x04");
  assertEquals(await ended, 0);
  assertEquals(io.stdout.text.includes("s3cret"), false);
});

Deno.test("A name that has an account offers to log in with its password, in place", async () => {
  const { server, io, peer, ended } = await entering(["--user", "bob"]);
  peer.send("FAIL NICK NICKNAME_RESERVED bob :This name has an account");
  await io.stdout.seen('The name "bob" has an account');
  io.type("s3cret\r");
  const next = await server.accept();
  await next.until(/^USER/);
  next.send(":s CAP * LS :sasl=PLAIN");
  await next.until(/^CAP REQ/);
  next.send(":s CAP * ACK :sasl");
  await next.until(/^AUTHENTICATE PLAIN/);
  next.send("AUTHENTICATE +");
  assertEquals(atob((await next.until(/^AUTHENTICATE/)).slice(13)), "bob\0bob\0s3cret");
  next.send("ERROR :bye");
  assertEquals(await ended, 1);
  assertEquals(io.stdout.text.includes("s3cret"), false);
});

Deno.test("Enter alone asks for another name instead, again if it cannot be one", async () => {
  const { server, io, peer, ended } = await entering(["--user", "bob"]);
  peer.send("FAIL NICK NICKNAME_RESERVED bob :This name has an account");
  await io.stdout.seen("Its password");
  io.type("\r");
  await io.stdout.seen("Another name: ");
  io.type("1 2\r");
  await io.stdout.seen("A name has letters");
  io.type("rob\r");
  const next = await server.accept();
  assertEquals(await next.until(/^NICK/), "NICK rob");
  next.send("ERROR :bye");
  assertEquals(await ended, 1);
});

Deno.test("Whoever is removed from the server is asked whether to enter again", async () => {
  const kills = [
    [":oper!o@h KILL bob :no spam", "oper removed you from the server: no spam"],
    [
      "ERROR :Closing link: h (Killed (oper (no spam)))",
      "oper removed you from the server: no spam",
    ],
    ["ERROR :Killed", "An operator removed you from the server: Killed"],
  ] as const;
  for (const [line, said] of kills) {
    const server = new FakeServer();
    const io = new FakeIo({ connect: server.connect, terminal: true });
    io.width = 80;
    const ended = join(["--line", "--user", "bob", "--room", "1"], io);
    const first = await server.accept();
    await welcome(first);
    await io.stdout.seen("joined 1");
    first.send(line);
    await io.stdout.seen(said);
    await io.stdout.seen("Enter the server again?");
    io.type("yes\r");
    const second = await server.accept();
    await welcome(second);
    await second.until(/^JOIN #1/);
    second.send(line);
    await io.stdout.seen("Enter the server again?", io.stdout.text.length);
    io.type("no\r");
    assertEquals(await ended, 1);
  }
});

Deno.test("The bell rings for a mention and a direct message once in a while, and not for the rest", async () => {
  const { io, peer, ended } = await entered();
  const rings = () => io.stdout.text.split("\x07").length - 1;
  peer.send(":al!u@h PRIVMSG #1 :hello all");
  await io.stdout.seen("hello all");
  assertEquals(rings(), 0);
  peer.send(":al!u@h PRIVMSG #1 :bob: tea?", ":al!u@h PRIVMSG #1 :bob: now?");
  await io.stdout.seen("now?");
  io.clock.pass(5_000);
  peer.send(":al!u@h PRIVMSG bob :psst");
  await io.stdout.seen("psst");
  await io.stdout.seen("\x07", io.stdout.text.indexOf("\x07") + 1);
  assertEquals(rings(), 2);
  io.type("/set notify.bell off\r");
  await io.stdout.seen("notify.bell");
  io.clock.pass(5_000);
  peer.send(":al!u@h PRIVMSG bob :quietly");
  await io.stdout.seen("quietly");
  io.type("\x04");
  assertEquals(await ended, 0);
  assertEquals(rings(), 2);
});

Deno.test("A long message is broken between words, by the width that the terminal has now", async () => {
  const { io, peer, ended } = await entered();
  io.width = 30;
  peer.send(":al!u@h PRIVMSG #1 :one two three four five six seven");
  await io.stdout.seen(/four\r\n {6}five six seven\r\n/);
  io.type("\x04");
  assertEquals(await ended, 0);
});
