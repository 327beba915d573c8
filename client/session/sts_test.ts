import { assertEquals, assertStringIncludes } from "@std/assert";

import type { ServerAddress } from "../connection/connection.ts";
import { join } from "../mod.ts";
import { FakeIo } from "../testing/fake_io.ts";
import { type FakePeer, FakeServer, welcome } from "../testing/fake_server.ts";

const SETTINGS = "/home/bob/settings.toml";
const ARGS = ["--host", "irc.example.org", "--account", "bob", "--user", "bob"];

/** A start of the client with what earlier ones have kept. */
function start(files: Map<string, string>) {
  const server = new FakeServer();
  const connected: ServerAddress[] = [];
  const env = { CHAT_PASSWORD: "secret", CHAT_SETTINGS: SETTINGS };
  const io = new FakeIo({ connect: server.connect, connected, env, files });
  return { server, connected, io, ended: join(ARGS, io) };
}

/** Logs the client in by PLAIN, and says what the server thinks of TLS. */
async function letIn(peer: FakePeer, sts: string): Promise<void> {
  await peer.until(/^USER/);
  peer.send(`:s CAP * LS :sasl=PLAIN sts=${sts}`);
  assertEquals(await peer.until(/^CAP REQ/), "CAP REQ :sasl");
  peer.send(":s CAP * ACK :sasl");
  await peer.until(/^AUTHENTICATE PLAIN/);
  peer.send("AUTHENTICATE +");
  await peer.until(/^AUTHENTICATE/);
  peer.send(":s 903 bob :SASL authentication successful");
  await peer.until(/^CAP END/);
  welcomeAgain(peer);
}

function welcomeAgain(peer: FakePeer): void {
  peer.answer((line) => {
    if (line.startsWith("PING")) peer.send(`:s PONG s ${line.slice(5)}`);
    if (line.startsWith("QUIT")) peer.hangUp();
  });
  peer.send(":s 001 bob :Welcome", ":s 422 bob :No motd");
}

Deno.test("A server that asks for TLS gets no password before, and is reached by TLS from then on", async () => {
  const files = new Map<string, string>();
  const first = start(files);
  const plain = await first.server.accept();
  await plain.until(/^USER/);
  plain.send(":s CAP * LS :sasl=PLAIN multi-prefix sts=port=7000");
  const secure = await first.server.accept();
  await letIn(secure, "duration=3600");
  await first.io.stderr.seen("Connected as bob");
  first.io.endInput();
  assertEquals(await first.ended, 0);
  assertStringIncludes(
    first.io.stderr.text + first.io.stdout.text,
    "The server asks for TLS: connecting to irc.example.org:7000",
  );
  assertEquals(plain.received.map((line) => line.split(" ")[0]), ["CAP", "NICK", "USER", "QUIT"]);
  assertEquals(first.connected, [
    { host: "irc.example.org", port: 6667, tls: false },
    { host: "irc.example.org", port: 7000, tls: true },
  ]);
  const second = start(files);
  const again = await second.server.accept();
  await letIn(again, "duration=0");
  second.io.endInput();
  assertEquals(await second.ended, 0);
  assertEquals(second.connected, [{ host: "irc.example.org", port: 7000, tls: true }]);
  const third = start(files);
  (await third.server.accept()).hangUp();
  await third.ended;
  assertEquals(third.connected, [{ host: "irc.example.org", port: 6667, tls: false }]);
});

Deno.test("A server that asks for TLS later is left for its other port, and CAP DEL ends no policy", async () => {
  const server = new FakeServer();
  const connected: ServerAddress[] = [];
  const files = new Map<string, string>();
  const env = { CHAT_SETTINGS: SETTINGS };
  const io = new FakeIo({ connect: server.connect, connected, env, files });
  const ended = join(["--host", "irc.example.org", "--user", "bob"], io);
  const plain = await server.accept();
  await welcome(plain);
  await io.stderr.seen("Connected as bob");
  plain.send(":s CAP bob NEW :sts=port=7000,duration=60");
  const secure = await server.accept();
  await welcome(secure);
  await io.stderr.seen("Connected again as bob");
  secure.send(":s CAP bob NEW :sts=duration=60", ":s CAP bob DEL :sts", ":s NOTICE bob :done");
  await io.stdout.seen("done");
  io.endInput();
  assertEquals(await ended, 0);
  assertEquals(connected.map(({ port, tls }) => [port, tls]), [[6667, false], [7000, true]]);
  assertStringIncludes(files.get(SETTINGS) ?? "", 'sts = ["irc.example.org 7000 ');
});

Deno.test("A server that asks for TLS and has none is not entered without it", async () => {
  const server = new FakeServer();
  const io = new FakeIo(server);
  const ended = join(["--host", "irc.example.org", "--user", "bob"], io);
  const plain = await server.accept();
  await plain.until(/^USER/);
  server.failure = "Cannot connect to irc.example.org:7000: no";
  plain.send(":s CAP * LS :sts=port=7000", ":s 001 bob :Welcome", ":s 422 bob :No motd");
  assertEquals(await ended, 1);
  assertStringIncludes(io.stderr.text, "asked to be reached with TLS only");
});
