import { assertEquals } from "@std/assert";
import { answers, InProcessServer } from "../../../tests/harness/in_process.ts";

Deno.test("A JOIN of too many rooms enters the first 50 and names the next", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  const rooms = Array.from({ length: 52 }, (_, room) => `#${room}`);
  const lines = await answers(alice, `JOIN ${rooms.join(",")}`);
  assertEquals(lines[0], "407 alice #50 Too many targets");
  assertEquals(lines.filter((line) => line.startsWith("JOIN ")).length, 50);
});
