import { assertArrayIncludes, assertEquals, assertMatch } from "@std/assert";
import { answers, InProcessServer } from "../../../tests/harness/in_process.ts";

Deno.test("HELP lists its subjects and explains each of them", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  const index = await answers(alice, "HELP");
  assertEquals(index[0], "704 alice * Help: HELP <subject> explains one of these");
  assertEquals(index.at(-1), "706 alice * End of help");
  const words = index.slice(1, -1).flatMap((line) => line.split(" ").slice(3));
  const subjects = words.filter((word) => /^[A-Z]+$/.test(word));
  assertArrayIncludes(subjects, ["PRIVMSG", "KILL", "HELP", "ROOMS"]);
  for (const subject of subjects) {
    const lines = await answers(alice, `HELPOP ${subject.toLowerCase()}`);
    assertMatch(lines[0] ?? "", new RegExp(`^704 alice ${subject.toLowerCase()} .`));
  }
  assertEquals(await answers(alice, "HELP nothing"), [
    "524 alice nothing There is no help on this subject",
  ]);
});
