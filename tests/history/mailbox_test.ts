import { assert, assertEquals, assertStringIncludes } from "@std/assert";

import type { IrcMessage } from "../../protocol/message.ts";
import { logIn, makeAccount, PASSWORD } from "../harness/accounts.ts";
import { InProcessServer } from "../harness/in_process.ts";
import type { IrcTestClient } from "../harness/irc_client.ts";
import { answerMessages, answersTo, received, shown } from "../harness/wire.ts";

const ECHO = ["batch", "echo-message", "labeled-response", "message-tags", "standard-replies"];
const PLAIN = ["batch", "message-tags", "server-time"];
const ASKING = [...PLAIN, "draft/chathistory"];
const NOT_HERE = "Not here now; what you write is kept and shown to them when they come back";
const NO_LIMITS = "[limits]\nlines-per-second = 0\nconnections-per-address = 0\n";

type Login = { readonly server: InProcessServer; readonly capabilities?: readonly string[] };

/** Connects a client and registers an account for its nickname. */
async function register(nickname: string, { server, capabilities = [] }: Login) {
  const client = await server.enter(nickname, { capabilities });
  await makeAccount(client);
  return client;
}

async function quit(client: IrcTestClient): Promise<void> {
  await client.send("QUIT");
  await client.closed();
}

/** Registers an account and quits. */
async function registerAndLeave(nickname: string, server: InProcessServer): Promise<void> {
  await quit(await register(nickname, { server }));
}

/** Connects a client that logs in; returns what it receives on connecting, too. */
async function comeBack(
  nickname: string,
  { server, capabilities = PLAIN, account = nickname }: Login & { readonly account?: string },
): Promise<{ client: IrcTestClient; messages: IrcMessage[] }> {
  const client = await server.connect({ name: nickname });
  return { client, messages: await logIn(client, { nickname, capabilities, account }) };
}

/** The PRIVMSGs and NOTICEs among messages. */
function said(messages: readonly IrcMessage[]): string[] {
  return messages.filter(({ command }) => ["PRIVMSG", "NOTICE"].includes(command)).map(shown);
}

Deno.test("A message to an offline account is echoed, and sent once when the account returns", async () => {
  await using server = await InProcessServer.start();
  await registerAndLeave("bob", server);
  const alice = await register("alice", { server, capabilities: ECHO });
  const answer = await answerMessages(alice, "@label=x PRIVMSG BOB :see you tomorrow");
  const echo = answer.find(({ command }) => command === "PRIVMSG");
  assertEquals(said(answer), ["alice PRIVMSG bob see you tomorrow"]);
  assert(echo?.tags.has("msgid"));
  assertEquals(answer[0]?.tags.get("label"), "x");
  assertEquals(answer.map(shown).filter((line) => line.includes(" 301 ")), [
    `irc.test 301 alice bob ${NOT_HERE}`,
  ]);
  assertEquals(await answersTo(alice, "NOTICE bob :at nine"), ["alice NOTICE bob at nine"]);

  const { client, messages } = await comeBack("bob", { server });
  const batch = messages.find(({ command }) => command === "BATCH");
  assertEquals(batch?.params.slice(1), ["chathistory", "alice"]);
  assertEquals(said(messages), [
    "alice PRIVMSG bob see you tomorrow",
    "alice NOTICE bob at nine",
  ]);
  const first = messages.find(({ command }) => command === "PRIVMSG");
  assertEquals(first?.tags.get("msgid"), echo?.tags.get("msgid"));
  assertEquals(first?.tags.get("batch"), batch?.params[0]?.slice(1));
  await quit(client);
  assertEquals(said((await comeBack("bob", { server })).messages), []);
});

Deno.test("A sender is not reminded with every message that an account is offline", async () => {
  await using server = await InProcessServer.start();
  await registerAndLeave("bob", server);
  const alice = await register("alice", { server });
  assertEquals(await answersTo(alice, "PRIVMSG bob :one", "PRIVMSG bob :two"), [
    `irc.test 301 alice bob ${NOT_HERE}`,
  ]);
});

