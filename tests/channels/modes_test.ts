import { assertEquals, assertMatch } from "@std/assert";

import { InProcessServer } from "../harness/in_process.ts";
import { answersTo, codes, received } from "../harness/wire.ts";

const SERVER = "irc.test";
const NOT_OPERATOR = "You are not an operator of this room";

Deno.test("MODE of a channel shows its modes and when it was created", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const [modes, created] = await answersTo(alice, "MODE #1");
  assertEquals(modes, `${SERVER} 324 alice #1 +nt`);
  assertMatch(created!, /^irc\.test 329 alice #1 \d{10}$/);
});

Deno.test("A change of modes is seen by all members as one line", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  await alice.sync();
  assertEquals(await answersTo(alice, "MODE #1 +lv-t 5 bob"), ["alice MODE #1 +lv-t 5 bob"]);
  assertEquals(await received(bob), ["alice MODE #1 +lv-t 5 bob"]);
});

Deno.test("A change that changes nothing is not sent", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  assertEquals(await answersTo(alice, "MODE #1 +nt", "MODE #1 -m", "MODE #1 +o alice"), []);
});

Deno.test("An unknown mode is refused with 472, and the others are changed", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  assertEquals(await answersTo(alice, "MODE #1 +mX"), [
    `${SERVER} 472 alice X is not a mode known here`,
    "alice MODE #1 +m",
  ]);
});

Deno.test("Members without status and users outside cannot change modes", async () => {
  await using server = await InProcessServer.start();
  await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  const eve = await server.enter("eve");
  for (const change of ["+m", "-n", "+o bob", "+v bob", "+b *!*@*", "+k x"]) {
    assertEquals(await answersTo(bob, `MODE #1 ${change}`), [
      `${SERVER} 482 bob #1 ${NOT_OPERATOR}`,
    ]);
    assertEquals(await answersTo(eve, `MODE #1 ${change}`), [
      `${SERVER} 482 eve #1 ${NOT_OPERATOR}`,
    ]);
  }
  assertEquals(codes(await answersTo(bob, "MODE #none +m")), ["403"]);
});

Deno.test("An operator gives and takes status, with effect at once", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  await answersTo(alice, "MODE #1 +o bob");
  assertEquals((await answersTo(bob, "MODE #1 -o alice")).at(-1), "bob MODE #1 -o alice");
  assertEquals(
    (await answersTo(alice, "MODE #1 +o alice")).at(-1),
    `${SERVER} 482 alice #1 ${NOT_OPERATOR}`,
  );
});

Deno.test("A half-operator can give voice but not operator status, and give up their own status", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  await server.enter("carol", { channels: ["#1"] });
  await answersTo(alice, "MODE #1 +h bob");
  assertEquals(await answersTo(bob, "MODE #1 +v carol", "MODE #1 +o carol", "MODE #1 -o alice"), [
    "bob MODE #1 +v carol",
    `${SERVER} 482 bob #1 ${NOT_OPERATOR}`,
    `${SERVER} 482 bob #1 ${NOT_OPERATOR}`,
  ]);
  assertEquals(await answersTo(bob, "MODE #1 -h bob"), ["bob MODE #1 -h bob"]);
});

Deno.test("Status for a user who is not a member is refused with 401 or 441", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  await server.enter("eve");
  const lines = await answersTo(alice, "MODE #1 +o nobody", "MODE #1 +o eve", "MODE #1 +o");
  assertEquals(codes(lines), ["401", "441", "461"]);
});

Deno.test("A channel with a key can be entered only with it", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob");
  assertEquals(await answersTo(alice, "MODE #1 +k tea"), ["alice MODE #1 +k tea"]);
  assertEquals(codes(await answersTo(bob, "JOIN #1", "JOIN #1 coffee")), ["475", "475"]);
  assertEquals((await answersTo(bob, "MODE #1"))[0], `${SERVER} 324 bob #1 +ntk *`);
  assertEquals((await answersTo(bob, "JOIN #1 tea"))[0], "bob JOIN #1");
  assertEquals((await answersTo(bob, "MODE #1"))[0], `${SERVER} 324 bob #1 +ntk tea`);
  await alice.sync();
  assertEquals(await answersTo(alice, "MODE #1 -k *"), ["alice MODE #1 -k *"]);
  const eve = await server.enter("eve");
  assertEquals((await answersTo(eve, "JOIN #1"))[0], "eve JOIN #1");
});

