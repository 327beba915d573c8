import { assertEquals } from "@std/assert";
import { InProcessServer } from "../harness/in_process.ts";
import type { IrcTestClient } from "../harness/irc_client.ts";
import { told, toldMessages } from "../harness/wire.ts";

const CAPABILITIES = [
  "batch",
  "draft/chathistory",
  "draft/message-redaction",
  "draft/metadata-2",
  "echo-message",
  "message-tags",
  "soju.im/search",
];
const PASSWORD = "correct-horse";

function enter(server: InProcessServer, nickname: string, ...channels: string[]) {
  return server.enter(nickname, { capabilities: CAPABILITIES, channels });
}

async function say(client: IrcTestClient, target: string, text: string): Promise<string> {
  const [echo] = await toldMessages(client, `PRIVMSG ${target} :${text}`);
  return echo?.tags.get("msgid") ?? "";
}

/** The texts that answer a line. */
async function texts(client: IrcTestClient, line: string): Promise<string[]> {
  return (await told(client, line)).filter((line) => line.includes(" PRIVMSG "))
    .map((line) => line.split(" ").slice(3).join(" "));
}

/** The code of the refusal that answers a line. */
async function refusal(client: IrcTestClient, line: string): Promise<string | undefined> {
  return (await told(client, line)).find((line) => line.includes(" FAIL "))?.split(" ")[3];
}

async function nickserv(client: IrcTestClient, command: string): Promise<void> {
  await client.send(`NS ${command}`);
  await client.waitFor(/REGISTER|IDENTIFY/.test(command) && !/^UN/.test(command) ? "900" : "901");
  await client.sync();
}

Deno.test("who makes an open room anew reads nothing that its operators said among themselves", async () => {
  await using server = await InProcessServer.start();
  const alice = await enter(server, "alice", "#1");
  await say(alice, "#1", "to all");
  await say(alice, "@#1", "to operators");
  await told(alice, "PART #1");
  const mallory = await enter(server, "mallory", "#1");
  assertEquals(await texts(mallory, "CHATHISTORY LATEST #1 * 9"), ["to all"]);
  assertEquals(await texts(mallory, "SEARCH text=to"), ["to all"]);
});

Deno.test("who has an account's name later can neither take back nor forget what was said with it", async () => {
  await using server = await InProcessServer.start();
  const keeper = await enter(server, "keeper", "#1");
  const alice = await enter(server, "alice", "#1");
  await nickserv(alice, `REGISTER ${PASSWORD}`);
  const id = await say(alice, "#1", "hers");
  await nickserv(alice, `UNREGISTER ${PASSWORD}`);
  await alice.send("QUIT");
  await alice.closed();
  const other = await enter(server, "alice", "#1");
  await nickserv(other, `REGISTER ${PASSWORD}`);
  assertEquals(await refusal(other, `REDACT #1 ${id}`), "REDACT_FORBIDDEN");
  await say(other, "#1", "his");
  await told(other, "FORGETME alice");
  let left: string[];
  do left = await texts(keeper, "CHATHISTORY LATEST #1 * 9"); while (left.includes("his"));
  assertEquals(left, ["hers"]);
});

Deno.test("who takes a guest's nickname takes nothing back that was said with it", async () => {
  await using server = await InProcessServer.start();
  await enter(server, "keeper", "#1");
  const alice = await enter(server, "alice", "#1");
  const mallory = await server.connect();
  await mallory.send(
    "CAP REQ :draft/message-redaction",
    "NICK mallory",
    "USER alice 0 * :m",
    "CAP END",
  );
  await mallory.waitFor("001");
  await mallory.join("#1");
  const id = await say(alice, "#1", "hers");
  await alice.send("QUIT");
  await alice.closed();
  await told(mallory, "NICK alice");
  assertEquals(await refusal(mallory, `REDACT #1 ${id}`), "REDACT_FORBIDDEN");
});

Deno.test("an account that asks to be forgotten loses what it said of itself, too", async () => {
  await using server = await InProcessServer.start();
  const alice = await enter(server, "alice");
  await nickserv(alice, `REGISTER ${PASSWORD}`);
  await told(alice, "METADATA * SET url :https://alice.example");
  for (let count = 0; count < 3; count++) await told(alice, "FORGETME alice");
  const bob = await enter(server, "bob");
  assertEquals((await told(bob, "METADATA alice LIST")).filter((line) => line.includes("url")), []);
});

Deno.test("connections that log in before an account is removed share nothing with its name's next owner", async () => {
  await using server = await InProcessServer.start();
  const alice = await enter(server, "alice");
  await nickserv(alice, `REGISTER ${PASSWORD}`);
  const early = await server.connect();
  await early.send("CAP REQ :sasl", "AUTHENTICATE PLAIN");
  await early.waitFor("AUTHENTICATE");
  await early.send(`AUTHENTICATE ${btoa(`\0alice\0${PASSWORD}`)}`);
  await early.waitFor("903");
  await nickserv(alice, `UNREGISTER ${PASSWORD}`);
  await early.send("NICK early", "USER early 0 * :e", "CAP END");
  await early.waitFor("001");
  assertEquals((await told(alice, "WHOIS early")).filter((line) => line.includes(" 330 ")), []);
});
