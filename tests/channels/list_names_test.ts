import { assert, assertEquals, assertGreater } from "@std/assert";

import { InProcessServer } from "../harness/in_process.ts";
import { answersTo, codes } from "../harness/wire.ts";

const SERVER = "irc.test";

Deno.test("NAMES shows the highest status of each member, or all with multi-prefix", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", {
    channels: ["#1"],
    capabilities: ["multi-prefix", "userhost-in-names"],
  });
  await answersTo(alice, "MODE #1 +vv alice bob");
  assertEquals(await answersTo(alice, "NAMES #1"), [
    `${SERVER} 353 alice = #1 @alice +bob`,
    `${SERVER} 366 alice #1 End of NAMES`,
  ]);
  assertEquals(await answersTo(bob, "NAMES #1"), [
    `${SERVER} 353 bob = #1 @+alice!~alice@127.0.0.1 +bob!~bob@127.0.0.1`,
    `${SERVER} 366 bob #1 End of NAMES`,
  ]);
});

Deno.test("NAMES of an unknown channel is empty", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  assertEquals(await answersTo(alice, "NAMES #none"), [`${SERVER} 366 alice #none End of NAMES`]);
});

Deno.test("NAMES of many members is split over several lines and has each member once", async () => {
  await using server = await InProcessServer.start();
  const names = Array.from({ length: 60 }, (_, index) => `person-with-a-name-${index}`);
  await Promise.all(names.map((name) => server.enter(name, { channels: ["#1"] })));
  const alice = await server.enter("alice", { channels: ["#1"] });
  await alice.send("NAMES #1");
  const replies = (await alice.sync()).filter(({ command }) => command === "353");
  assertGreater(replies.length, 1);
  const listed = replies.flatMap(({ params }) => params[3]!.trim().split(" "));
  assertEquals(listed.map((word) => word.replace("@", "")).sort(), [...names, "alice"].sort());
});

Deno.test("LIST shows the number of members and the topic of each channel", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1", "#2"] });
  await server.enter("bob", { channels: ["#1"] });
  await answersTo(alice, "TOPIC #1 :Tea for two");
  assertEquals(await answersTo(alice, "LIST"), [
    `${SERVER} 321 alice Channel Users  Topic`,
    `${SERVER} 322 alice #1 2 Tea for two`,
    `${SERVER} 322 alice #2 1`,
    `${SERVER} 323 alice End of LIST`,
  ]);
});

Deno.test("LIST filters by mask, by excluded mask, by size and by age", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#tea", "#team", "#coffee"] });
  await server.enter("bob", { channels: ["#tea"] });
  await answersTo(alice, "TOPIC #coffee :Beans");
  const rooms = async (condition: string) =>
    (await answersTo(alice, `LIST ${condition}`)).filter((line) => line.includes(" 322 "))
      .map((line) => line.split(" ")[3]);
  assertEquals(await rooms("#tea*"), ["#tea", "#team"]);
  assertEquals(await rooms("!*tea*"), ["#coffee"]);
  assertEquals(await rooms(">1"), ["#tea"]);
  assertEquals(await rooms("<2"), ["#team", "#coffee"]);
  assertEquals(await rooms("T<5"), ["#coffee"]);
  assertEquals(await rooms("C<5"), ["#tea", "#team", "#coffee"]);
  assertEquals(await rooms("C>5"), []);
});

Deno.test("A secret channel is hidden from LIST, NAMES, WHO, WHOIS, TOPIC and MODE", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const eve = await server.enter("eve");
  await answersTo(alice, "MODE #1 +s");
  const lines = await answersTo(
    eve,
    "LIST",
    "NAMES #1",
    "WHO #1",
    "WHOIS alice",
    "TOPIC #1",
    "MODE #1",
  );
  for (const code of ["322", "353", "352", "319", "332", "331", "324"]) {
    assert(!codes(lines).includes(code), `${code} shows a secret channel`);
  }
  assertEquals((await answersTo(alice, "NAMES #1"))[0], `${SERVER} 353 alice @ #1 @alice`);
});
