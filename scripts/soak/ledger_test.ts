import { assertEquals } from "@std/assert";

import { Ledger } from "./ledger.ts";

/** Three acknowledged messages in a room, and a member who received what is given. */
function ledgerOf(heard: readonly number[]): Ledger {
  const ledger = new Ledger();
  for (let count = 0; count < 3; count++) ledger.acknowledge(ledger.say("#1"));
  ledger.enter("bob", "#1").heard.push(...heard);
  return ledger;
}

Deno.test("A history that has everything once, and members without a gap, agree", () => {
  assertEquals(ledgerOf([0, 1, 2]).compare("#1", [0, 1, 2]), []);
  assertEquals(ledgerOf([1]).compare("#1", [0, 1, 2]), []);
  assertEquals(ledgerOf([]).compare("#1", [2, 0, 1]), []);
});

Deno.test("A message that was not acknowledged may be there or not", () => {
  const ledger = ledgerOf([]);
  ledger.say("#1");
  assertEquals(ledger.compare("#1", [0, 1, 2]), []);
  assertEquals(ledger.compare("#1", [0, 1, 2, 3]), []);
});

Deno.test("Lost, doubled and foreign messages are found", () => {
  assertEquals(ledgerOf([]).compare("#1", [0, 2]), [
    "Message 1 of #1 was acknowledged and is lost",
  ]);
  assertEquals(ledgerOf([]).compare("#1", [0, 1, 1, 2]), [
    "Message 1 is twice in the history of #1",
  ]);
  assertEquals(ledgerOf([]).compare("#1", [0, 1, 2, 7]), ["Nobody said 7 in #1"]);
});

Deno.test("A member who missed a message, or received one again, is found", () => {
  assertEquals(ledgerOf([0, 2]).compare("#1", [0, 1, 2]), [
    "bob in #1 missed messages before message 2",
  ]);
  assertEquals(ledgerOf([0, 1, 1]).compare("#1", [0, 1, 2]), [
    "bob in #1 received again or late message 1",
  ]);
  assertEquals(ledgerOf([5]).compare("#1", [0, 1, 2]), [
    "bob received 5 in #1, which the history does not have",
  ]);
});
