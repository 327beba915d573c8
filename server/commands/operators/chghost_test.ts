import { assertEquals, assertMatch } from "@std/assert";
import { makeAccount } from "../../../tests/harness/accounts.ts";
import type { IrcTestClient } from "../../../tests/harness/irc_client.ts";
import { answers, InProcessServer } from "../../../tests/harness/in_process.ts";

Deno.test("CHGHOST changes a host; clients without the capability see a QUIT and a JOIN", async () => {
  await using server = await InProcessServer.start();
  const root = await server.enterOperator("root");
  const bob = await server.enter("bob", { channels: ["#1"] });
  const carol = await server.enter("carol", { channels: ["#1"], capabilities: ["chghost"] });
  const dave = await server.enter("dave", { channels: ["#1"] });
  await bob.sync();
  await dave.sync();
  await answers(root, "CHGHOST bob robert office.example");
  const changed = await carol.waitFor("CHGHOST");
  assertEquals([changed.source, ...changed.params], [
    "bob!~bob@127.0.0.1",
    "robert",
    "office.example",
  ]);
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

Deno.test("CHGHOST reaches those who monitor somebody, and a JOIN instead of it names the account", async () => {
  await using server = await InProcessServer.start();
  const root = await server.enterOperator("root");
  const bob = await server.enter("bob", { channels: ["#1"] });
  await makeAccount(bob);
  const watcher = await server.enter("carol", { capabilities: ["chghost", "extended-monitor"] });
  const plain = await server.enter("dave", { capabilities: ["chghost"] });
  for (const client of [watcher, plain]) await answers(client, "MONITOR + bob");
  const old = await server.enter("erin", { channels: ["#1"], capabilities: ["extended-join"] });
  await old.sync();
  await answers(root, "CHGHOST bob robert office.example");
  assertEquals(await shownTo(watcher), ["CHGHOST robert office.example"]);
  assertEquals(await shownTo(plain), []);
  assertEquals((await shownTo(old)).slice(0, 2), ["QUIT Changing host", "JOIN #1 bob bob"]);
});

async function shownTo(client: IrcTestClient): Promise<string[]> {
  return (await client.sync()).map(({ command, params }) => [command, ...params].join(" "));
}
