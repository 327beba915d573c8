import { assert, assertEquals } from "@std/assert";

import { InProcessServer } from "../harness/in_process.ts";
import type { IrcTestClient } from "../harness/irc_client.ts";
import { answersTo, codes, repeatUntil, say, textsAnswering } from "../harness/wire.ts";

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

/** Sends a line and returns the code of the FAIL that answers it. */
async function refusal(client: IrcTestClient, line: string): Promise<string | undefined> {
  return (await answersTo(client, line)).find((line) => line.includes(" FAIL "))?.split(" ")[3];
}

async function nickserv(client: IrcTestClient, command: string): Promise<void> {
  await client.send(`NS ${command}`);
  await client.waitFor(/REGISTER|IDENTIFY/.test(command) && !/^UN/.test(command) ? "900" : "901");
  await client.sync();
}

Deno.test("A user who recreates an open channel cannot read what its operators said among themselves", async () => {
  await using server = await InProcessServer.start();
  const alice = await enter(server, "alice", "#1");
  await say(alice, "#1", "to all");
  await say(alice, "@#1", "to operators");
  await answersTo(alice, "PART #1");
  const mallory = await enter(server, "mallory", "#1");
  assertEquals(await textsAnswering(mallory, "CHATHISTORY LATEST #1 * 9"), ["to all"]);
  assertEquals(await textsAnswering(mallory, "SEARCH text=to"), ["to all"]);
});

Deno.test("The next owner of an account's name can neither redact nor forget what was said with it", async () => {
  await using server = await InProcessServer.start();
  const keeper = await enter(server, "keeper", "#1");
  const alice = await enter(server, "alice", "#1");
  await nickserv(alice, `REGISTER ${PASSWORD}`);
  const [id] = await say(alice, "#1", "hers");
  await nickserv(alice, `UNREGISTER ${PASSWORD}`);
  await alice.send("QUIT");
  await alice.closed();
  const other = await enter(server, "alice", "#1");
  await nickserv(other, `REGISTER ${PASSWORD}`);
  assertEquals(await refusal(other, `REDACT #1 ${id}`), "REDACT_FORBIDDEN");
  await say(other, "#1", "his");
  await answersTo(other, "FORGETME alice");
  await repeatUntil(() => textsAnswering(keeper, "CHATHISTORY LATEST #1 * 9"), {
    what: "his message is forgotten, hers is not",
    holds: (left) => left.join() === "hers",
  });
});

Deno.test("A user who takes a guest's nickname cannot redact what was said with it", async () => {
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
  const [id] = await say(alice, "#1", "hers");
  await alice.send("QUIT");
  await alice.closed();
  assertEquals(await answersTo(mallory, "NICK alice"), ["mallory NICK alice"]);
  assertEquals(await refusal(mallory, `REDACT #1 ${id}`), "REDACT_FORBIDDEN");
});

Deno.test("FORGETME removes an account's metadata, too", async () => {
  await using server = await InProcessServer.start();
  const alice = await enter(server, "alice");
  await nickserv(alice, `REGISTER ${PASSWORD}`);
  const bob = await enter(server, "bob");
  const listed = async () =>
    (await answersTo(bob, "METADATA alice LIST")).filter((line) => line.includes(" 761 ")).length;
  await answersTo(alice, "METADATA * SET url :https://alice.example");
  assertEquals(await listed(), 1);
  await answersTo(alice, "FORGETME alice");
  await repeatUntil(listed, { what: "nothing is listed", holds: (count) => count === 0 });
});

Deno.test("A connection that logs in before its account is removed is logged in no longer", async () => {
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
  const whois = codes(await answersTo(alice, "WHOIS early"));
  assert(whois.includes("311") && !whois.includes("330"), whois.join());
});