Deno.test("A key that JOIN cannot contain is refused with 525", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const lines = await answersTo(alice, "MODE #1 +k :two words", "MODE #1 +k a,b", "MODE #1 +k :");
  assertEquals(codes(lines), ["525", "525", "525"]);
});

Deno.test("A full channel cannot be entered until its limit is removed", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob");
  await answersTo(alice, "MODE #1 +l 1");
  assertEquals(await answersTo(bob, "JOIN #1"), [
    `${SERVER} 471 bob #1 Cannot join the room: it is full (+l)`,
  ]);
  assertEquals(await answersTo(alice, "MODE #1 -l"), ["alice MODE #1 -l"]);
  assertEquals((await answersTo(bob, "JOIN #1"))[0], "bob JOIN #1");
  const wrong = await answersTo(
    alice,
    "MODE #1 +l x",
    "MODE #1 +l 0",
    "MODE #1 +l -3",
    "MODE #1 +l",
  );
  assertEquals(codes(wrong), ["696", "696", "696", "461"]);
});

Deno.test("A banned user can neither enter nor speak, unless an exception matches", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  await alice.sync();
  assertEquals(await answersTo(alice, "MODE #1 +b bob"), ["alice MODE #1 +b bob!*@*"]);
  assertEquals(codes((await answersTo(bob, "PRIVMSG #1 :hi")).slice(-1)), ["404"]);
  assertEquals(codes((await answersTo(bob, "PART #1", "JOIN #1")).slice(-1)), ["474"]);
  await answersTo(alice, "MODE #1 +e *!~bob@*");
  assertEquals((await answersTo(bob, "JOIN #1"))[0], "bob JOIN #1");
  assertEquals(await answersTo(bob, "PRIVMSG #1 :hi"), []);
});

Deno.test("Lists show each mask, who set it and when", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  await answersTo(alice, "MODE #1 +beIh a!*@* b!*@* c!*@* bob");
  const lists = [["b", "367", "368", "a"], ["e", "348", "349", "b"], ["I", "346", "347", "c"]];
  for (const [letter, entry, end, mask] of lists) {
    const [first, last, ...rest] = await answersTo(bob, `MODE #1 ${letter}`).then((lines) =>
      lines.filter((line) => !line.startsWith("alice MODE"))
    );
    const pattern =
      `^irc\\.test ${entry} bob #1 ${mask}!\\*@\\* alice!~alice@127\\.0\\.0\\.1 \\d{10}$`;
    assertMatch(first!, new RegExp(pattern));
    assertMatch(last!, new RegExp(`^irc\\.test ${end} bob #1 End`));
    assertEquals(rest, []);
  }
});

Deno.test("A mask is completed, matched in any case, and removed as it was stored", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  assertEquals(await answersTo(alice, "MODE #1 +b *@Spam.example", "MODE #1 +b *!*@spam.EXAMPLE"), [
    "alice MODE #1 +b *!*@Spam.example",
  ]);
  assertEquals(await answersTo(alice, "MODE #1 -b *!*@spam.example", "MODE #1 -b other"), [
    "alice MODE #1 -b *!*@Spam.example",
  ]);
  assertEquals(codes(await answersTo(alice, "MODE #1 b")), ["368"]);
});

Deno.test("An invite exception lets a user in without an invitation", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob");
  await answersTo(alice, "MODE #1 +iI bob");
  assertEquals((await answersTo(bob, "JOIN #1"))[0], "bob JOIN #1");
});

Deno.test("A mute (~m:) lets a user enter but not speak, and voice lifts it", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob");
  assertEquals(await answersTo(alice, "MODE #1 +b ~m:bob"), ["alice MODE #1 +b ~m:bob!*@*"]);
  assertEquals((await answersTo(bob, "JOIN #1"))[0], "bob JOIN #1");
  assertEquals(codes(await answersTo(bob, "PRIVMSG #1 :hi")), ["404"]);
  await answersTo(alice, "MODE #1 +v bob");
  assertEquals(
    (await answersTo(bob, "PRIVMSG #1 :hi")).filter((line) => line.includes(" 404 ")),
    [],
  );
});