Deno.test("The sender's other connections receive a message that is kept for an account", async () => {
  await using server = await InProcessServer.start();
  await registerAndLeave("bob", server);
  const alice = await register("alice", { server });
  const { client: phone } = await comeBack("alice", { server });
  await answersTo(alice, "PRIVMSG bob :from the laptop");
  assertEquals(await received(phone), ["alice PRIVMSG bob from the laptop"]);
});

Deno.test("A client that can ask for history is sent no kept messages and finds them there", async () => {
  await using server = await InProcessServer.start();
  await registerAndLeave("bob", server);
  const alice = await register("alice", { server });
  await answersTo(alice, "PRIVMSG bob :hello");
  const { client, messages } = await comeBack("bob", { server, capabilities: ASKING });
  assertEquals(said(messages), []);
  const ever = "timestamp=2020-01-01T00:00:00.000Z timestamp=2099-01-01T00:00:00.000Z";
  const [, target] = await answersTo(client, `CHATHISTORY TARGETS ${ever} 9`);
  assertStringIncludes(target ?? "", "CHATHISTORY TARGETS alice ");
  assertEquals(
    (await answersTo(client, "CHATHISTORY LATEST alice * 9"))[1],
    "alice PRIVMSG bob hello",
  );
  await quit(client);
  assertEquals(said((await comeBack("bob", { server })).messages), []);
});

Deno.test("Without batch and server-time kept messages are plain lines, after a later login too", async () => {
  await using server = await InProcessServer.start();
  await registerAndLeave("bob", server);
  const alice = await register("alice", { server });
  await answersTo(alice, "PRIVMSG bob :hello");
  const bobby = await server.enter("bobby");
  const lines = await (async () => {
    await bobby.send(`NS IDENTIFY bob ${PASSWORD}`);
    await bobby.waitFor("900");
    return await bobby.sync();
  })();
  assertEquals(said(lines), ["alice PRIVMSG bobby hello"]);
  assertEquals(lines.filter(({ command }) => command === "BATCH"), []);
});

Deno.test("An account that is online under another nickname receives the message at once", async () => {
  await using server = await InProcessServer.start();
  await registerAndLeave("bob", server);
  const alice = await register("alice", { server, capabilities: ECHO });
  const { client: bobby } = await comeBack("bobby", { server, account: "bob" });
  await answersTo(bobby, "AWAY :at lunch");
  assertEquals(await answersTo(alice, "PRIVMSG bob :hello"), [
    "alice PRIVMSG bobby hello",
    "irc.test 301 alice bobby at lunch",
  ]);
  assertEquals(await received(bobby), ["alice PRIVMSG bobby hello"]);
});

Deno.test("Messages of guests, tags alone, CTCP requests and messages to no account are not kept", async () => {
  await using server = await InProcessServer.start();
  await registerAndLeave("bob", server);
  const nobody = (nickname: string, name = "bob") =>
    `irc.test 401 ${nickname} ${name} There is no such nickname or room`;
  const guest = await server.enter("guest", { capabilities: ECHO });
  assertEquals(await answersTo(guest, "PRIVMSG bob :hello", "NOTICE bob :hello"), [
    nobody("guest"),
  ]);
  const alice = await register("alice", { server, capabilities: ECHO });
  const lines = ["@+typing=active TAGMSG bob", "PRIVMSG bob :\x01VERSION\x01", "PRIVMSG carol :hi"];
  assertEquals(await answersTo(alice, ...lines), [
    nobody("alice"),
    nobody("alice"),
    nobody("alice", "carol"),
  ]);
  assertEquals(said((await comeBack("bob", { server })).messages), []);
});

Deno.test("No message is kept with direct-messages off, and none is replayed with auto-replay 0", async () => {
  const settings = (history: string) => `${NO_LIMITS}[history]\n${history}\n`;
  for (const history of ["direct-messages = false", "auto-replay = 0"]) {
    await using server = await InProcessServer.start(settings(history));
    await registerAndLeave("bob", server);
    const alice = await register("alice", { server });
    const [answer] = await answersTo(alice, "PRIVMSG bob :hello");
    assertStringIncludes(answer ?? "", history.startsWith("auto") ? " 301 " : " 401 ");
    assertEquals(said((await comeBack("bob", { server })).messages), []);
  }
});

