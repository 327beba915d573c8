import { assertEquals } from "@std/assert";
import { answers, InProcessServer } from "../../../tests/harness/in_process.ts";

Deno.test("SILENCE refuses the direct messages and invitations of those who match a mask", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const eve = await server.enter("eve", { channels: ["#1", "#2"] });
  await alice.sync();
  assertEquals(await answers(alice, "SILENCE +eve"), ["SILENCE +eve!*@*"]);
  assertEquals(await answers(alice, "SILENCE +EVE!*@*"), []);
  assertEquals(await answers(alice, "SILENCE"), [
    "271 alice alice eve!*@*",
    "272 alice End of the list of those whom you do not hear",
  ]);
  const refusal = ["531 eve alice You cannot send to this user"];
  assertEquals(await answers(eve, "PRIVMSG alice :hello"), refusal);
  assertEquals(await answers(eve, "NOTICE alice :hello"), []);
  assertEquals(await answers(eve, "INVITE alice #2"), refusal);
  assertEquals(await alice.sync(), []);
  await answers(eve, "PRIVMSG #1 :to all");
  assertEquals((await alice.waitFor("PRIVMSG")).params, ["#1", "to all"]);
  assertEquals(await answers(alice, "SILENCE -eve"), ["SILENCE -eve!*@*"]);
  await answers(eve, "PRIVMSG alice :hello");
  assertEquals((await alice.waitFor("PRIVMSG")).params, ["alice", "hello"]);
});

Deno.test("SILENCE keeps no more masks than ISUPPORT says", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  for (let i = 0; i < 32; i++) await answers(alice, `SILENCE +n${i}`);
  assertEquals((await answers(alice, "SILENCE +one"))[0]?.slice(0, 3), "511");
  assertEquals(await answers(alice, "SILENCE -n0"), ["SILENCE -n0!*@*"]);
  assertEquals(await answers(alice, "SILENCE +one"), ["SILENCE +one!*@*"]);
});
