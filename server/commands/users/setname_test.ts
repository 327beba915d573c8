import { assertEquals } from "@std/assert";
import { answers, InProcessServer } from "../../../tests/harness/in_process.ts";

Deno.test("SETNAME changes the real name, and refuses an empty or overlong one", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { capabilities: ["setname", "standard-replies"] });
  assertEquals(await answers(alice, "SETNAME :Alice Liddell"), ["SETNAME Alice Liddell"]);
  const [whois] = await answers(alice, "WHOIS alice");
  assertEquals(whois, "311 alice alice ~alice 127.0.0.1 * Alice Liddell");
  for (const name of ["", "x".repeat(151)]) {
    assertEquals(await answers(alice, `SETNAME :${name}`), [
      "FAIL SETNAME INVALID_REALNAME A real name has between 1 and 150 bytes",
    ]);
  }
});
