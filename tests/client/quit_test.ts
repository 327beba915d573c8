import { assert, assertEquals, assertMatch } from "@std/assert";

import { IrcTestClient } from "../harness/irc_client.ts";
import { enterChat, hear } from "../harness/join.ts";
import { startChat } from "../harness/program.ts";
import { startServer } from "../harness/server.ts";
import { answersTo, received } from "../harness/wire.ts";

const ENDINGS = [
  { what: "quit at the console", reason: "The server is closing" },
  { what: "SIGINT", signal: "SIGINT", reason: "The server is closing (SIGINT)" },
  { what: "SIGTERM", signal: "SIGTERM", reason: "The server is closing (SIGTERM)" },
] as const;

for (const ending of ENDINGS) {
  Deno.test(`After ${ending.what} every client receives ERROR with the reason, and the exit code is 0`, async () => {
    await using server = await startServer();
    const names = Array.from({ length: 20 }, (_, index) => `user${index}`);
    const clients = await Promise.all(
      names.map((nickname) => IrcTestClient.enter(server, { nickname, channels: ["#1"] })),
    );
    clients.push(await IrcTestClient.connect(server));
    await Promise.all(clients.map((client) => client.sync()));
    if ("signal" in ending) server.process.kill(ending.signal);
    else await server.process.type("quit");
    for (const client of clients) {
      const { params } = await client.waitFor("ERROR");
      assertEquals(params.length, 1);
      assert(params[0]?.endsWith(`[${ending.reason}]`), params[0]);
      await client.closed();
      assert(client.feed.items.at(-1)?.startsWith("ERROR "));
    }
    assertEquals(await server.process.finished(), 0);
  });
}

Deno.test("Messages before the console's quit are delivered before ERROR", async () => {
  await using server = await startServer();
  using alice = await IrcTestClient.enter(server, { nickname: "alice", channels: ["#1"] });
  using bob = await IrcTestClient.enter(server, { nickname: "bob", channels: ["#1"] });
  await alice.send(...Array.from({ length: 500 }, (_, index) => `PRIVMSG #1 :${index}`));
  await alice.sync();
  await server.process.type("quit");
  await bob.closed();
  const messages = bob.feed.items.filter((line) => line.includes(" PRIVMSG "));
  assertEquals(messages.length, 500);
  assertMatch(bob.feed.items.at(-1) ?? "", /^ERROR /);
});

Deno.test("A client that is killed is reported as gone to its room, and its name is free", async () => {
  await using server = await startServer();
  using bob = await IrcTestClient.enter(server, { nickname: "bob", channels: ["#1"] });
  await using alice = await enterChat(server, "alice");
  await using carol = await enterChat(server, "carol");
  await bob.sync();
  alice.kill("SIGKILL");
  const quit = await bob.waitFor("QUIT");
  assertMatch(quit.source ?? "", /^alice!/);
  assertEquals(quit.params.length, 1);
  await carol.stdout.waitFor((line) => line.includes("* alice went offline"));
  assertEquals(await answersTo(bob, "NAMES #1"), [
    "local.chat 353 bob = #1 @bob carol",
    "local.chat 366 bob #1 End of NAMES",
  ]);
  await using again = await enterChat(server, "alice");
  await again.type("back");
  await hear(carol, "alice: back");
});

Deno.test("A client whose connection ends without QUIT is reported as gone to its room", async () => {
  await using server = await startServer();
  using bob = await IrcTestClient.enter(server, { nickname: "bob", channels: ["#1"] });
  const alice = await IrcTestClient.enter(server, { nickname: "alice", channels: ["#1"] });
  await bob.sync();
  alice.close();
  assertMatch((await bob.waitFor("QUIT")).source ?? "", /^alice!/);
  assertEquals(await received(bob), []);
});

Deno.test("The server runs on after the end of console input, and SIGTERM still stops it", async () => {
  await using server = await startServer();
  await using alice = await enterChat(server, "alice");
  await server.process.endInput();
  await using bob = await enterChat(server, "bob");
  await bob.type("still here");
  await hear(alice, "bob: still here");
  server.process.kill("SIGTERM");
  assertEquals(await server.process.finished(), 0);
});

Deno.test("People at `chat join` receive what the console says, and the reason of its kick", async () => {
  await using server = await startServer();
  await using alice = await enterChat(server, "alice");
  await using bob = await enterChat(server, "bob");
  await using program = startChat(["join", ...server.address, "--user", "ear", "--json"]);
  await program.stdout.waitFor((line) => line.includes('"online"'));
  await server.process.type("say Tea is ready", "kick bob too loud", "kick nobody");
  await program.stdout.waitFor((line) => line.includes("Tea is ready"));
  await hear(alice, "* bob went offline (too loud)");
  await bob.stderr.waitFor((line) => line.includes("too loud"));
  await server.process.stdout.waitFor((line) => line === 'Nobody is called "nobody"');
  await server.process.type("rooms", "users");
  await server.process.stdout.waitFor((line) => /^#1 +\d/.test(line));
  await server.process.stdout.waitFor((line) => /^alice +127\.0\.0\.1 +#1 /.test(line));
});
