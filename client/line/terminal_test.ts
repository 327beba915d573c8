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
