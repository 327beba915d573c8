import { assertEquals } from "@std/assert";
import { IrcTestClient } from "../harness/irc_client.ts";
import { startServer, type TestServer } from "../harness/server.ts";
import { answersTo, say, textsAnswering } from "../harness/wire.ts";

const CAPABILITIES = ["batch", "draft/chathistory", "echo-message", "message-tags"];

/** Runs two servers on the same folder, one after the other; the first is killed. */
async function overRestart(
  before: (server: TestServer) => Promise<void>,
  after: (server: TestServer) => Promise<void>,
): Promise<void> {
  const data = await Deno.makeTempDir({ prefix: "chat-attack-" });
  try {
    for (const use of [before, after]) {
      await using server = await startServer({ args: ["--data", data] });
      await use(server);
      server.process.kill();
      await server.process.exited;
    }
  } finally {
    await Deno.remove(data, { recursive: true });
  }
}

function enter(server: TestServer, nickname: string, ...channels: string[]) {
  return IrcTestClient.enter(server, { nickname, capabilities: CAPABILITIES, channels });
}

async function logIn(client: IrcTestClient, command: string): Promise<void> {
  await client.send(`NS ${command} correct-horse`);
  await client.waitFor("900");
}

Deno.test("A guests' room with one ban has its history after a restart", async () => {
  await overRestart(async (server) => {
    const alice = await enter(server, "alice", "#1");
    await say(alice, "#1", "before the ban");
    await answersTo(alice, "MODE #1 +b eve!*@*");
    await say(alice, "#1", "after the ban");
    alice.close();
  }, async (server) => {
    const bob = await enter(server, "bob", "#1");
    const read = await textsAnswering(bob, "CHATHISTORY LATEST #1 * 9");
    assertEquals(read, ["before the ban", "after the ban"]);
    bob.close();
  });
});

Deno.test("A restart neither opens what was said in a closed room nor takes it from its members", async () => {
  await overRestart(async (server) => {
    const alice = await enter(server, "alice");
    await logIn(alice, "REGISTER");
    await alice.join("#1");
    await answersTo(alice, "CS REGISTER #1", "MODE #1 +k sesame");
    await say(alice, "#1", "among us");
    const bob = await enter(server, "bob", "#2");
    await logIn(bob, "REGISTER");
    await answersTo(bob, "MODE #2 +i");
    await say(bob, "#2", "bob's own");
    alice.close();
    bob.close();
  }, async (server) => {
    const bob = await enter(server, "bobby");
    await logIn(bob, "IDENTIFY bob");
    const eve = await enter(server, "eve");
    const read = (client: IrcTestClient, room: string) =>
      textsAnswering(client, `CHATHISTORY LATEST ${room} * 9`);
    // The room belongs to alice, and continues: whom it lets in may read all of it.
    assertEquals((await answersTo(eve, "JOIN #1")).at(0)?.split(" ")[1], "475");
    await answersTo(bob, "JOIN #1 sesame", "JOIN #2");
    assertEquals(await read(bob, "#1"), ["among us"]);
    assertEquals(await read(bob, "#2"), ["bob's own"]);
    await answersTo(bob, "MODE #2 -i");
    await answersTo(eve, "JOIN #2");
    assertEquals(await read(eve, "#2"), []);
    bob.close();
    eve.close();
  });
});

Deno.test("A founder who is alone in a closed room after a restart reads later what they said there", async () => {
  await overRestart(async (server) => {
    const alice = await enter(server, "alice");
    await logIn(alice, "REGISTER");
    await alice.join("#1");
    await answersTo(alice, "CS REGISTER #1", "MODE #1 +i");
    await say(alice, "#1", "before");
    alice.close();
  }, async (server) => {
    const alice = await enter(server, "phone");
    await logIn(alice, "IDENTIFY alice");
    await alice.join("#1");
    await say(alice, "#1", "after");
    await answersTo(alice, "MODE #1 -i");
    const read = await textsAnswering(alice, "CHATHISTORY LATEST #1 * 9");
    assertEquals(read, ["before", "after"]);
    alice.close();
  });
});
