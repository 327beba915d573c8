/** Strangers who guess passwords: the server's, an operator's, an account's. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";

import { DEADLINE } from "../harness/feed.ts";
import { IrcTestClient } from "../harness/irc_client.ts";
import { runChat } from "../harness/program.ts";
import { listenerOf, startServer, type TestServer } from "../harness/server.ts";
import { makeAccount, PASSWORD } from "../harness/accounts.ts";

/** Two addresses, so that a client may come from another one than the attacker. */
const HOSTS = ["--host", "127.0.0.1", "--host", "::1"];
const GUESSES = 40;

/** Gives a password of the server and registers; returns the last line of the server. */
async function enterWith(server: TestServer, password: string, host = "127.0.0.1") {
  using client = await IrcTestClient.connect(listenerOf(server, { host }));
  await client.send(`PASS ${password}`, "NICK mallory", "USER m 0 * :m");
  const end = await client.waitFor("ERROR or 001", ({ command }) => /^(ERROR|001)$/.test(command));
  return end.params.at(-1)!;
}

/** How many lines of a server's log have a text; the first one may come after what was sent. */
async function countLogged({ process }: TestServer, text: string): Promise<number> {
  await process.stderr.waitFor((line) => line.includes(text), { what: text });
  return process.stderr.items.filter((line) => line.includes(text)).length;
}

Deno.test("The server's password can be guessed a few times only, from one address", async () => {
  const settings = 'password = "sesame"\n[limits]\nlogin-attempts = 3';
  await using server = await startServer({ args: HOSTS, settings });
  const ends = await Promise.all(
    Array.from({ length: GUESSES }, (_, i) => enterWith(server, `guess${i}`)),
  );
  const tried = ends.filter((text) => text.includes("[Wrong or missing password]"));
  assert(tried.length <= 6, `${tried.length} of ${GUESSES} guesses were tried`);
  assertStringIncludes(await enterWith(server, "sesame"), "Too many wrong passwords; try again in");
  assertStringIncludes(await enterWith(server, "sesame", "::1"), "Welcome");
  assertEquals(await countLogged(server, "Wrong or missing server password"), 1);
});

Deno.test("One connection cannot try many passwords of the server", async () => {
  const settings = 'password = "sesame"\n[limits]\nlogin-attempts = 3';
  await using server = await startServer({ args: HOSTS, settings });
  using client = await IrcTestClient.connect(server);
  const lines = Array.from({ length: 2_000 }, (_, i) => `PASS guess${i}`);
  await client.send(...lines, "PASS sesame", "NICK mallory", "USER m 0 * :m").catch(() => {});
  const end = await client.waitFor("ERROR or 001", ({ command }) => /^(ERROR|001)$/.test(command));
  assertStringIncludes(end.params[0]!, "Too many wrong passwords");
});

Deno.test("An operator's password can be guessed a few times only, and may be a hash", async () => {
  const { stdout: hash } = await runChat(["hash-password"], { input: "let-me-in\n" });
  const settings =
    `[[operator]]\nname = "root"\npassword = "${hash}"\n[limits]\nlogin-attempts = 3`;
  await using server = await startServer({ args: HOSTS, settings });
  const attackers = await Promise.all(
    Array.from({ length: 10 }, (_, i) => IrcTestClient.enter(server, { nickname: `mallory${i}` })),
  );
  const answers = await Promise.all(attackers.map(async (client, i) => {
    await client.send(...Array.from({ length: GUESSES / 10 }, (_, n) => `OPER root ${i}.${n}`));
    return await client.sync();
  }));
  const texts = answers.flat().map(({ params }) => params.at(-1)!);
  assertEquals(texts.length, GUESSES);
  const tried = texts.filter((text) => text === "Wrong password");
  assert(tried.length <= 6, `${tried.length} of ${GUESSES} guesses were tried`);
  const owner = await IrcTestClient.enter(listenerOf(server, { host: "::1" }), { nickname: "me" });
  await owner.send("OPER root let-me-in");
  await owner.waitFor("RPL_YOUREOPER", "381");
  for (const client of [...attackers, owner]) client.close();
  assertEquals(await countLogged(server, "Operator refused"), 1);
});

/** Sends wrong passwords for accounts; resolves when the server has told it to wait. */
async function guessUntilRefused(server: TestServer, account: string): Promise<void> {
  using mallory = await IrcTestClient.enter(server, {
    nickname: `m${crypto.randomUUID().slice(0, 8)}`,
  });
  for (;;) {
    await mallory.send(`NS IDENTIFY ${account} wrong`);
    const { params } = await mallory.waitFor("NOTICE");
    if (params[1]!.startsWith("Too many wrong passwords")) return;
  }
}

/** Logs in with NickServ; returns its answer, and how long it took in milliseconds. */
async function identify(place: { host: string; port: number }, account: string) {
  using client = await IrcTestClient.enter(place, { nickname: "visitor" });
  const start = performance.now();
  await client.send(`NS IDENTIFY ${account} ${PASSWORD}`);
  const { params } = await client.waitFor("NOTICE");
  return { text: params[1]!, ms: performance.now() - start };
}

Deno.test("A stranger cannot lock the owner of an account out", async () => {
  await using server = await startServer({ args: [...HOSTS, "--login-attempts", "2"] });
  using alice = await IrcTestClient.enter(listenerOf(server, { host: "127.0.0.1" }), {
    nickname: "alice",
  });
  await makeAccount(alice);
  alice.close();
  await alice.closed();
  await guessUntilRefused(server, "alice");
  const elsewhere = await identify(listenerOf(server, { host: "::1" }), "alice");
  assertEquals(elsewhere.text, "You are logged in as alice");
  assertEquals(await countLogged(server, "Login refused"), 1);
});

Deno.test("The address of an account's owner is known over a restart", async () => {
  const data = await Deno.makeTempDir({ prefix: "chat-test-" });
  const args = ["--data", data, "--login-attempts", "2"];
  {
    await using server = await startServer({ args });
    using alice = await IrcTestClient.enter(server, { nickname: "alice" });
    await makeAccount(alice);
    await server.process.type("quit");
    await server.process.finished();
  }
  await using server = await startServer({ args });
  await guessUntilRefused(server, "somebody");
  const { text, ms } = await identify(server, "alice");
  assertEquals(text, "You are logged in as alice");
  assert(ms < DEADLINE / 4, `it took ${ms} ms`);
  await Deno.remove(data, { recursive: true });
});
