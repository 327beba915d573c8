import { assertEquals } from "@std/assert";

import { InProcessServer } from "../harness/in_process.ts";
import { answersTo, codes, received } from "../harness/wire.ts";

const SERVER = "irc.test";

Deno.test("An invited user is notified, and may enter an invite-only channel once", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob");
  await answersTo(alice, "MODE #1 +i");
  assertEquals(await answersTo(bob, "JOIN #1"), [
    `${SERVER} 473 bob #1 Cannot join the room: it needs an invitation (+i)`,
  ]);
  assertEquals(await answersTo(alice, "INVITE bob #1"), [`${SERVER} 341 alice bob #1`]);
  assertEquals(await received(bob), ["alice INVITE bob #1"]);
  assertEquals(await answersTo(bob, "INVITE"), [
    `${SERVER} 336 bob #1`,
    `${SERVER} 337 bob End of invitations`,
  ]);
  assertEquals((await answersTo(bob, "JOIN #1"))[0], "bob JOIN #1");
  assertEquals((await answersTo(bob, "PART #1", "JOIN #1")).at(-1)?.split(" ")[1], "473");
});

Deno.test("INVITE is refused for each reason with its numeric", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  const eve = await server.enter("eve");
  await answersTo(alice, "MODE #1 +i");
  assertEquals(await answersTo(bob, "INVITE eve #1"), [
    `${SERVER} 482 bob #1 You are not an operator of this room`,
  ]);
  assertEquals(await answersTo(eve, "INVITE bob #1"), [
    `${SERVER} 442 eve #1 You are not in that room`,
  ]);
  assertEquals(await answersTo(alice, "INVITE bob #1", "INVITE nobody #1", "INVITE bob"), [
    `${SERVER} 443 alice bob #1 is already in that room`,
    `${SERVER} 401 alice nobody There is no such nickname or room`,
    `${SERVER} 461 alice INVITE Not enough parameters`,
  ]);
});

Deno.test("KICK removes a member with a reason that all members see", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  const carol = await server.enter("carol", { channels: ["#1"] });
  await Promise.all([alice.sync(), bob.sync()]);
  assertEquals(await answersTo(alice, "KICK #1 bob :Too loud"), ["alice KICK #1 bob Too loud"]);
  assertEquals(await received(carol), ["alice KICK #1 bob Too loud"]);
  assertEquals(await received(bob), ["alice KICK #1 bob Too loud"]);
  assertEquals(await answersTo(bob, "PRIVMSG #1 :hey"), [
    `${SERVER} 404 bob #1 Cannot send to this room`,
  ]);
  assertEquals(await answersTo(alice, "KICK #1 carol"), ["alice KICK #1 carol alice"]);
});

Deno.test("KICK is refused for each reason with its numeric", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  await server.enter("eve");
  assertEquals(await answersTo(bob, "KICK #1 alice", "KICK #none alice", "KICK #1"), [
    `${SERVER} 482 bob #1 You are not an operator of this room`,
    `${SERVER} 403 bob #none There is no such room`,
    `${SERVER} 461 bob KICK Not enough parameters`,
  ]);
  const lines = await answersTo(alice, "KICK #1 eve", "KICK #1 nobody");
  assertEquals(codes(lines), ["441", "401"]);
});

Deno.test("A half-operator can kick members of lower status, none of higher status", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  await server.enter("carol", { channels: ["#1"] });
  await answersTo(alice, "MODE #1 +h bob");
  assertEquals(await answersTo(bob, "KICK #1 alice :x", "KICK #1 carol :x"), [
    `${SERVER} 482 bob #1 You are not an operator of this room`,
    "bob KICK #1 carol x",
  ]);
});
