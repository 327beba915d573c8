import { assertEquals, assertMatch } from "@std/assert";

import { InProcessServer } from "../harness/in_process.ts";
import { heard, told } from "../harness/wire.ts";

const SERVER = "irc.test";
const NOT_OPERATOR = "You are not an operator of this room";

/** The numerics of lines, without anything else. */
function codes(lines: readonly string[]): (string | undefined)[] {
  return lines.map((line) => line.split(" ")[1]);
}

Deno.test("MODE of a room tells its modes and when it was made", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const [modes, created] = await told(alice, "MODE #1");
  assertEquals(modes, `${SERVER} 324 alice #1 +nt`);
  assertMatch(created!, /^irc\.test 329 alice #1 \d{10}$/);
});

Deno.test("changed modes are heard by all in the room, as one line", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  await alice.sync();
  assertEquals(await told(alice, "MODE #1 +lv-t 5 bob"), ["alice MODE #1 +lv-t 5 bob"]);
  assertEquals(await heard(bob), ["alice MODE #1 +lv-t 5 bob"]);
});

Deno.test("a change that changes nothing is not told", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  assertEquals(await told(alice, "MODE #1 +nt", "MODE #1 -m", "MODE #1 +o alice"), []);
});

Deno.test("an unknown mode is refused with 472, and the others are changed", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  assertEquals(await told(alice, "MODE #1 +mX"), [
    `${SERVER} 472 alice X is not a mode known here`,
    "alice MODE #1 +m",
  ]);
});

Deno.test("members without status change no modes, and neither do strangers", async () => {
  await using server = await InProcessServer.start();
  await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  const eve = await server.enter("eve");
  for (const change of ["+m", "-n", "+o bob", "+v bob", "+b *!*@*", "+k x"]) {
    assertEquals(await told(bob, `MODE #1 ${change}`), [`${SERVER} 482 bob #1 ${NOT_OPERATOR}`]);
    assertMatch((await told(eve, `MODE #1 ${change}`)).join(), / (482|442) eve #1 /);
  }
  assertEquals(codes(await told(bob, "MODE #none +m")), ["403"]);
});

Deno.test("an operator gives and takes status, which takes effect at once", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  await told(alice, "MODE #1 +o bob");
  assertEquals((await told(bob, "MODE #1 -o alice")).at(-1), "bob MODE #1 -o alice");
  assertEquals(
    (await told(alice, "MODE #1 +o alice")).at(-1),
    `${SERVER} 482 alice #1 ${NOT_OPERATOR}`,
  );
});

Deno.test("a half-operator gives voice, not operator's status, and anyone may lay down their own", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  await server.enter("carol", { channels: ["#1"] });
  await told(alice, "MODE #1 +h bob");
  assertEquals(await told(bob, "MODE #1 +v carol", "MODE #1 +o carol", "MODE #1 -o alice"), [
    "bob MODE #1 +v carol",
    `${SERVER} 482 bob #1 ${NOT_OPERATOR}`,
    `${SERVER} 482 bob #1 ${NOT_OPERATOR}`,
  ]);
  assertEquals(await told(bob, "MODE #1 -h bob"), ["bob MODE #1 -h bob"]);
});

Deno.test("status for someone who is not there is refused with 401 or 441", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  await server.enter("eve");
  const lines = await told(alice, "MODE #1 +o nobody", "MODE #1 +o eve", "MODE #1 +o");
  assertEquals(codes(lines), ["401", "441", "461"]);
});

