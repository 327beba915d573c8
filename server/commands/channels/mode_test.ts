import { assertEquals } from "@std/assert";
import { answers, InProcessServer } from "../../../tests/harness/in_process.ts";

Deno.test("A mask with a space in it is refused, since clients would read two arguments", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  assertEquals(await answers(alice, "MODE #1 +b :x +o eve"), [
    "696 alice #1 b * A mask has 1 to 200 bytes, and no space in it",
  ]);
});

Deno.test("Masks of other scripts are sent whole, on lines that are short enough", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const masks = ["一", "二"].map((digit) => `${digit.repeat(60)}!*@*`);
  const lines = await answers(alice, `MODE #1 +bb ${masks.join(" ")}`);
  assertEquals(lines, masks.map((mask) => `MODE #1 +b ${mask}`));
});

Deno.test("A list that one MODE asks for many times is sent once", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  assertEquals(await answers(alice, "MODE #1 bbbbbb"), ["368 alice #1 End of the room's bans"]);
});
