import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { answers, InProcessServer } from "../../../tests/harness/in_process.ts";

const SETTINGS = `
name = "irc.test"
network = "Test"
motd = ["Be kind", "Be brief"]
[admin]
location = "Basement"
email = "root@irc.test"
`;

Deno.test("MOTD, VERSION, TIME, INFO and ADMIN tell about the server", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const alice = await server.enter("alice");
  assertEquals(await answers(alice, "MOTD"), [
    "375 alice - irc.test Message of the day - ",
    "372 alice - Be kind",
    "372 alice - Be brief",
    "376 alice End of the message of the day",
  ]);
  assertEquals(await answers(alice, "ADMIN *.test"), [
    "256 alice irc.test Who runs this server",
    "257 alice Basement",
    "258 alice ",
    "259 alice root@irc.test",
  ]);
  const [version, support] = await answers(alice, "VERSION alice");
  assertMatch(version ?? "", /^351 alice chat-\S+ irc\.test /);
  assertStringIncludes(support ?? "", "005 alice NETWORK=Test");
  assertMatch((await answers(alice, "TIME"))[0] ?? "", /^391 alice irc\.test \d+ .*GMT$/);
  assertEquals((await answers(alice, "INFO")).at(-1), "374 alice End of INFO");
});

Deno.test("what is asked of another server is refused with 402", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  for (const command of ["MOTD", "VERSION", "TIME", "INFO", "ADMIN", "STATS u"]) {
    assertEquals(await answers(alice, `${command} other.server`), [
      "402 alice other.server There is no such server",
    ]);
  }
  assertEquals(await answers(alice, "ADMIN"), [
    "423 alice irc.test Nobody is named as running this server",
  ]);
});

Deno.test("LUSERS counts people, operators, rooms and open connections", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enterOperator("alice", { channels: ["#1"] });
  await answers(alice, "MODE alice -i");
  const stranger = await server.connect();
  await stranger.send("PING here");
  await stranger.waitFor("PONG");
  assertEquals(await answers(alice, "LUSERS"), [
    "251 alice There are 1 users and 0 invisible on 1 servers",
    "252 alice 1 operators online",
    "253 alice 1 connections not yet registered",
    "254 alice 1 rooms formed",
    "255 alice I have 1 clients and 0 servers",
    "265 alice 1 1 Current local users 1, max 1",
    "266 alice 1 1 Current global users 1, max 1",
  ]);
});

Deno.test("STATS tells the uptime to all and the operators to operators", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  const [uptime, end] = await answers(alice, "STATS u");
  assertMatch(uptime ?? "", /^242 alice Server up /);
  assertEquals(end, "219 alice u End of STATS");
  assertEquals(await answers(alice, "STATS o"), [
    "481 alice Only a server operator may do this",
    "219 alice o End of STATS",
  ]);
  const root = await server.enterOperator("root");
  assertEquals((await answers(root, "STATS o"))[0], "243 root O * * root");
  assertEquals(await answers(root, "LINKS"), ["365 root * End of LINKS"]);
});

Deno.test("HELP lists its subjects and explains each of them", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  const index = await answers(alice, "HELP");
  assertEquals(index[0], "704 alice * Help: HELP <subject> explains one of these");
  assertEquals(index.at(-1), "706 alice * End of help");
  const words = index.slice(1, -1).flatMap((line) => line.split(" ").slice(3));
  const subjects = words.filter((word) => /^[A-Z]+$/.test(word));
  assertEquals(subjects.includes("PRIVMSG") && subjects.includes("KILL"), true);
  for (const subject of subjects) {
    const lines = await answers(alice, `HELPOP ${subject.toLowerCase()}`);
    assertMatch(lines[0] ?? "", new RegExp(`^704 alice ${subject.toLowerCase()} .`));
  }
  assertEquals(await answers(alice, "HELP nothing"), [
    "524 alice nothing There is no help on this subject",
  ]);
});
