import { assertEquals, assertMatch } from "@std/assert";
import { type ConsoleTarget, runConsole, runConsoleLine } from "./console.ts";

function fakeTarget(calls: string[] = []): ConsoleTarget {
  return {
    users: () => [
      { nickname: "bob", host: "127.0.0.1", rooms: ["#1", "#2"], idleSeconds: 75.4 },
      { nickname: "alice", host: "::1", rooms: [], idleSeconds: 0 },
    ],
    rooms: () => [{ name: "#1", members: 2, topic: "Hello\u001b[2J" }],
    nodes: () => [
      {
        ...{ name: "a", isSelf: true, lag: 0, silent: 0 },
        about: { people: 1, version: "chat-1.0", upSeconds: 75 },
      },
      { name: "far", isSelf: false, lag: 12, silent: 4, about: undefined },
    ],
    kick: (nickname, reason) => {
      calls.push(`kick ${nickname} (${reason})`);
      return nickname === "bob";
    },
    say: (text) => void calls.push(`say ${text}`),
    rehash: () => void calls.push("rehash"),
    quit: () => void calls.push("quit"),
  };
}

Deno.test("Nodes lists the servers of the network, or says that there is one", () => {
  assertEquals(runConsoleLine(fakeTarget(), "nodes"), [
    "a    this server     up to date         1 person  chat-1.0  up 1m 15s",
    "far  silent for 4 s  12 batches behind",
  ]);
  assertEquals(runConsoleLine({ ...fakeTarget(), nodes: () => undefined }, "nodes"), [
    "This server is a network of its own",
  ]);
});

Deno.test("Nodes says for how long this server has been without NATS", () => {
  const self = { name: "a", isSelf: true, lag: 0, silent: 16, about: undefined };
  assertEquals(runConsoleLine({ ...fakeTarget(), nodes: () => [self] }, "nodes"), [
    "a  this server, without NATS for 16 s  up to date",
  ]);
});

Deno.test("Users lists all users with address, rooms and idle time", () => {
  assertEquals(runConsoleLine(fakeTarget(), "users"), [
    "bob    127.0.0.1  #1 #2  idle 1m 15s",
    "alice  ::1        -      idle 0s",
    "2 users",
  ]);
});

Deno.test("Rooms lists all rooms and escapes control characters in topics", () => {
  assertEquals(runConsoleLine(fakeTarget(), "rooms"), ["#1  2  Hello\\u001b[2J", "1 room"]);
});

Deno.test("Kick passes the reason on, and says if nobody has that nickname", () => {
  const calls: string[] = [];
  assertEquals(runConsoleLine(fakeTarget(calls), "kick bob too loud"), ["Disconnected bob"]);
  assertEquals(runConsoleLine(fakeTarget(calls), "kick eve"), ['Nobody is called "eve"']);
  assertEquals(calls, ["kick bob (too loud)", "kick eve (Disconnected by the operator)"]);
});

Deno.test("A command without its words prints its usage, an unknown one names help", () => {
  assertEquals(runConsoleLine(fakeTarget(), "say "), ["Usage: say TEXT"]);
  assertMatch(runConsoleLine(fakeTarget(), "constructor")[0]!, /^Unknown command "constructor"/);
  assertEquals(runConsoleLine(fakeTarget(), "  "), []);
});

Deno.test("Help lists every command", () => {
  const help = runConsoleLine(fakeTarget(), "help").join("\n");
  for (const word of ["quit", "users", "rooms", "kick NICK", "say TEXT", "help"]) {
    assertMatch(help, new RegExp(`^ *${word}`, "m"));
  }
});

Deno.test("Lines are run in any division of the input, the last one without a line end too", async () => {
  const calls: string[] = [];
  const printed: string[] = [];
  const bytes = new TextEncoder().encode("say grüße\r\nkick bob\nQUIT");
  const input = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  await runConsole(fakeTarget(calls), { input, print: (line) => printed.push(line) });
  assertEquals(calls, ["say grüße", "kick bob (Disconnected by the operator)", "quit"]);
  assertEquals(printed, ["Disconnected bob"]);
});

Deno.test("A command that throws prints the error and does not end the console", async () => {
  const calls: string[] = [];
  const printed: string[] = [];
  const target = {
    ...fakeTarget(calls),
    users: () => {
      throw new Error("Broken");
    },
  };
  const input = ReadableStream.from([new TextEncoder().encode("users\nsay on\n")]);
  await runConsole(target, { input, print: (line) => printed.push(line) });
  assertEquals(printed, ['Cannot run "users": Broken']);
  assertEquals(calls, ["say on"]);
});
