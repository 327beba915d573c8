import { assertEquals } from "@std/assert";
import { logIn, makeAccount, PASSWORD } from "../harness/accounts.ts";
import { IrcTestClient } from "../harness/irc_client.ts";
import { runChat } from "../harness/program.ts";
import { startServer, type TestServer } from "../harness/server.ts";
import { shown, told } from "../harness/wire.ts";

const WORDS = "see you tomorrow";
const PLAIN = ["batch", "message-tags", "server-time"];

/** Registers bob, who leaves, and alice, who writes to him until her echo is there. */
async function leaveMail(server: TestServer): Promise<void> {
  using bob = await IrcTestClient.enter(server, { nickname: "bob" });
  await makeAccount(bob);
  await bob.send("QUIT");
  await bob.closed();
  using alice = await IrcTestClient.enter(server, {
    nickname: "alice",
    capabilities: ["echo-message"],
  });
  await makeAccount(alice);
  assertEquals((await told(alice, `PRIVMSG bob :${WORDS}`))[0], `alice PRIVMSG bob ${WORDS}`);
}

/** What bob, who cannot ask, is told on entering. */
async function plainly(server: TestServer): Promise<string[]> {
  using bob = await IrcTestClient.connect(server, { name: "bob" });
  const messages = await logIn(bob, { nickname: "bob", capabilities: PLAIN });
  return messages.filter(({ command }) => command === "PRIVMSG").map(shown);
}

/** What bob finds when he asks. */
async function asking(server: TestServer): Promise<string[]> {
  using bob = await IrcTestClient.connect(server, { name: "bob" });
  await logIn(bob, { nickname: "bob", capabilities: [...PLAIN, "draft/chathistory"] });
  return (await told(bob, "CHATHISTORY LATEST alice * 9"))
    .filter((line) => line.includes(" PRIVMSG "));
}

/** What `chat join` tells bob. */
async function joining(server: TestServer, folder: string): Promise<unknown[]> {
  const password = ["--account", "bob", "--password-file", `${folder}/password`];
  const { code, stdout } = await runChat(["join", ...server.address, ...password, "--json"]);
  assertEquals(code, 0);
  return stdout.split("\n").map((line) => JSON.parse(line))
    .filter(({ type }) => type === "message")
    .map(({ from, to, text, history }) => ({ from, to, text, history }));
}

Deno.test("what was left for an account outlives kills, and each way to come back tells it once", async () => {
  const folder = await Deno.makeTempDir({ prefix: "chat-mail-" });
  await Deno.writeTextFile(`${folder}/password`, `${PASSWORD}\n`, { mode: 0o600 });
  const start = () => startServer({ args: ["--data", `${folder}/data`] });
  const kill = async (server: TestServer) => {
    server.process.kill();
    await server.process.exited;
  };
  {
    await using server = await start();
    await leaveMail(server);
    await kill(server);
  }
  {
    await using server = await start();
    assertEquals(await plainly(server), [`alice PRIVMSG bob ${WORDS}`]);
    await kill(server);
  }
  {
    await using server = await start();
    assertEquals(await plainly(server), []);
    assertEquals(await asking(server), [`alice PRIVMSG bob ${WORDS}`]);
    const message = { from: "alice", to: "bob", text: WORDS, history: true };
    assertEquals(await joining(server, folder), [message]);
    await kill(server);
  }
  {
    await using server = await start();
    assertEquals(await joining(server, folder), []);
  }
  await Deno.remove(folder, { recursive: true });
});
