import { assertEquals } from "@std/assert";
import { answers, InProcessServer } from "../../../tests/harness/in_process.ts";

Deno.test("Only a status symbol before a room's name stands for the members with that status", async () => {
  await using server = await InProcessServer.start();
  const capabilities = ["echo-message"];
  const alice = await server.enter("alice", { capabilities, channels: ["#1", "##1"] });
  assertEquals(await answers(alice, "PRIVMSG @#1 :operators"), ["PRIVMSG @#1 operators"]);
  assertEquals(await answers(alice, "PRIVMSG ##1 :everybody"), ["PRIVMSG ##1 everybody"]);
  for (const name of ["@alice", "x#1"]) {
    assertEquals(await answers(alice, `PRIVMSG ${name} :nobody`), [
      `401 alice ${name} There is no such nickname or room`,
    ]);
  }
});
