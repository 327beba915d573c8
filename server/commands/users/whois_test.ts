import { assertEquals, assertMatch } from "@std/assert";
import { answers, InProcessServer } from "../../../tests/harness/in_process.ts";

Deno.test("WHOIS tells strangers what is public, and oneself where one is", async () => {
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

Deno.test("WHOIS tells operators of rooms that are hidden from others", async () => {
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

Deno.test("WHOIS answers on as many lines as the rooms need", async () => {
  await using server = await InProcessServer.start();
  const rooms = Array.from({ length: 40 }, (_, index) => `#a-room-with-a-long-name-${index}`);
  const alice = await server.enter("alice", { channels: rooms });
  const lines = (await answers(alice, "WHOIS alice")).filter((line) => line.startsWith("319"));
  const told = lines.flatMap((line) => line.split(" ").slice(3));
  assertEquals(told.length, 40);
  assertEquals(lines.every((line) => line.length < 500), true);
});

Deno.test("WHOIS of nobody is refused, and ends all the same", async () => {
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

Deno.test("WHOWAS tells who had a nickname, the latest first and no more than asked", async () => {
  await using server = await InProcessServer.start();
  const alice = await server.enter("alice");
  const bob = await server.enter("bob");
  await answers(bob, "NICK robert");
  const carol = await server.enter("bob");
  await answers(carol, "NICK carol");
  const all = await answers(alice, "WHOWAS bob");
  assertEquals(all.filter((line) => line.startsWith("314")), [
    "314 alice bob ~bob 127.0.0.1 * bob",
    "314 alice bob ~bob 127.0.0.1 * bob",
  ]);
  assertMatch(all[1] ?? "", /^312 alice bob irc\.test \d{4}-/);
  assertEquals((await answers(alice, "WHOWAS bob 1")).length, 3);
  assertEquals((await answers(alice, "WHOWAS bob -1")).length, 5);
  assertEquals(await answers(alice, "WHOWAS nobody"), [
    "406 alice nobody Nobody had this nickname lately",
    "369 alice nobody End of WHOWAS",
  ]);
});

Deno.test("USERHOST and ISON tell of those who are here", async () => {
  await using server = await InProcessServer.start();
  const root = await server.enterOperator("root");
  const bob = await server.enter("bob");
  await answers(bob, "AWAY :lunch");
  assertEquals(await answers(root, "USERHOST root BOB nobody"), [
    "302 root root*=+~root@127.0.0.1 bob=-~bob@127.0.0.1",
  ]);
  assertEquals(await answers(root, "ISON :BOB nobody root"), ["303 root bob root"]);
  assertEquals(await answers(root, "ISON nobody"), ["303 root "]);
});
