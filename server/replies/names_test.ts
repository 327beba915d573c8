import { assert, assertEquals } from "@std/assert";
import { TestServer, type TestSession } from "../testing.ts";
import { names } from "./names.ts";

/** More than two steps have. */
const MEMBERS = 450;

/** A server whose channel #1 has many members, named p0 and so on, and somebody else. */
function crowded(): { server: TestServer; alice: TestSession; people: readonly TestSession[] } {
  const server = new TestServer();
  const people = Array.from(
    { length: MEMBERS },
    (_, index) => server.enter(`p${index}`, { channels: ["#1"] }),
  );
  return { server, people, alice: server.enter("alice") };
}

/** The names that a session is sent, with what happens between the first step and the others. */
async function listed(
  { server, people: _ }: ReturnType<typeof crowded>,
  to: TestSession,
  meanwhile: () => void = () => {},
): Promise<string[]> {
  await server.tick();
  to.received();
  const steps = names(server.server, to.session, server.network.channel("#1")!);
  steps.next();
  meanwhile();
  while (steps.next().done !== true);
  await server.tick();
  return to.received().filter((line) => line.includes(" 353 "))
    .flatMap((line) => line.slice(line.indexOf(" :") + 2).split(" "));
}

Deno.test("Everybody who joins is sent all members, those included who have come since the last one", async () => {
  const crowd = crowded();
  const { server, alice, people } = crowd;
  const expected = ["@p0", ...people.slice(1).map(({ session }) => session.name)];
  server.append(alice, { type: "join", user: "alice", channel: "#1" });
  assertEquals(await listed(crowd, alice), [...expected, "alice"]);
  const bob = server.enter("bob", { channels: ["#1"] });
  assertEquals(await listed(crowd, bob), [...expected, "alice", "bob"]);
});

Deno.test("Who has left or has another name is not in the next list", async () => {
  const crowd = crowded();
  const { server, people } = crowd;
  await listed(crowd, people[0]!);
  server.append(people[1]!, { type: "part", user: "p1", channel: "#1", reason: undefined });
  server.append(people[2]!, { type: "nick", user: "p2", nickname: "zoe" });
  const found = await listed(crowd, people[0]!);
  assertEquals(found.slice(0, 3), ["@p0", "zoe", "p3"]);
  assertEquals(found.length, MEMBERS - 1);
});

Deno.test("Who leaves while a list is sent is not in the part that follows", async () => {
  const crowd = crowded();
  const { server, people } = crowd;
  const last = people.at(-1)!;
  await listed(crowd, people[0]!);
  const found = await listed(crowd, people[0]!, () => {
    server.append(last, { type: "quit", user: last.session.name, reason: "" });
  });
  assertEquals(found.includes(last.session.name), false);
  assert(people.slice(1, -1).every(({ session }) => found.includes(session.name)));
});

Deno.test("A channel whose members are all hidden has an end of names alone", async () => {
  const server = new TestServer();
  server.enter("bob", { channels: ["#1"], modes: ["i"] });
  const alice = server.enter("alice");
  await server.tick();
  alice.received();
  while (names(server.server, alice.session, server.network.channel("#1")!).next().done !== true);
  await server.tick();
  assertEquals(alice.received(), [":s 366 alice #1 :End of NAMES"]);
});