Deno.test("a key keeps out who does not know it", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob");
  assertEquals(await told(alice, "MODE #1 +k tea"), ["alice MODE #1 +k tea"]);
  assertEquals(codes(await told(bob, "JOIN #1", "JOIN #1 coffee")), ["475", "475"]);
  assertEquals((await told(bob, "MODE #1"))[0], `${SERVER} 324 bob #1 +ntk *`);
  assertEquals((await told(bob, "JOIN #1 tea"))[0], "bob JOIN #1");
  assertEquals((await told(bob, "MODE #1"))[0], `${SERVER} 324 bob #1 +ntk tea`);
  await alice.sync();
  assertEquals((await told(alice, "MODE #1 -k *"))[0]?.startsWith("alice MODE #1 -k"), true);
  const eve = await server.enter("eve");
  assertEquals((await told(eve, "JOIN #1"))[0], "eve JOIN #1");
});

Deno.test("a key that cannot be written in a JOIN is refused", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const lines = await told(alice, "MODE #1 +k :two words", "MODE #1 +k a,b", "MODE #1 +k :");
  for (const code of codes(lines)) assertMatch(code!, /^(525|696|461)$/);
  assertEquals(lines.length, 3);
});

Deno.test("a limit keeps out who comes after it is reached", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob");
  await told(alice, "MODE #1 +l 1");
  assertEquals(await told(bob, "JOIN #1"), [
    `${SERVER} 471 bob #1 Cannot join the room: it is full (+l)`,
  ]);
  assertEquals(await told(alice, "MODE #1 -l"), ["alice MODE #1 -l"]);
  assertEquals((await told(bob, "JOIN #1"))[0], "bob JOIN #1");
  const wrong = await told(alice, "MODE #1 +l x", "MODE #1 +l 0", "MODE #1 +l -3", "MODE #1 +l");
  assertEquals(codes(wrong), ["696", "696", "696", "461"]);
});

Deno.test("a banned person neither enters nor speaks; an exception lets them do both", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  await alice.sync();
  assertEquals(await told(alice, "MODE #1 +b bob"), ["alice MODE #1 +b bob!*@*"]);
  assertEquals(codes((await told(bob, "PRIVMSG #1 :hi")).slice(-1)), ["404"]);
  assertEquals(codes((await told(bob, "PART #1", "JOIN #1")).slice(-1)), ["474"]);
  await told(alice, "MODE #1 +e *!~bob@*");
  assertEquals((await told(bob, "JOIN #1"))[0], "bob JOIN #1");
  assertEquals(await told(bob, "PRIVMSG #1 :hi"), []);
});

Deno.test("the lists show each mask, who set it and when, to every member", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  await told(alice, "MODE #1 +beI a!*@* b!*@* c!*@*");
  const lists = [["b", "367", "368", "a"], ["e", "348", "349", "b"], ["I", "346", "347", "c"]];
  for (const [letter, entry, end, mask] of lists) {
    const [first, last, ...rest] = await told(bob, `MODE #1 ${letter}`).then((lines) =>
      lines.filter((line) => !line.startsWith("alice MODE"))
    );
    const pattern = `^irc\\.test ${entry} bob #1 ${mask}!\\*@\\* alice(!\\S+)? \\d{10}$`;
    assertMatch(first!, new RegExp(pattern));
    assertMatch(last!, new RegExp(`^irc\\.test ${end} bob #1 End`));
    assertEquals(rest, []);
  }
});

Deno.test("a mask is completed, found whatever its case, and removed", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  assertEquals(await told(alice, "MODE #1 +b *@Spam.example", "MODE #1 +b *!*@spam.EXAMPLE"), [
    "alice MODE #1 +b *!*@Spam.example",
  ]);
  const removed = await told(alice, "MODE #1 -b *!*@spam.example", "MODE #1 -b other");
  assertMatch(removed.join("|"), /^alice MODE #1 -b \*!\*@[Ss]pam\.example$/);
  assertEquals(codes(await told(alice, "MODE #1 b")), ["368"]);
});

Deno.test("an exception from invite-only lets someone in without an invitation", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob");
  await told(alice, "MODE #1 +iI bob");
  assertEquals((await told(bob, "JOIN #1"))[0], "bob JOIN #1");
});