Deno.test("A sender can leave as many messages as the limit until the account returns", async () => {
  await using server = await InProcessServer.start(`${NO_LIMITS}offline-messages = 2\n`);
  await registerAndLeave("bob", server);
  await registerAndLeave("carol", server);
  const alice = await register("alice", { server, capabilities: ECHO });
  const leave = async (text: string, to = "bob") =>
    (await answerMessages(alice, `PRIVMSG ${to} :${text}`)).map(({ command }) => command);
  assertEquals(await leave("one"), ["PRIVMSG", "301"]);
  assertEquals(await leave("two"), ["PRIVMSG"]);
  assertEquals(await leave("three"), ["531"]);
  assertEquals(await answersTo(alice, "NOTICE bob :three"), []);
  assertEquals(await leave("one", "carol"), ["PRIVMSG", "301"]);
  const other = await register("dave", { server });
  await answersTo(other, "PRIVMSG bob :from dave");
  const { client, messages } = await comeBack("bob", { server });
  assertEquals(said(messages), [
    "alice PRIVMSG bob one",
    "alice PRIVMSG bob two",
    "dave PRIVMSG bob from dave",
  ]);
  await quit(client);
  assertEquals(await leave("four"), ["PRIVMSG", "301"]);
});

Deno.test("A redacted message is not sent, and no longer part of the limit", async () => {
  await using server = await InProcessServer.start(`${NO_LIMITS}offline-messages = 1\n`);
  await registerAndLeave("bob", server);
  const capabilities = [...ECHO, "draft/message-redaction"];
  const alice = await register("alice", { server, capabilities });
  const [echo] = await answerMessages(alice, "PRIVMSG bob :oops");
  await answersTo(alice, `REDACT bob ${echo?.tags.get("msgid")}`, "PRIVMSG bob :better");
  assertEquals(said((await comeBack("bob", { server })).messages), ["alice PRIVMSG bob better"]);
});

Deno.test("Kept messages are sent to nobody else, nor to the next owner of a removed account's name", async () => {
  await using server = await InProcessServer.start();
  const bob = await register("bob", { server });
  await quit(bob);
  const alice = await register("alice", { server, capabilities: ECHO });
  const mallory = await register("mallory", { server, capabilities: ASKING });
  await answersTo(alice, "PRIVMSG bob :a secret");
  assertEquals(await received(mallory), []);
  assertEquals(
    (await answersTo(mallory, "CHATHISTORY LATEST bob * 9", "CHATHISTORY LATEST alice * 9"))
      .filter((line) => !line.includes("BATCH")),
    [],
  );
  const back = await comeBack("bob", { server, capabilities: ASKING });
  await quit(back.client);
  await answersTo(alice, "PRIVMSG bob :another secret");
  const again = await comeBack("bobby", { server, account: "bob", capabilities: [] });
  await answersTo(again.client, "NICK bob");
  await again.client.send(`NS UNREGISTER ${PASSWORD}`);
  await again.client.waitFor("901");
  await quit(again.client);
  const thief = await register("bob", { server, capabilities: ASKING });
  assertEquals(
    (await answersTo(thief, "CHATHISTORY LATEST alice * 9")).filter((line) =>
      !line.includes("BATCH")
    ),
    [],
  );
});

Deno.test("A multi-line message is kept whole", async () => {
  await using server = await InProcessServer.start();
  await registerAndLeave("bob", server);
  const many = [...ECHO, "draft/multiline"];
  const alice = await register("alice", { server, capabilities: many });
  const echo = await answersTo(
    alice,
    "BATCH +m draft/multiline bob",
    "@batch=m PRIVMSG bob :one",
    "@batch=m PRIVMSG bob :two",
    "BATCH -m",
  );
  assertEquals(echo.filter((line) => line.includes("PRIVMSG")), [
    "alice PRIVMSG bob one",
    "alice PRIVMSG bob two",
  ]);
  const capabilities = [...PLAIN, "draft/multiline"];
  const { messages } = await comeBack("bob", { server, capabilities });
  assertEquals(said(messages), ["alice PRIVMSG bob one", "alice PRIVMSG bob two"]);
  const [outer, inner] = messages.filter(({ command }) => command === "BATCH");
  assertEquals(inner?.params.slice(1), ["draft/multiline", "bob"]);
  assertEquals(inner?.tags.get("batch"), outer?.params[0]?.slice(1));
});
