import { assert, assertEquals, assertStringIncludes } from "@std/assert";

import { join } from "../mod.ts";
import { FakeIo } from "../testing/fake_io.ts";
import { FakeServer, welcome } from "../testing/fake_server.ts";
import { Talk } from "../testing/talk.ts";

/** A script that asks one thing, on a bouncer, which answers each PING at once. */
async function ask(question: string) {
  const server = new FakeServer();
  const io = new FakeIo(server);
  const ended = join(["--user", "bob", "--room", "1"], io);
  const peer = await server.accept();
  await welcome(peer);
  await io.stdout.seen("joined 1");
  io.type(`${question}\n`);
  io.endInput();
  await peer.until(/^(NAMES|WHOIS|MODE|TOPIC)/);
  await peer.until(/^PING chat-/);
  peer.send(":al!u@h PRIVMSG bob :this follows the PONG");
  await io.stdout.seen("this follows the PONG");
  return { io, peer, ended };
}

Deno.test("A script waits for the answer to /names that a bouncer passes on after its PONG", async () => {
  const { io, peer, ended } = await ask("/names");
  peer.send(":s 353 bob = #1 :@al bob", ":s 366 bob #1 :End");
  assertEquals(await ended, 0);
  assertStringIncludes(io.stdout.text, "* In 1: @al, bob\n");
});

Deno.test("So it does for /whois, /ban and /topic", async () => {
  const whois = await ask("/whois al");
  whois.peer.send(":s 311 bob al u h * :Al", ":s 318 bob al :End");
  assertEquals(await whois.ended, 0);
  assertStringIncludes(whois.io.stdout.text, "from    u@h");
  const bans = await ask("/ban");
  bans.peer.send(":s 367 bob #1 *!*@far", ":s 368 bob #1 :End");
  assertEquals(await bans.ended, 0);
  assertStringIncludes(bans.io.stdout.text, "Kept out of 1:\n*!*@far\n");
  const topic = await ask("/topic");
  topic.peer.send(":s 332 bob #1 :Tea");
  assertEquals(await topic.ended, 0);
  assertStringIncludes(topic.io.stdout.text, "* Topic of 1: Tea\n");
});

Deno.test("An answer that never comes is told of, and waited for no longer", async () => {
  const { io, ended } = await ask("/names");
  io.clock.pass(20_000);
  assertEquals(await ended, 1);
  const said = "The server has not answered within 20 seconds (not done: /names)\n";
  assertStringIncludes(io.stderr.text, said);
});

Deno.test("A refusal that comes after the PONG names what was asked", async () => {
  const { io, peer, ended } = await ask("/whois al");
  peer.send(":s 401 bob al :No such nick", ":s 318 bob al :End");
  assertEquals(await ended, 1);
  assertStringIncludes(io.stderr.text, "al: No such nick (not done: /whois al)\n");
});

Deno.test("What the client asks by itself is not shown, also if the answer comes after the PONG", async () => {
  const talk = await Talk.start({ capabilities: "away-notify", members: "bob al" });
  await talk.peer.until(/^WHO #1/);
  await talk.peer.until(/^PING chat-/);
  talk.peer.send(":s 352 bob #1 u h s al G :0 Al", ":s 315 bob #1 :End");
  await talk.until(() => talk.events.some(({ type }) => type === "person" || type === "server"));
  assert(!talk.events.some(({ type }) => type === "server"));
  await talk.end();
});
