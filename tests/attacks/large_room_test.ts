/** A room with more members than fit the send queue of the client that asks who they are. */

import { assertEquals } from "@std/assert";

import { InProcessServer } from "../harness/in_process.ts";
import { answerMessages } from "../harness/wire.ts";

const MEMBERS = 250;
/** Bytes of the send queue: much less than the answers. */
const QUEUE = 8_192;
const SETTINGS = `
name = "irc.test"
[limits]
send-queue = ${QUEUE}
lines-per-second = 0
connections-per-address = 0
connections-per-minute = 0
`;

Deno.test("A client that reads gets the whole WHO and NAMES of a large room, and stays", async () => {
  await using server = await InProcessServer.start(SETTINGS);
  const reader = await server.enter("reader", { channels: ["#1"] });
  for (let at = 1; at < MEMBERS; at += 50) {
    const names = Array.from({ length: Math.min(50, MEMBERS - at) }, (_, i) => `member${at + i}`);
    await Promise.all(names.map((name) => server.enter(name, { channels: ["#1"] })));
    await reader.sync();
  }
  for (const question of ["WHO #1", "WHO #1 %cuhnar", "WHO *", "WHO member*"]) {
    const answers = await answerMessages(reader, question);
    const people = answers.filter(({ command }) => command === "352" || command === "354");
    const expected = question === "WHO member*" ? MEMBERS - 1 : MEMBERS;
    assertEquals([people.length, answers.at(-1)?.command], [expected, "315"], question);
  }
  const names = (await answerMessages(reader, "NAMES #1")).filter(({ command }) =>
    command === "353"
  );
  assertEquals(names.flatMap(({ params }) => params[3]!.trim().split(" ")).length, MEMBERS);
});
