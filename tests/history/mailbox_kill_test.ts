import { assertEquals } from "@std/assert";

import { logIn, makeAccount, PASSWORD } from "../harness/accounts.ts";
import { IrcTestClient } from "../harness/irc_client.ts";
import { runChat } from "../harness/program.ts";
import { startServer, type TestServer } from "../harness/server.ts";
import { answersTo, shown } from "../harness/wire.ts";

const WORDS = "see you tomorrow";
const PLAIN = ["batch", "message-tags", "server-time"];

/** Registers bob, who quits, and alice, who sends him a message and waits for the echo. */
async function leaveMessage(server: TestServer): Promise<void> {
  using bob = await IrcTestClient.enter(server, { nickname: "bob" });
  await makeAccount(bob);
  await bob.send("QUIT");
  await bob.closed();
  using alice = await IrcTestClient.enter(server, {
    nickname: "alice",
    capabilities: ["echo-message"],
  });
  await makeAccount(alice);
  assertEquals((await answersTo(alice, `PRIVMSG bob :${WORDS}`))[0], `alice PRIVMSG bob ${WORDS}`);
}

/** The messages that bob receives on connecting without draft/chathistory. */
async function receivedOnConnect(server: TestServer): Promise<string[]> {
  using bob = await IrcTestClient.connect(server, { name: "bob" });
  const messages = await logIn(bob, { nickname: "bob", capabilities: PLAIN });
  return messages.filter(({ command }) => command === "PRIVMSG").map(shown);
}

/** The messages that bob finds in the history. */
async function foundInHistory(server: TestServer): Promise<string[]> {
  using bob = await IrcTestClient.connect(server, { name: "bob" });
  await logIn(bob, { nickname: "bob", capabilities: [...PLAIN, "draft/chathistory"] });
  return (await answersTo(bob, "CHATHISTORY LATEST alice * 9"))
    .filter((line) => line.includes(" PRIVMSG "));
}

/** The messages that `chat join` shows bob. */
async function shownByJoin(server: TestServer, folder: string): Promise<unknown[]> {
  const password = ["--account", "bob", "--password-file", `${folder}/password`];
  const { code, stdout } = await runChat(["join", ...server.address, ...password, "--json"]);
  assertEquals(code, 0);
  return stdout.split("\n").map((line) => JSON.parse(line))
    .filter(({ type }) => type === "message")
    .map(({ from, to, text, history }) => ({ from, to, text, history }));
}

Deno.test("Messages kept for an account survive kills, and each way to return shows them once", async () => {
  const folder = await Deno.makeTempDir({ prefix: "chat-mail-" });
  await Deno.writeTextFile(`${folder}/password`, `${PASSWORD}\n`, { mode: 0o600 });
  const start = () => startServer({ args: ["--data", `${folder}/data`] });
  const kill = async (server: TestServer) => {
    server.process.kill();
    await server.process.exited;
  };
  {
    await using server = await start();
    await leaveMessage(server);
    await kill(server);
  }
  {
    await using server = await start();
    assertEquals(await receivedOnConnect(server), [`alice PRIVMSG bob ${WORDS}`]);
    await kill(server);
  }
  {
    await using server = await start();
    assertEquals(await receivedOnConnect(server), []);
    assertEquals(await foundInHistory(server), [`alice PRIVMSG bob ${WORDS}`]);
    const message = { from: "alice", to: "bob", text: WORDS, history: true };
    assertEquals(await shownByJoin(server, folder), [message]);
    await kill(server);
  }
  {
    await using server = await start();
    assertEquals(await shownByJoin(server, folder), []);
  }
  await Deno.remove(folder, { recursive: true });
});
