import { assert, assertEquals, assertMatch } from "@std/assert";
import { answers, InProcessServer } from "../../../tests/harness/in_process.ts";

Deno.test("WHOIS shows strangers public information, and users their own address", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#1", "#2"] });
  const bob = await server.enter("bob", { channels: ["#2"] });
  await answers(alice, "MODE alice +B");
  await answers(alice, "AWAY :lunch");
  const [first, channels, host, bot, idle, ...rest] = await answers(bob, "WHOIS alice");
  assertEquals([first, channels, host, bot], [
    "311 bob alice ~alice 127.0.0.1 * alice",
    "319 bob alice @#2",
    "312 bob alice irc.test Test",
    "335 bob alice is a bot",
  ]);
  assertMatch(idle ?? "", /^317 bob alice \d+ \d+ seconds idle/);
  assertEquals(rest, ["301 bob alice lunch", "318 bob alice End of WHOIS"]);
  const own = await answers(alice, "WHOIS alice");
  assertEquals(own[1], "319 alice alice @#1 @#2");
  assertEquals(own.filter((line) => line.startsWith("338")), [
    "338 alice alice 127.0.0.1 is really connecting from",
  ]);
});

Deno.test("WHOIS shows operators rooms that are hidden from others", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice", { channels: ["#hidden"] });
  await answers(alice, "MODE #hidden +s");
  const bob = await server.enter("bob");
  const root = await server.enterOperator("root");
  const roomsFor = async (client: typeof bob) =>
    (await answers(client, "WHOIS alice")).filter((line) => line.startsWith("319"));
  assertEquals(await roomsFor(bob), []);
  assertEquals(await roomsFor(root), ["319 root alice @#hidden"]);
});

Deno.test("WHOIS lists rooms on as many lines as they need", async () => {
  await using server = await InProcessServer.start();
  const rooms = Array.from({ length: 40 }, (_, index) => `#a-room-with-a-long-name-${index}`);
  const alice = await server.enter("alice", { channels: rooms });
  const lines = (await answers(alice, "WHOIS alice")).filter((line) => line.startsWith("319"));
  const words = lines.flatMap((line) => line.split(" ").slice(3));
  assertEquals(words.length, 40);
  assert(lines.every((line) => line.length < 500));
});

Deno.test("WHOIS of nobody is refused, and ends with 318 as well", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  assertEquals(await answers(alice, "WHOIS nobody"), [
    "401 alice nobody There is no such nickname or room",
    "318 alice nobody End of WHOIS",
  ]);
  assertEquals(await answers(alice, "WHOIS other.server alice"), [
    "402 alice other.server There is no such server",
  ]);
  assertEquals(await answers(alice, "WHOIS"), ["431 alice No nickname given"]);
});
