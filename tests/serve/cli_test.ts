import {
  assertEquals,
  assertLess,
  assertMatch,
  assertNotMatch,
  assertStringIncludes,
} from "@std/assert";

import { testUnless } from "../harness/unless.ts";
import { IrcTestClient } from "../harness/irc_client.ts";
import { BINARY, chatCommand, cleanEnvironment, runChat, startChat } from "../harness/program.ts";
import { startServer } from "../harness/server.ts";

Deno.test("A server says where it listens and how to join it, on standard error", async () => {
  await using server = await startServer();
  const lines = server.process.stderr.items;
  const first = lines.findIndex((line) => line.startsWith("listening on"));
  assertMatch(lines[first]!, /^listening on 127\.0\.0\.1:\d+ \(irc\)$/);
  assertEquals(lines[first + 1], `chat join --user YOU --room 1 --port ${server.port}`);
  assertEquals(server.process.stdout.items, []);
});

Deno.test("Every host is listened on and told, IPv6 as well", async () => {
  await using server = await startServer({ args: ["--host", "127.0.0.1", "--host", "::1"] });
  assertEquals(server.listeners.map(({ host }) => host), ["127.0.0.1", "::1"]);
  using client = await IrcTestClient.enter(server.listeners[1]!, { nickname: "six" });
  assertEquals(await client.sync(), []);
});

Deno.test("A first start explains itself, in text and at a level that shows it", async () => {
  await using server = await startServer();
  await server.process.stderr.waitFor((line) => /^ +Console /.test(line), { what: "explanation" });
  const text = server.process.stderr.items.join("\n");
  for (const word of ["this machine only", "WeeChat", "lines a second", "--host 0.0.0.0"]) {
    assertStringIncludes(text, word);
  }
  await using terse = await startServer({ args: ["--log-level", "error"] });
  await terse.process.type("quit");
  await terse.process.finished();
  assertEquals(terse.process.stderr.items.length, 2);
});

