import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";

import type { ServerAddress } from "../connection/connection.ts";
import { join } from "../mod.ts";
import { FakeIo } from "../testing/fake_io.ts";
import { type FakePeer, FakeServer, welcome } from "../testing/fake_server.ts";

/** Longer than a connection has to hold before its end is a new loss. */
const STEADY_MS = 11_000;

interface Setup {
  /** The names of the network's servers. */
  readonly names?: string;
  /** Those that cannot be reached. */
  readonly away?: string;
  readonly args?: readonly string[];
}

/** A client of a network with several servers. */
function start({ names = "abc", away = "", args = [] }: Setup = {}) {
  const servers = new Map([...names].map((name) => [name, new FakeServer()]));
  for (const name of away) servers.get(name)!.failure = refusal(name);
  const connected: ServerAddress[] = [];
  const io = new FakeIo({ connected, connect: ({ host }) => servers.get(host)!.connect() });
  const ended = join(
    ["--user", "bob", "--room", "1", "--host", [...names].join(","), ...args],
    io,
  );
  const server = (name: string) => servers.get(name)!;
  const tried = () => connected.splice(0).map(({ host }) => host).join("");
  return { io, ended, server, tried };
}

Deno.test("A client whose server is lost goes on with the next one at once, and says which", async () => {
  const { io, ended, server, tried } = start();
  const a = await server("a").accept();
  await welcome(a);
  await io.stderr.seen("Connected as bob, to a:6667");
  await io.stdout.seen("bob joined 1");
  io.clock.pass(STEADY_MS);
  a.hangUp();
  await io.stderr.seen("Connection lost: The server closed the connection. Trying b:6667");
  const b = await server("b").accept();
  await welcome(b);
  await io.stderr.seen("Connected again as bob, to b:6667");
  assertEquals(tried(), "ab");
  io.endInput();
  assertEquals(await ended, 0);
});

Deno.test("Servers that refuse are passed over, and none is tried twice in a round", async () => {
  const { io, ended, server, tried } = start({ away: "a" });
  const b = await server("b").accept();
  b.send(":s 465 bob :You are banned", "ERROR :Closing link");
  const c = await server("c").accept();
  await welcome(c);
  await io.stderr.seen("Connected as bob, to c:6667");
  assertStringIncludes(io.stderr.text, "Cannot connect to a:6667: refused. Trying b:6667");
  assertMatch(io.stderr.text, /Connection lost: You are banned\. Trying c:6667/);
  assertEquals(tried(), "abc");
  io.endInput();
  assertEquals(await ended, 0);
});

Deno.test("A client ends when no server of its network can be reached at the start", async () => {
  const { io, ended, tried } = start({ away: "abc" });
  assertEquals(await ended, 1);
  assertEquals(tried(), "abc");
  assertMatch(io.stderr.text, /a:6667: refused\. Trying b.*\n.*b:6667: refused\. Trying c.*\n.*c/);
});

Deno.test("A client ends with what the last server says when all of its network refuse it", async () => {
  const { io, ended, server } = start({ names: "ab" });
  for (const name of "ab") {
    const peer = await server(name).accept();
    await peer.until(/^USER/);
    peer.send(`:s 465 bob :Banned by ${name}`);
  }
  assertEquals(await ended, 1);
  assertStringIncludes(io.stderr.text, "does not let us in: Banned by b");
});

Deno.test("After a round of all servers a client waits, and begins with the one that worked last", async () => {
  const { io, ended, server, tried } = start({ away: "a" });
  const b = await server("b").accept();
  await welcome(b);
  await io.stdout.seen("bob joined 1");
  io.clock.pass(STEADY_MS);
  for (const name of "bc") server(name).failure = refusal(name);
  b.hangUp();
  await io.stderr.seen("Cannot connect to a:6667: refused. Trying again in 0.5 s");
  assertEquals(tried(), "abca");
  server("b").failure = undefined;
  io.clock.pass(500);
  await welcome(await server("b").accept());
  await io.stderr.seen("Connected again as bob, to b:6667");
  assertEquals(tried(), "b");
  io.endInput();
  assertEquals(await ended, 0);
});

Deno.test("Servers that let us in and drop us are not tried in a circle without a pause", async () => {
  const { io, ended, server, tried } = start({ names: "ab" });
  for (const name of "ab") {
    const peer = await server(name).accept();
    await welcome(peer);
    await io.stderr.seen(`, to ${name}:6667`);
    peer.hangUp();
  }
  await io.stderr.seen("Trying again in 0.5 s");
  assertEquals(tried(), "ab");
  io.endInput();
  io.clock.pass(500);
  await welcome(await server("b").accept());
  assertEquals(await ended, 0);
});

function refusal(name: string): string {
  return `Cannot connect to ${name}:6667: refused`;
}

const HISTORY = {
  capabilities: "batch draft/chathistory echo-message message-tags server-time",
  isupport: "CHATHISTORY=100 MSGREFTYPES=msgid,timestamp",
};

/** Answers questions about the history: the first one about the room with these lines. */
function keepHistory(peer: FakePeer, lines: readonly string[]): void {
  const left = [...lines];
  peer.answer((line) => {
    if (!line.startsWith("CHATHISTORY")) return;
    const isOfRoom = line.includes(" #1 ");
    const answer = isOfRoom ? left.splice(0).map((one) => `@batch=h;${one}`) : [];
    const type = isOfRoom ? "chathistory #1" : "draft/chathistory-targets";
    peer.send(`:s BATCH +h ${type}`, ...answer, ":s BATCH -h");
  });
}

Deno.test("What was not confirmed is sent again on the next server only if its history has it not", async () => {
  const { io, ended, server } = start({ names: "ab" });
  const a = await server("a").accept();
  keepHistory(a, []);
  await welcome(a, HISTORY);
  await io.stdout.seen("bob joined 1");
  io.clock.pass(STEADY_MS);
  a.mute = true;
  io.type("one\ntwo\n");
  await a.until(/^PRIVMSG #1 :?two/);
  a.hangUp();
  io.endInput();
  const b = await server("b").accept();
  // However long that took, what the first one was sent is not on this one at once.
  io.clock.pass(STEADY_MS);
  keepHistory(b, ["time=2026-01-01T00:00:12.000Z;msgid=m1 :bob!u@h PRIVMSG #1 :one"]);
  b.answer((line) => line.startsWith("PRIVMSG") && b.send(`:bob!u@h ${line}`));
  await welcome(b, HISTORY);
  await io.stderr.seen(", to b:6667");
  assert(!b.received.some((line) => line.startsWith("CHATHISTORY")));
  io.clock.pass(1_000);
  assertEquals(await ended, 0);
  const said = b.received.filter((line) => line.startsWith("PRIVMSG"));
  assertEquals(said, ["PRIVMSG #1 two"]);
});

Deno.test("A script sees in each event of the connection which server it is", async () => {
  const { io, ended, server } = start({ names: "ab", away: "a", args: ["--json"] });
  await welcome(await server("b").accept());
  io.endInput();
  assertEquals(await ended, 0);
  const events = io.stdout.text.trim().split("\n").map((line) => JSON.parse(line))
    .filter(({ type }) => type === "connection");
  assertEquals(
    events.map(({ status, server, retryMs }) => [status, server, retryMs]).slice(0, 4),
    [
      ["connecting", "a:6667", null],
      ["waiting", "b:6667", 0],
      ["connecting", "b:6667", null],
      ["online", "b:6667", null],
    ],
  );
  const names = io.stdout.text.match(/"type":"welcome".*"server":"([^"]*)"/);
  assert(names?.[1] === "b:6667");
});