Deno.test("A mask of accounts (~a:) does not match a user without an account", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob");
  await answersTo(alice, "MODE #1 +b ~a:*");
  assertEquals((await answersTo(bob, "JOIN #1"))[0], "bob JOIN #1");
});

Deno.test("In a moderated channel only members with voice can speak", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  await answersTo(alice, "MODE #1 +m");
  await bob.sync();
  assertEquals(await answersTo(bob, "PRIVMSG #1 :hi"), [
    `${SERVER} 404 bob #1 Cannot send to this room`,
  ]);
  await answersTo(alice, "MODE #1 +v bob");
  assertEquals(await answersTo(bob, "PRIVMSG #1 :hi"), []);
  assertEquals((await received(alice)).at(-1), "bob PRIVMSG #1 hi");
});

Deno.test("Without +n users outside can speak to a channel, with it they are refused", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const eve = await server.enter("eve");
  assertEquals(codes(await answersTo(eve, "PRIVMSG #1 :hi")), ["404"]);
  await answersTo(alice, "MODE #1 -n");
  assertEquals(await answersTo(eve, "PRIVMSG #1 :hi"), []);
  assertEquals(await received(alice), ["eve PRIVMSG #1 hi"]);
});

Deno.test("+C refuses CTCP to a channel, except ACTION", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  await answersTo(alice, "MODE #1 +C");
  const lines = await answersTo(
    alice,
    "PRIVMSG #1 :\x01VERSION\x01",
    "PRIVMSG #1 :\x01ACTION waves\x01",
  );
  assertEquals(codes(lines), ["404"]);
});

Deno.test("Many changes are split into lines of as many parameters as MODES says", async () => {
  await using server = await InProcessServer.start();
  const names = Array.from({ length: 8 }, (_, index) => `bob${index}`);
  const alice = await server.enter("alice", { channels: ["#1"] });
  for (const name of names) await server.enter(name, { channels: ["#1"] });
  const lines = await answersTo(alice, `MODE #1 +${"v".repeat(8)} ${names.join(" ")}`);
  assertEquals(lines, [
    `alice MODE #1 +vvvvvv ${names.slice(0, 6).join(" ")}`,
    `alice MODE #1 +vv ${names.slice(6).join(" ")}`,
  ]);
});

Deno.test("MODE shows and changes the user's own modes, not those of others", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  await server.enter("bob");
  assertEquals(await answersTo(alice, "MODE alice"), [`${SERVER} 221 alice +i`]);
  assertEquals(await answersTo(alice, "MODE alice -i+wB"), ["alice MODE alice +wB-i"]);
  assertEquals(await answersTo(alice, "MODE alice"), [`${SERVER} 221 alice +wB`]);
  assertEquals(codes(await answersTo(alice, "MODE bob +i", "MODE nobody", "MODE alice +z")), [
    "502",
    "401",
    "501",
  ]);
});

Deno.test("MODE makes nobody an operator or logged in", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  assertEquals(await answersTo(alice, "MODE alice +o", "MODE alice +r"), []);
  assertEquals(codes(await answersTo(alice, "KILL alice :x")), ["481"]);
});

Deno.test("A user with +i is not found by users who share no channel", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  const eve = await server.enter("eve");
  const found = async (client: typeof eve) => codes(await answersTo(client, "WHO al*"));
  assertEquals(await found(eve), ["315"]);
  assertEquals(await found(bob), ["352", "315"]);
  await answersTo(alice, "MODE alice -i");
  assertEquals(await found(eve), ["352", "315"]);
});

Deno.test("A ban of a kind that EXTBAN does not list is refused, and can still be removed", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  for (const mask of ["~z:x", "~account:x", "~a:", "~m:", "~m:~z:x"]) {
    assertMatch((await answersTo(alice, `MODE #1 +b ${mask}`))[0] ?? "", / 696 alice #1 b ~/);
    assertEquals(await answersTo(alice, `MODE #1 -b ${mask}`), []);
  }
  for (const mask of ["~a:bob", "~m:~a:bob", "~u!*@*", "*!*@2001:db8::1"]) {
    assertEquals(await answersTo(alice, `MODE #1 +b ${mask}`), [`alice MODE #1 +b ${mask}`]);
  }
});
