import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { answers, InProcessServer } from "../../../tests/harness/in_process.ts";

Deno.test("OPER with the right password makes an operator", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  assertEquals(await answers(alice, "OPER root let-me-in"), [
    "MODE alice +o",
    "381 alice You are now a server operator",
  ]);
  const [, , operator] = await answers(alice, "WHOIS alice");
  assertEquals(operator, "313 alice alice is a server operator");
});

Deno.test("OPER is refused in the same words for a wrong name and a wrong password", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  const bob = await server.enter("bob");
  const refusals = await Promise.all([
    answers(alice, "OPER root wrong"),
    answers(bob, "OPER nobody let-me-in"),
  ]);
  assertEquals(refusals, [["464 alice Wrong password"], ["464 bob Wrong password"]]);
});

Deno.test("OPER is refused with 491 where there are no operators", async () => {
  await using server = await InProcessServer.start('network = "Test"');
  const alice = await server.enter("alice");
  assertEquals(await answers(alice, "OPER root x"), [
    "491 alice There is no such operator for your host",
  ]);
});

Deno.test("what is for operators is refused to others with 481", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  for (const line of ["KILL alice :x", "REHASH", "WALLOPS :x", "CHGHOST alice a.host"]) {
    assertEquals(await answers(alice, line), ["481 alice Only a server operator may do this"]);
  }
});

Deno.test("KILL disconnects someone, and all around hear why", async () => {
  await using server = await InProcessServer.start();
  const root = await server.enterOperator("root");
  const bob = await server.enter("bob", { channels: ["#1"] });
  const carol = await server.enter("carol", { channels: ["#1"] });
  await root.send("KILL bob :be kind");
  assertEquals((await bob.waitFor("KILL")).params, ["bob", "be kind"]);
  assertStringIncludes((await bob.waitFor("ERROR")).params[0] ?? "", "[Killed (root (be kind))]");
  await bob.closed;
  assertEquals((await carol.waitFor("QUIT")).params, ["Killed (root (be kind))"]);
  assertEquals(await answers(root, "KILL bob"), ["401 root bob There is no such nickname or room"]);
  assertEquals(await answers(root, "KILL irc.test"), ["483 root A server cannot be killed"]);
});

Deno.test("WALLOPS reaches those who set mode w", async () => {
  await using server = await InProcessServer.start();
  const root = await server.enterOperator("root");
  const bob = await server.enter("bob");
  const carol = await server.enter("carol");
  await answers(bob, "MODE bob +w");
  assertEquals(await answers(root, "WALLOPS :"), ["461 root WALLOPS Not enough parameters"]);
  await answers(root, "WALLOPS :dinner is served");
  assertEquals((await bob.waitFor("WALLOPS")).params, ["dinner is served"]);
  assertEquals(await carol.sync(), []);
});

Deno.test("CHGHOST changes a host, and those who do not know it see a return", async () => {
  await using server = await InProcessServer.start();
  const root = await server.enterOperator("root");
  const bob = await server.enter("bob", { channels: ["#1"] });
  const carol = await server.enter("carol", { channels: ["#1"], capabilities: ["chghost"] });
  const dave = await server.enter("dave", { channels: ["#1"] });
  await bob.sync();
  await dave.sync();
  await answers(root, "CHGHOST bob robert office.example");
  const told = await carol.waitFor("CHGHOST");
  assertEquals([told.source, ...told.params], ["bob!~bob@127.0.0.1", "robert", "office.example"]);
  const seen = (await dave.sync()).map(({ source, command }) => `${source} ${command}`);
  assertEquals(seen, [
    "bob!~bob@127.0.0.1 QUIT",
    "bob!robert@office.example JOIN",
    "irc.test MODE",
  ]);
  for (const host of ["-x", "a@b", "x".repeat(64), "~ x"]) {
    const [refusal] = await answers(root, `CHGHOST bob ${host}`);
    assertMatch(refusal ?? "", /INVALID_HOST|This username or host cannot be used/);
  }
});

Deno.test("REHASH reads the settings again, and says what is wrong with them", async () => {
  await using server = await InProcessServer.start();
  const root = await server.enterOperator("root");
  const { text } = server.settings;
  server.settings.text = `motd = "New"\n${text}`;
  assertEquals(await answers(root, "REHASH"), [
    "382 root chat.toml Reading the settings again",
    "NOTICE root The new settings are in use",
  ]);
  assertEquals((await answers(root, "MOTD"))[1], "372 root - New");
  server.settings.text = `nonsense = 1\n${text}`;
  const [, problem] = await answers(root, "REHASH");
  assertStringIncludes(problem ?? "", 'Settings unchanged: Unknown key "nonsense" in chat.toml');
  assertEquals((await answers(root, "MOTD"))[1], "372 root - New");
});
