import { assertEquals } from "@std/assert";
import { InProcessServer } from "../harness/in_process.ts";
import type { IrcTestClient } from "../harness/irc_client.ts";
import { answersTo, codes, received } from "../harness/wire.ts";

const PASSWORD = "correct-horse";

async function logIn(client: IrcTestClient, command: string): Promise<void> {
  await client.send(`NS ${command} ${PASSWORD}`);
  await client.waitFor("900");
}

/** The room #1, which alice has founded, with mallory as an operator and bob as a member. */
async function foundedRoom(server: InProcessServer) {
  const alice = await server.enter("alice");
  await logIn(alice, "REGISTER");
  await alice.join("#1");
  const capabilities = ["standard-replies"];
  const mallory = await server.enter("mallory", { capabilities, channels: ["#1"] });
  const bob = await server.enter("bob", { capabilities, channels: ["#1"] });
  await answersTo(alice, "MODE #1 +o mallory");
  await Promise.all([mallory.sync(), bob.sync()]);
  return { alice, mallory, bob };
}

Deno.test("An operator cannot take a founder's room by KICK, RENAME and JOIN", async () => {
  await using server = await InProcessServer.start();
  const { alice, mallory } = await foundedRoom(server);
  await logIn(mallory, "REGISTER");
  assertEquals(codes(await answersTo(mallory, "KICK #1 alice", "RENAME #1 #old")), ["482", "482"]);
  assertEquals(await answersTo(mallory, "JOIN #1"), []);
  const info = await answersTo(alice, "CS INFO #1");
  assertEquals(info.map((line) => line.endsWith("alice's")), [true]);
  assertEquals(
    (await answersTo(alice, "NAMES #1"))[0],
    "irc.test 353 alice = #1 @alice @mallory bob",
  );
});

Deno.test("An operator can rename and drop a founder's room as little when the founder is away", async () => {
  await using server = await InProcessServer.start();
  const { alice, mallory } = await foundedRoom(server);
  await answersTo(alice, "PART #1");
  await mallory.sync();
  assertEquals(codes(await answersTo(mallory, "RENAME #1 #old")), ["482"]);
  assertEquals((await answersTo(mallory, "CS DROP #1"))[0]?.includes("You have no room"), true);
  assertEquals((await answersTo(alice, "JOIN #1")).at(-2)?.includes("@alice"), true);
});

Deno.test("Nobody but the founder takes the founder's status", async () => {
  await using server = await InProcessServer.start();
  const { alice, mallory, bob } = await foundedRoom(server);
  assertEquals(codes(await answersTo(mallory, "MODE #1 -o alice")), ["482"]);
  await answersTo(alice, "CS REGISTER #1", "MODE #1 +q mallory");
  assertEquals(codes(await answersTo(mallory, "MODE #1 -q alice", "KICK #1 alice")), [
    "482",
    "482",
  ]);
  assertEquals(codes(await answersTo(mallory, "KICK #1 bob")), ["KICK"]);
  await bob.sync();
  assertEquals(codes(await answersTo(alice, "MODE #1 -qo mallory mallory", "MODE #1 -o alice")), [
    "MODE",
    "MODE",
  ]);
});

Deno.test("The founder renames the room, and its old name leads to it", async () => {
  await using server = await InProcessServer.start();
  const { alice, mallory } = await foundedRoom(server);
  await answersTo(alice, "RENAME #1 #tea");
  await mallory.sync();
  const [taken = ""] = await answersTo(mallory, "JOIN #mine", "RENAME #mine #1")
    .then((lines) => lines.filter((line) => line.includes("FAIL")));
  assertEquals(taken.split(" ").slice(1, 4), ["FAIL", "RENAME", "CHANNEL_NAME_IN_USE"]);
  assertEquals(await answersTo(mallory, "JOIN #1"), []);
  const carol = await server.enter("carol");
  assertEquals((await answersTo(carol, "JOIN #1")).slice(0, 2), [
    "irc.test 470 carol #1 #tea The room has been renamed",
    "carol JOIN #tea",
  ]);
  const capabilities = ["draft/channel-rename", "standard-replies"];
  const dora = await server.enter("dora", { capabilities });
  assertEquals(await answersTo(dora, "JOIN #1"), [
    "irc.test FAIL JOIN CHANNEL_RENAMED #1 #tea The room has been renamed",
  ]);
});

