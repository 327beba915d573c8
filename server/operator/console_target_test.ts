import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { emptyChannel } from "../network/state.ts";
import { TestServer } from "../testing.ts";
import { consoleOf } from "./console_target.ts";

function consoleWithUsers() {
  const server = new TestServer();
  const alice = server.enter("alice", { channels: ["#1"] });
  const bob = server.enter("bob");
  const closed: string[] = [];
  const target = consoleOf(server.server, {
    close: (reason) => {
      closed.push(reason);
      return Promise.resolve();
    },
  });
  return { server, alice, bob, target, closed };
}

Deno.test("Kick on the console ends every session of a user", async () => {
  const { server, alice, bob, target } = consoleWithUsers();
  const phone = server.attach("bob");
  assert(!target.kick("eve", ""));
  await server.tick();
  assert(target.kick("BOB", "too loud"));
  await server.tick();
  for (const session of [bob, phone]) {
    const [kill, error] = session.received().slice(-2);
    assertEquals(kill, ":s KILL bob :too loud");
    assertStringIncludes(error ?? "", "[too loud]");
  }
  assertEquals(alice.received().filter((line) => line.startsWith("ERROR")), []);
  assertEquals(server.network.userByNickname("bob"), undefined);
  assert(target.kick("alice", ""));
  await server.tick();
  assertStringIncludes(alice.received().join(), "[Kicked by the operator]");
});

Deno.test("The console lists users and rooms", () => {
  const { server, alice, target } = consoleWithUsers();
  server.append(alice, { type: "topic", user: "alice", channel: "#1", text: "Tea" });
  server.now += 5_400;
  assertEquals(target.users(), [
    { nickname: "alice", host: "h", rooms: ["#1"], idleSeconds: 5 },
    { nickname: "bob", host: "h", rooms: [], idleSeconds: 5 },
  ]);
  server.network.restore({ ...emptyChannel("#kept", "#kept", 0), founder: "alice" });
  assertEquals(target.rooms(), [
    { name: "#1", members: 1, topic: "Tea" },
    { name: "#kept", members: 0, topic: undefined },
  ]);
});

Deno.test("Say on the console reaches everybody, and quit closes the server", async () => {
  const { server, alice, bob, target, closed } = consoleWithUsers();
  const sent = await server.linesSentBy(() => target.say("Lunch"), alice, bob);
  assertEquals(sent, [[":Global!Global@s NOTICE alice :Lunch"], [
    ":Global!Global@s NOTICE bob :Lunch",
  ]]);
  target.quit();
  assertEquals(closed, ["The server is closing"]);
});
