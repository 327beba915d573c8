import { assert, assertEquals, assertMatch } from "@std/assert";
import { answers, InProcessServer } from "../../tests/harness/in_process.ts";
import type { IrcTestClient } from "../../tests/harness/irc_client.ts";
import { COMMANDS } from "./table.ts";

/** The numerics that a line is answered with. */
async function codes(client: IrcTestClient, line: string): Promise<(string | undefined)[]> {
  return (await answers(client, line)).map((answer) => answer.split(" ")[0]);
}

Deno.test("Every command has a grammar that begins with its name, and a description", () => {
  for (const [name, { usage, description }] of COMMANDS) {
    assertEquals(usage.split(" ", 1), [name]);
    assertMatch(description, /^[A-Z].+\.$/, name);
  }
});

Deno.test("Commands that need a capability are unknown without it", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  const rows = [...COMMANDS].filter(([, { capability }]) => capability !== undefined);
  assertEquals(rows.map(([name]) => name), ["CHATHISTORY", "SEARCH", "MARKREAD", "REDACT"]);
  for (const [name, { minParams = 0 }] of rows) {
    const line = [name, ...Array(minParams).fill("x")].join(" ");
    assertEquals(await codes(alice, line), ["421"], line);
  }
});

Deno.test("Commands of registered sessions are refused with 451 before registration", async () => {
  await using server = await InProcessServer.start();
  const stranger = await server.connect();
  const rows = [...COMMANDS].filter(([, { beforeRegistration }]) => beforeRegistration !== true);
  assert(rows.length > 40);
  for (const [name] of rows) {
    assertEquals(await codes(stranger, name), ["451"], name);
  }
});

Deno.test("Too few parameters are refused with 461 before a missing privilege with 481", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  for (const [name, { minParams = 0, operator }] of COMMANDS) {
    if (minParams === 0) continue;
    const enough = [name, ...Array(minParams).fill("x")].join(" ");
    assertEquals(await codes(alice, name), ["461"], name);
    if (operator !== true) continue;
    assertEquals(await codes(alice, enough), ["481"], enough);
  }
});