Deno.test("The old name of a room does not tell its new name to those who may not enter", async () => {
  await using server = await InProcessServer.start();
  const { alice } = await foundedRoom(server);
  await answersTo(alice, "RENAME #1 #hidden", "MODE #hidden +i");
  const eve = await server.enter("eve", { capabilities: ["standard-replies"], channels: ["#eve"] });
  const lines = await answersTo(eve, "JOIN #1", "RENAME #eve #1", "TOPIC #1");
  assertEquals(codes(lines), ["473", "FAIL", "403"]);
  assertEquals(lines.filter((line) => line.includes("#hidden")), []);
});

Deno.test("One room cannot reserve many names by one RENAME after the other", async () => {
  await using server = await InProcessServer.start();
  const { alice } = await foundedRoom(server);
  await answersTo(alice, "RENAME #1 #2", "RENAME #2 #3", "RENAME #3 #4", "RENAME #4 #5");
  assertEquals(codes(await answersTo(alice, "NAMES #5", "NAMES #4")), ["366", "353", "366"]);
  // Its own former name is free for it.
  await answersTo(alice, "RENAME #4 #1");
  assertEquals(codes(await answersTo(alice, "NAMES #1")), ["353", "366"]);
});

Deno.test("A server operator in a founder's room can rename it and remove its founder", async () => {
  await using server = await InProcessServer.start();
  const { alice } = await foundedRoom(server);
  const root = await server.enterOperator("root", { channels: ["#1"] });
  await answersTo(root, "RENAME #1 #tea");
  await answersTo(alice, "MODE #tea +o root");
  await root.sync();
  assertEquals(codes(await answersTo(root, "KICK #tea alice")), ["KICK"]);
});

Deno.test("Dropping a room frees its former names", async () => {
  await using server = await InProcessServer.start();
  const { alice } = await foundedRoom(server);
  await answersTo(alice, "RENAME #1 #tea", "CS DROP #tea");
  const carol = await server.enter("carol");
  assertEquals((await answersTo(carol, "JOIN #1"))[0], "carol JOIN #1");
  assertEquals((await received(alice)).filter((line) => line.startsWith("carol")), []);
});

Deno.test("Only operators of a room see its exceptions from bans and invitations", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  const eve = await server.enter("eve");
  await answersTo(alice, "MODE #1 +beI *!*@bad *!*@good *!*@invited");
  await bob.sync();
  for (const outsider of [bob, eve]) {
    assertEquals(codes(await answersTo(outsider, "MODE #1 beI")), ["367", "368", "482"]);
  }
  await answersTo(alice, "MODE #1 +h bob");
  const root = await server.enterOperator("root");
  for (const insider of [alice, bob, root]) {
    assertEquals(codes(await answersTo(insider, "MODE #1 eI")), ["348", "349", "346", "347"]);
  }
});

for (const mode of ["+i", "+k sesame"]) {
  Deno.test(`The topic of a room with ${mode} is neither in TOPIC nor in LIST for outsiders`, async () => {
    await using server = await InProcessServer.start();
    const alice = await server.enter("alice", { channels: ["#1"] });
    const eve = await server.enter("eve");
    const root = await server.enterOperator("root");
    const list = async (client: IrcTestClient, line: string) =>
      (await answersTo(client, line)).filter((line) => line.split(" ")[1] === "322");
    await answersTo(alice, "TOPIC #1 :Where we meet");
    assertEquals((await list(eve, "LIST T<60")).length, 1);
    await answersTo(alice, `MODE #1 ${mode}`);
    assertEquals(await answersTo(eve, "TOPIC #1"), [
      "irc.test 442 eve #1 You are not in that room",
    ]);
    assertEquals(await list(eve, "LIST"), ["irc.test 322 eve #1 1"]);
    assertEquals(await list(eve, "LIST T<60"), []);
    for (const insider of [alice, root]) {
      assertEquals((await answersTo(insider, "TOPIC #1"))[0]?.includes("Where we meet"), true);
      assertEquals((await list(insider, "LIST T<60"))[0]?.endsWith("Where we meet"), true);
    }
  });
}
