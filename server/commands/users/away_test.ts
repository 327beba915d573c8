import { assertEquals } from "@std/assert";
import { answers, InProcessServer } from "../../../tests/harness/in_process.ts";

Deno.test("AWAY is sent to users of shared rooms who have away-notify", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"], capabilities: ["away-notify"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  await alice.sync();
  assertEquals(await answers(bob, "AWAY :lunch"), ["306 bob You are now marked as away"]);
  assertEquals((await alice.sync()).map(({ params }) => params), [["lunch"]]);
  assertEquals(await answers(bob, "AWAY :"), ["305 bob You are no longer marked as away"]);
  assertEquals((await alice.sync()).map(({ params }) => params), [[]]);
});

Deno.test("AWAY before registration needs draft/pre-away", async () => {
  await using server = await InProcessServer.start();
  const bob = await server.connect({ name: "bob" });
  await bob.send("NICK bob", "AWAY :early");
  await bob.waitFor("ERR_NOTREGISTERED", "451");
  await bob.send("CAP REQ draft/pre-away", "AWAY :early");
  await bob.waitFor("RPL_NOWAWAY", "306");
  await bob.send("USER bob 0 * :bob", "CAP END");
  await bob.waitFor("RPL_WELCOME", "001");
  const lines = await answers(bob, "WHOIS bob");
  assertEquals(lines.filter((line) => line.startsWith("301")), ["301 bob bob early"]);
});
