import { assertEquals } from "@std/assert";
import { makeAccount } from "../../../tests/harness/accounts.ts";
import { answers, InProcessServer } from "../../../tests/harness/in_process.ts";

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

Deno.test("LUSERS counts only rooms that somebody is in", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  await makeAccount(alice);
  for (const line of ["JOIN #1", "JOIN #2", "PART #1"]) await answers(alice, line);
  assertEquals((await answers(alice, "LUSERS")).filter((line) => line.startsWith("254")), [
    "254 alice 1 rooms formed",
  ]);
});