Deno.test("a mute, ~m:, keeps silent who may enter; voice lifts it", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob");
  assertEquals(await told(alice, "MODE #1 +b ~m:bob"), ["alice MODE #1 +b ~m:bob!*@*"]);
  assertEquals((await told(bob, "JOIN #1"))[0], "bob JOIN #1");
  assertEquals(codes(await told(bob, "PRIVMSG #1 :hi")), ["404"]);
  await told(alice, "MODE #1 +v bob");
  assertEquals((await told(bob, "PRIVMSG #1 :hi")).filter((line) => line.includes(" 404 ")), []);
});

Deno.test("~a: names accounts, so it does not mean who has none", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob");
  await told(alice, "MODE #1 +b ~a:*");
  assertEquals((await told(bob, "JOIN #1"))[0], "bob JOIN #1");
});

Deno.test("in a moderated room only those with voice speak", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  await told(alice, "MODE #1 +m");
  await bob.sync();
  assertEquals(await told(bob, "PRIVMSG #1 :hi"), [
    `${SERVER} 404 bob #1 Cannot send to this room`,
  ]);
  await told(alice, "MODE #1 +v bob");
  assertEquals(await told(bob, "PRIVMSG #1 :hi"), []);
  assertEquals((await heard(alice)).at(-1), "bob PRIVMSG #1 hi");
});

Deno.test("without +n people outside speak to the room, with it they are refused", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const eve = await server.enter("eve");
  assertEquals(codes(await told(eve, "PRIVMSG #1 :hi")), ["404"]);
  await told(alice, "MODE #1 -n");
  assertEquals(await told(eve, "PRIVMSG #1 :hi"), []);
  assertEquals(await heard(alice), ["eve PRIVMSG #1 hi"]);
});

Deno.test("+C stops CTCP to the room but not /me", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  await told(alice, "MODE #1 +C");
  const lines = await told(
    alice,
    "PRIVMSG #1 :\x01VERSION\x01",
    "PRIVMSG #1 :\x01ACTION waves\x01",
  );
  assertEquals(codes(lines), ["404"]);
});

Deno.test("many changes at once come on lines with as many parameters as MODES says", async () => {
  await using server = await InProcessServer.start();
  const names = Array.from({ length: 8 }, (_, index) => `bob${index}`);
  const alice = await server.enter("alice", { channels: ["#1"] });
  for (const name of names) await server.enter(name, { channels: ["#1"] });
  const lines = await told(alice, `MODE #1 +${"v".repeat(8)} ${names.join(" ")}`);
  assertEquals(lines, [
    `alice MODE #1 +vvvvvv ${names.slice(0, 6).join(" ")}`,
    `alice MODE #1 +vv ${names.slice(6).join(" ")}`,
  ]);
});

Deno.test("one's own modes are told, changed, and nobody else's are", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  await server.enter("bob");
  assertEquals(await told(alice, "MODE alice"), [`${SERVER} 221 alice +i`]);
  assertEquals(await told(alice, "MODE alice -i+wB"), ["alice MODE alice +wB-i"]);
  assertEquals(await told(alice, "MODE alice"), [`${SERVER} 221 alice +wB`]);
  assertEquals(codes(await told(alice, "MODE bob +i", "MODE nobody", "MODE alice +z")), [
    "502",
    "401",
    "501",
  ]);
});

Deno.test("nobody makes themselves an operator or logged in with MODE", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  assertEquals(await told(alice, "MODE alice +o", "MODE alice +r"), []);
  assertEquals(codes(await told(alice, "KILL alice :x")), ["481"]);
});

Deno.test("who hides with +i is not found by those who share no room", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  const eve = await server.enter("eve");
  const found = async (client: typeof eve) => codes(await told(client, "WHO al*"));
  assertEquals(await found(eve), ["315"]);
  assertEquals(await found(bob), ["352", "315"]);
  await told(alice, "MODE alice -i");
  assertEquals(await found(eve), ["352", "315"]);
});
