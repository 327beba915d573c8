import { assertArrayIncludes, assertEquals } from "@std/assert";
import { answers, InProcessServer } from "../../tests/harness/in_process.ts";
import type { IrcTestClient } from "../../tests/harness/irc_client.ts";
import { COMMANDS } from "./table.ts";

/** The numerics that a line is answered with. */
async function codes(client: IrcTestClient, line: string): Promise<(string | undefined)[]> {
  return (await answers(client, line)).map((answer) => answer.split(" ")[0]);
}

function lineWithParams(name: string, count: number): string {
  return [name, ...Array(count).fill("x")].join(" ");
}

Deno.test("Commands of registered sessions are refused with 451 before registration", async () => {
  await using server = await InProcessServer.start();
  const stranger = await server.connect();
  const names = [...COMMANDS].filter(([, { beforeRegistration }]) => beforeRegistration !== true)
    .map(([name]) => name);
  assertArrayIncludes(names, ["JOIN", "PRIVMSG", "AWAY", "ISUPPORT", "CHATHISTORY", "KILL"]);
  for (const name of names) assertEquals(await codes(stranger, name), ["451"], name);
});

Deno.test("Too few parameters are refused with 461", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  for (const [name, { minParams = 0 }] of COMMANDS) {
    if (minParams === 0) continue;
    const line = lineWithParams(name, minParams - 1);
    assertEquals(await codes(alice, line), ["461"], line);
  }
});

Deno.test("Commands for operators are refused to others with 481", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  const rows = [...COMMANDS].filter(([, { operator }]) => operator === true);
  assertEquals(rows.map(([name]) => name), ["KILL", "REHASH", "WALLOPS", "CHGHOST"]);
  for (const [name, { minParams = 0 }] of rows) {
    const line = lineWithParams(name, minParams);
    assertEquals(await codes(alice, line), ["481"], line);
  }
});

Deno.test("Commands that need a capability are unknown without it", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  const rows = [...COMMANDS].filter(([, { capability }]) => capability !== undefined);
  assertEquals(rows.map(([name]) => name), ["CHATHISTORY", "SEARCH", "MARKREAD", "REDACT"]);
  for (const [name, { minParams = 0 }] of rows) {
    const line = lineWithParams(name, minParams);
    assertEquals(await codes(alice, line), ["421"], line);
  }
});

Deno.test("A web browser is turned away", async () => {
  await using server = await InProcessServer.start();
  const browser = await server.connect();
  await browser.send("POST / HTTP/1.1", "Host: localhost", "", "NICK evil", "USER evil 0 * :evil");
  const error = await browser.waitFor("ERROR");
  assertEquals(error.params, ["Closing link: (unknown@127.0.0.1) [This is no web server]"]);
});
