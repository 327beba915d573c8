import { assertEquals } from "@std/assert";

import { IrcTestClient } from "../harness/irc_client.ts";
import { startServer } from "../harness/server.ts";
import { answersTo, repeatUntil } from "../harness/wire.ts";

const PASSWORD = "correct-horse";
const CAPABILITIES = [
  "batch",
  "draft/chathistory",
  "draft/read-marker",
  "echo-message",
  "message-tags",
  "server-time",
  "standard-replies",
];
const EVER = "timestamp=2020-01-01T00:00:00.000Z timestamp=2099-01-01T00:00:00.000Z";

/** Sends a line and returns the texts of the answer, without those of batches. */
async function texts(client: IrcTestClient, line: string): Promise<string[]> {
  return (await answersTo(client, line)).filter((text) => !text.includes(" BATCH "))
    .map((text) => text.split(" ").slice(3).join(" "));
}

async function enter(
  server: { readonly host: string; readonly port: number },
  nickname: string,
  command: "REGISTER" | "IDENTIFY",
): Promise<IrcTestClient> {
  const client = await IrcTestClient.enter(server, { nickname, capabilities: CAPABILITIES });
  const account = command === "REGISTER" ? "" : "bob ";
  await client.send(`NS ${command} ${account}${PASSWORD}`);
  await client.waitFor("900");
  await client.sync();
  return client;
}

Deno.test("An account finds its conversations and read markers after a kill", async () => {
  const data = await Deno.makeTempDir({ prefix: "chat-history-" });
  const read = "timestamp=2024-05-01T10:00:00.000Z";
  {
    await using server = await startServer({ args: ["--data", data] });
    using alice = await enter(server, "alice", "REGISTER");
    using bob = await enter(server, "bob", "REGISTER");
    await answersTo(alice, "PRIVMSG bob :see you tomorrow");
    await answersTo(bob, "PRIVMSG alice :until then", `MARKREAD alice ${read}`);
  }
  {
    await using server = await startServer({ args: ["--data", data] });
    using bob = await enter(server, "bobby", "IDENTIFY");
    const both = ["see you tomorrow", "until then"];
    assertEquals(await texts(bob, "CHATHISTORY LATEST alice * 9"), both);
    const [target] = await texts(bob, `CHATHISTORY TARGETS ${EVER} 9`);
    assertEquals(target?.split(" ")[0], "alice");
    assertEquals(await texts(bob, "MARKREAD alice"), [read]);
    using mallory = await IrcTestClient.enter(server, {
      nickname: "mallory",
      capabilities: CAPABILITIES,
    });
    assertEquals(await texts(mallory, "CHATHISTORY LATEST alice * 9"), []);
    assertEquals(await texts(mallory, "CHATHISTORY LATEST bob * 9"), []);
  }
  await Deno.remove(data, { recursive: true });
});

Deno.test("FORGETME forgets an account, and only that account can ask for it", async () => {
  await using server = await startServer();
  using alice = await enter(server, "alice", "REGISTER");
  using bob = await enter(server, "bob", "REGISTER");
  await answersTo(alice, "JOIN #1", "PRIVMSG #1 :from alice");
  await answersTo(bob, "JOIN #1", "PRIVMSG #1 :from bob");
  assertEquals((await answersTo(bob, "FORGETME alice"))[0]?.split(" ")[3], "INVALID_PARAMS");
  assertEquals((await answersTo(alice, "FORGETME alice"))[0]?.split(" ")[3], "FORGETTING");
  await repeatUntil(() => texts(bob, "CHATHISTORY LATEST #1 * 9"), {
    what: "alice's message is forgotten, bob's is not",
    holds: (left) => left.join() === "from bob",
  });
});
