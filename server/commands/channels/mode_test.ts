import { assertEquals } from "@std/assert";
import { answers, InProcessServer } from "../../../tests/harness/in_process.ts";

Deno.test("A mask with a space in it is refused: it would be read as more arguments", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  assertEquals(await answers(alice, "MODE #1 +b :x +o eve"), [
    "696 alice #1 b * A mask has 1 to 200 bytes, and no space in it",
  ]);
});

Deno.test("Masks of other scripts come whole, each line short enough", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const masks = ["一", "二"].map((digit) => `${digit.repeat(60)}!*@*`);
  const lines = await answers(alice, `MODE #1 +bb ${masks.join(" ")}`);
  assertEquals(lines, masks.map((mask) => `MODE #1 +b ${mask}`));
});

Deno.test("A list that is asked for many times at once is told once", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  assertEquals(await answers(alice, "MODE #1 bbbbbb"), ["368 alice #1 End of the room's bans"]);
});

Deno.test("An operator with a voice is kicked by another operator", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1"] });
  const bob = await server.enter("bob", { channels: ["#1"] });
  await answers(alice, "MODE #1 +ov bob bob");
  assertEquals(await answers(alice, "KICK #1 bob :out"), ["KICK #1 bob out"]);
  await bob.waitFor("KICK");
});

Deno.test("Rooms beyond the most that one JOIN enters are told of", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  const rooms = Array.from({ length: 52 }, (_, room) => `#${room}`);
  const lines = await answers(alice, `JOIN ${rooms.join(",")}`);
  assertEquals(lines[0], "407 alice #50 Too many targets");
  assertEquals(lines.filter((line) => line.startsWith("JOIN ")).length, 50);
});

Deno.test("A web browser is turned away", async () => {
  await using server = await InProcessServer.start();
  const browser = await server.connect();
  await browser.send("POST / HTTP/1.1", "Host: localhost", "", "NICK evil", "USER evil 0 * :evil");
  const error = await browser.waitFor("ERROR");
  assertEquals(error.params, ["Closing link: (unknown@127.0.0.1) [This is no web server]"]);
});
