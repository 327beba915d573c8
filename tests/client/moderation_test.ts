import { assertEquals } from "@std/assert";

import { enterChat, hear } from "../harness/join.ts";
import { startServer } from "../harness/server.ts";

Deno.test("Somebody is kept out by /kickban, listed by /ban, and let in again by /unban", async () => {
  await using server = await startServer();
  await using alice = await enterChat(server, "alice");
  await using bob = await enterChat(server, "bob");
  await hear(alice, "* bob joined 1");
  await alice.type("/kickban bob too loud");
  await hear(bob, "* bob was removed from 1 by alice (too loud)");
  await bob.type("/join 1");
  await bob.stderr.waitFor((line) => line.includes("banned"));
  await alice.type("/ban");
  await alice.stdout.waitFor((line) => line.includes("bob!*@*, by alice"));
  await alice.type("/unban bob", "/ban");
  await alice.stdout.waitFor((line) => line.includes("Nobody is kept out of 1"));
  await bob.type("/join 1");
  await hear(alice, "* bob joined 1");
});

Deno.test("Several people are made operators and get voice at once, and lose both again", async () => {
  await using server = await startServer();
  await using alice = await enterChat(server, "alice");
  await using _bob = await enterChat(server, "bob");
  await using _eve = await enterChat(server, "eve");
  await hear(alice, "* eve joined 1");
  await alice.type("/op bob eve", "/deop bob eve", "/voice bob eve", "/devoice bob eve");
  for (const modes of ["+oo", "-oo", "+vv", "-vv"]) {
    await alice.stdout.waitFor((line) => line.includes(`${modes} bob eve`));
  }
});

Deno.test("What is said at the console comes as an announcement of the server", async () => {
  await using server = await startServer();
  await using alice = await enterChat(server, "alice");
  await server.process.type("say Down at noon");
  await alice.stderr.waitFor((line) => line === "Announcement of the server: Down at noon");
});

Deno.test("Whoever is removed at the console reads why, and does not come back by itself", async () => {
  await using server = await startServer();
  await using alice = await enterChat(server, "alice");
  await server.process.type("kick alice too loud");
  await alice.stderr.waitFor((line) =>
    line.includes("An operator removed you from the server: too loud")
  );
  assertEquals(await alice.finished(), 1);
});
