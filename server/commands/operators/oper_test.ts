import { assertEquals } from "@std/assert";
import { answers, InProcessServer } from "../../../tests/harness/in_process.ts";

Deno.test("OPER with the right password makes a user an operator", async () => {
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

Deno.test("OPER is refused with 491 if there are no operators", async () => {
  await using server = await InProcessServer.start('network = "Test"');
  const alice = await server.enter("alice");
  assertEquals(await answers(alice, "OPER root x"), [
    "491 alice There is no such operator for your host",
  ]);
});
