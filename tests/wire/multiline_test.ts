import { assert, assertEquals } from "@std/assert";

import type { IrcMessage } from "../../protocol/message.ts";
import { IrcTestClient } from "../harness/irc_client.ts";
import { startServer } from "../harness/server.ts";

const TAGS = ["message-tags", "server-time", "account-tag", "echo-message", "labeled-response"];
const CAPABILITIES = ["batch", "draft/multiline", ...TAGS];

const MESSAGE = [
  "@label=xyz;+kind=poem BATCH +123 draft/multiline #1",
  "@batch=123 PRIVMSG #1 hello",
  "@batch=123 PRIVMSG #1 :",
  "@batch=123 PRIVMSG #1 :how is ",
  "@batch=123;draft/multiline-concat PRIVMSG #1 :everyone?",
  "BATCH -123",
];

const TEXTS = [["hello", false], ["", false], ["how is ", false], ["everyone?", true]] as const;

/** The texts of messages, and whether each continues the one before. */
function textsOf(lines: readonly IrcMessage[]): (readonly [string | undefined, boolean])[] {
  return lines.map(({ params, tags }) => [params[1], tags.has("draft/multiline-concat")]);
}

Deno.test("Clients with draft/multiline receive one message, others its lines that are not blank", async () => {
  await using server = await startServer();
  const channels = ["#1"];
  const capabilities = CAPABILITIES;
  using alice = await IrcTestClient.enter(server, { nickname: "alice", capabilities, channels });
  using bob = await IrcTestClient.enter(server, { nickname: "bob", capabilities, channels });
  using carol = await IrcTestClient.enter(server, {
    nickname: "carol",
    capabilities: TAGS,
    channels,
  });
  using dave = await IrcTestClient.enter(server, { nickname: "dave", channels });
  for (const client of [alice, bob, carol, dave]) await client.sync();
  await alice.send(...MESSAGE);
  const [start, ...echo] = await alice.sync();
  assertEquals(start?.tags.get("label"), "xyz");
  assertEquals(start?.params.slice(1), ["draft/multiline", "#1"]);
  assertEquals(start?.tags.get("+kind"), "poem");
  const msgid = start?.tags.get("msgid");
  assertEquals(echo.pop()?.params, [`-${start?.params[0]?.slice(1)}`]);
  assertEquals(textsOf(echo), [...TEXTS]);
  assert(!echo.some(({ tags }) => tags.has("msgid") || tags.has("label")));

  const [theirs, ...relayed] = await bob.sync();
  assertEquals([theirs?.tags.get("msgid"), theirs?.tags.has("label")], [msgid, false]);
  assert(theirs?.source?.startsWith("alice!"));
  assertEquals(relayed.pop()?.command, "BATCH");
  assertEquals(textsOf(relayed), [...TEXTS]);
  const batch = theirs?.params[0]?.slice(1);
  assert(relayed.every(({ tags }) => tags.get("batch") === batch));

  const plain = await carol.sync();
  assertEquals(plain.map(({ params }) => params[1]), ["hello", "how is ", "everyone?"]);
  assertEquals(plain.map(({ tags }) => tags.get("msgid")), [msgid, undefined, undefined]);
  assert(plain.every(({ tags }) => tags.get("time") === start?.tags.get("time")));
  assert(plain.every(({ tags }) => tags.get("+kind") === "poem"));

  const bare = await dave.sync();
  assertEquals(bare.map(({ tags, params }) => [tags.size, params[1]]), [
    [0, "hello"],
    [0, "how is "],
    [0, "everyone?"],
  ]);
});

Deno.test("A multi-line message to a user reaches them and is echoed", async () => {
  await using server = await startServer();
  const capabilities = CAPABILITIES;
  using alice = await IrcTestClient.enter(server, { nickname: "alice", capabilities });
  using bob = await IrcTestClient.enter(server, { nickname: "bob", capabilities });
  await alice.send(...MESSAGE.map((line) => line.replace("#1", "bob")));
  assertEquals((await alice.sync()).length, 6);
  const [start, ...lines] = await bob.sync();
  assertEquals(start?.params.slice(1), ["draft/multiline", "bob"]);
  assertEquals(textsOf(lines.slice(0, -1)), [...TEXTS]);
});

Deno.test("A multi-line message survives a restart, and the history has it as one", async () => {
  const folder = await Deno.makeTempDir();
  const args = ["--data", `${folder}/data`];
  const capabilities = [...CAPABILITIES, "draft/chathistory"];
  let msgid: string | undefined;
  {
    await using server = await startServer({ args });
    using alice = await IrcTestClient.enter(server, { nickname: "alice", capabilities });
    await alice.send("JOIN #1");
    await alice.sync();
    await alice.send(...MESSAGE);
    const [start] = await alice.sync();
    msgid = start?.tags.get("msgid");
  }
  {
    await using server = await startServer({ args });
    using bob = await IrcTestClient.enter(server, { nickname: "bob", capabilities });
    await bob.send("JOIN #1");
    await bob.sync();
    await bob.send("CHATHISTORY LATEST #1 * 10");
    const [outer, start, ...lines] = await bob.sync();
    assertEquals(outer?.params[1], "chathistory");
    assertEquals(start?.params.slice(1), ["draft/multiline", "#1"]);
    assertEquals(start?.tags.get("batch"), outer?.params[0]?.slice(1));
    assertEquals(start?.tags.get("msgid"), msgid);
    assertEquals(textsOf(lines.slice(0, 4)), [...TEXTS]);
    await bob.send("CAP REQ -draft/multiline", "CHATHISTORY LATEST #1 * 10");
    const plain = (await bob.sync()).filter(({ command }) => command === "PRIVMSG");
    assertEquals(textsOf(plain), [["hello", false], ["how is ", false], ["everyone?", false]]);
    assertEquals(plain.map(({ tags }) => tags.get("msgid")), [msgid, undefined, undefined]);
  }
  await Deno.remove(folder, { recursive: true });
});