Deno.test("quit at the console tells every client why, and ends with exit code 0", async () => {
  await using server = await startServer();
  using alice = await IrcTestClient.enter(server, { nickname: "alice", channels: ["#1"] });
  using bob = await IrcTestClient.enter(server, { nickname: "bob" });
  await server.process.type("quit");
  for (const client of [alice, bob]) {
    const { params } = await client.waitFor("ERROR");
    assertEquals(params.length, 1);
    await client.closed();
  }
  assertEquals(await server.process.finished(), 0);
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(`${signal} does what quit does`, async () => {
    await using server = await startServer();
    using client = await IrcTestClient.enter(server, { nickname: "alice" });
    server.process.kill(signal);
    await client.waitFor("ERROR");
    await client.closed();
    assertEquals(await server.process.finished(), 0);
  });
}

Deno.test("The end of standard input does not stop the server", async () => {
  await using server = await startServer();
  await server.process.endInput();
  using client = await IrcTestClient.enter(server, { nickname: "alice" });
  await client.sync();
  server.process.kill("SIGTERM");
  assertEquals(await server.process.finished(), 0);
});

Deno.test("The console lists users and rooms, speaks to all, and kicks", async () => {
  await using server = await startServer();
  const { stdout } = server.process;
  using alice = await IrcTestClient.enter(server, { nickname: "alice", channels: ["#1"] });
  using bob = await IrcTestClient.enter(server, { nickname: "bob", channels: ["#1", "#2"] });
  await alice.sync();

  await server.process.type("users");
  assertMatch(await stdout.waitFor((line) => line.startsWith("alice")), /127\.0\.0\.1.*#1/);
  await stdout.waitFor((line) => line === "2 users");
  await server.process.type("rooms");
  await stdout.waitFor((line) => /^#1 +2\b/.test(line), { what: "#1 with 2 members" });
  await stdout.waitFor((line) => line === "2 rooms");

  await server.process.type("say Tea is ready");
  for (const client of [alice, bob]) {
    await client.waitFor(
      "the announcement",
      ({ params }) => params.at(-1)!.includes("Tea is ready"),
    );
  }
  await server.process.type("kick nobody", "kick bob too loud");
  await stdout.waitFor((line) => line === 'Nobody is called "nobody"');
  assertMatch((await bob.waitFor("ERROR")).params[0]!, /too loud/);
  await bob.closed();
  const quit = await alice.waitFor("QUIT");
  assertMatch(quit.source ?? "", /^bob!/);

  await server.process.type("help", "dance");
  await stdout.waitFor((line) => line.startsWith('Unknown command "dance"'));
});

Deno.test("A port that is in use is told in one line, with exit code 1", async () => {
  await using server = await startServer();
  const { code, stderr } = await runChat([
    "serve",
    "--data",
    ":memory:",
    "--port",
    String(server.port),
  ]);
  assertEquals(code, 1);
  assertStringIncludes(stderr, `Cannot listen on 127.0.0.1:${server.port}: the port is in use`);
  assertEquals(stderr.split("\n").length, 1);
});

Deno.test("Each line of the JSON log is an object, besides the lines that say it is ready", async () => {
  await using server = await startServer({
    args: ["--log-format", "json", "--log-level", "debug"],
  });
  using client = await IrcTestClient.enter(server, { nickname: "alice" });
  await client.send("QUIT :bye");
  await client.closed();
  await server.process.type("quit");
  await server.process.finished();
  const rest = server.process.stderr.items.filter((line) =>
    !line.startsWith("listening on") && !line.startsWith("chat join")
  );
  assertEquals(rest.length > 0, true);
  for (const line of rest) assertEquals(typeof JSON.parse(line).text, "string");
});

Deno.test("Nobody forges a line of the log, and no password is in it", async () => {
  await using server = await startServer({
    args: ["--log-level", "debug"],
    env: { CHAT_PASSWORD: "sesame-7" },
  });
  using wrong = await IrcTestClient.connect(server);
  await wrong.send("PASS wrong-9", "NICK eve", "USER eve 0 * :\u001b[31mlistening on x (irc)");
  await wrong.closed();
  using client = await IrcTestClient.enter(server, { nickname: "alice", password: "sesame-7" });
  await client.send("QUIT :\u001b[2J\u2028listening on 6.6.6.6:6 (irc)");
  await client.closed();
  await server.process.type("quit");
  await server.process.finished();
  const text = server.process.stderr.items.join("\n");
  assertNotMatch(text, /sesame-7|wrong-9/);
  // deno-lint-ignore no-control-regex
  assertNotMatch(text, /\u001b|\u2028|^listening on (x|6)/m);
});

Deno.test("A server whose log nobody reads goes on serving", async () => {
  const [command, ...args] = chatCommand([
    "serve",
    ...["--port", "0", "--data", ":memory:", "--log-level", "debug"],
    ...["--connections-per-address", "0"],
  ]);
  const server = new Deno.Command(command!, {
    args,
    env: cleanEnvironment(),
    clearEnv: true,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const reader = server.stderr.getReader();
  let said = "";
  while (!/:(\d+) \(irc\)/.test(said)) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`The server ended; it said:\n${said}`);
    said += new TextDecoder().decode(value);
  }
  const address = { host: "127.0.0.1", port: Number(/:(\d+) \(irc\)/.exec(said)![1]) };
  // More lines of log than a pipe holds.
  for (let round = 0; round < 20; round++) {
    const clients = await Promise.all(
      Array.from(
        { length: 50 },
        (_, index) => IrcTestClient.enter(address, { nickname: `c${round}x${index}` }),
      ),
    );
    for (const client of clients) client.close();
    await Promise.all(clients.map((client) => client.closed()));
  }
  using client = await IrcTestClient.enter(address, { nickname: "alice" });
  assertEquals(await client.sync(), []);
  server.kill("SIGKILL");
  await reader.cancel();
  await server.status;
});

testUnless(BINARY === undefined ? "CHAT_BINARY names no executable" : undefined, {
  name: "The executable starts to serve in less than 150 ms",
  fn: async () => {
    // Others may use this machine at the same time, so one quiet moment is enough.
    let best = Infinity;
    for (let round = 0; round < 40 && best >= 150; round++) {
      const start = performance.now();
      await using chat = startChat(["serve", "--port", "0", "--data", ":memory:"]);
      await chat.stderr.waitFor((line) => line.startsWith("listening on"));
      best = Math.min(best, performance.now() - start);
    }
    assertLess(best, 150);
  },
});
