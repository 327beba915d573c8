import { assert, assertEquals, assertStringIncludes } from "@std/assert";

import { makeAccount, PASSWORD } from "../harness/accounts.ts";
import { InProcessServer } from "../harness/in_process.ts";
import type { IrcTestClient } from "../harness/irc_client.ts";
import { answersTo, received } from "../harness/wire.ts";

/** A server with the account bob, whose owner is not connected. */
async function serverOfBob(settings?: string): Promise<InProcessServer> {
  const server = await InProcessServer.start(settings);
  const bob = await server.enter("bob", { password: "let-us-in" });
  await makeAccount(bob);
  await bob.send("QUIT");
  await bob.closed();
  return server;
}

async function accountIn(client: IrcTestClient, nickname: string): Promise<string | undefined> {
  const answers = await answersTo(client, `WHOIS ${nickname}`);
  return answers.find((line) => line.includes(" 330 "))?.split(" ")[4];
}

Deno.test("PASS with account and password logs in, under the nickname of the account", async () => {
  await using server = await serverOfBob();
  const bob = await server.enter("bob", { password: `bob:${PASSWORD}` });
  assertEquals(await accountIn(bob, "bob"), "bob");
});

Deno.test("PASS with a wrong password of an account is refused, and says so", async () => {
  await using server = await serverOfBob();
  const eve = await server.connect();
  await eve.send("PASS bob:wrong-horse", "NICK eve", "USER eve 0 * :Eve");
  assertEquals((await eve.waitFor("464")).params.at(-1), "Wrong account or password");
  await eve.waitFor("ERROR");
});

Deno.test("Where the server has a password, PASS with an account does not stand for it", async () => {
  await using server = await serverOfBob('name = "irc.test"\npassword = "let-us-in"');
  const bob = await server.connect();
  await bob.send(`PASS bob:${PASSWORD}`, "NICK bob", "USER bob 0 * :Bob");
  await bob.waitFor("900");
  assertEquals((await bob.waitFor("464")).params.at(-1), "Wrong password");
  const both = await server.connect();
  await both.send(`PASS bob:${PASSWORD}`, "PASS let-us-in", "NICK bob", "USER bob 0 * :Bob");
  await both.waitFor("001");
  assertEquals(await accountIn(both, "bob"), "bob");
});

Deno.test("GHOST disconnects who has a nickname of one's account, and REGAIN takes the nickname", async () => {
  await using server = await serverOfBob();
  const ghost = await server.enter("bob", { password: `bob:${PASSWORD}` });
  const bob = await server.enter("bob_");
  const [wrong = ""] = await answersTo(bob, "NS GHOST bob");
  assertStringIncludes(wrong, "belongs to another account");
  const [done = ""] = await answersTo(bob, `NS GHOST bob ${PASSWORD}`);
  assertStringIncludes(done, "bob is disconnected");
  await ghost.closed();
  for (const command of ["REGAIN", "RECOVER"]) {
    const stranger = await server.enter("bob", { password: `bob:${PASSWORD}` });
    const lines = await answersTo(bob, `NS ${command} bob ${PASSWORD}`);
    assert(lines.includes("bob_ NICK bob"), lines.join("\n"));
    await stranger.closed();
    assertEquals(await accountIn(bob, "bob"), "bob");
    await answersTo(bob, "NICK bob_");
  }
  const [nobody = ""] = await answersTo(bob, "NS GHOST carol");
  assertStringIncludes(nobody, "belongs to no account");
});

Deno.test("NICK to a nickname of one's other connection joins that, and leaves the rooms before", async () => {
  await using server = await serverOfBob();
  const laptop = await server.enter("bob", { password: `bob:${PASSWORD}`, channels: ["#1"] });
  const phone = await server.enter("bob_", { password: `bob:${PASSWORD}`, channels: ["#2"] });
  const carol = await server.enter("carol", { channels: ["#1", "#2"] });
  await laptop.sync();
  const lines = await answersTo(phone, "NICK bob");
  assertEquals(lines.slice(0, 2), ["bob_ PART #2", "bob_ NICK bob"]);
  assertEquals(lines.filter((line) => line.includes("JOIN")), ["bob JOIN #1"]);
  assertEquals(await received(carol), ["bob_ QUIT Now bob"]);
  await answersTo(carol, "PRIVMSG bob :hello");
  for (const client of [laptop, phone]) {
    assertEquals(await received(client), ["carol PRIVMSG bob hello"]);
  }
});
