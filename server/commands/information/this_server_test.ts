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

Deno.test("MOTD, VERSION, TIME, INFO and ADMIN describe the server", async () => {
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

Deno.test("Queries to another server are refused with 402", async () => {
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
