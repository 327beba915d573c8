import { assert, assertEquals, assertGreater, assertStringIncludes } from "@std/assert";

import type { IrcMessage } from "../../protocol/message.ts";
import { IrcTestClient } from "../harness/irc_client.ts";
import { startServer, type TestServer } from "../harness/server.ts";

const SECOND = ["batch", "draft/metadata-2"];
const THIRD = ["batch", "draft/metadata-3"];

/** Sends lines and returns the answers without their sources and the ids of batches. */
async function answersTo(client: IrcTestClient, ...lines: string[]): Promise<string[]> {
  await client.send(...lines);
  return (await client.sync()).map(textOf);
}

function textOf({ command, params }: IrcMessage): string {
  if (command !== "BATCH") return [command, ...params].join(" ");
  const [name = "", ...rest] = params;
  return ["BATCH", name.slice(0, 1), ...rest].join(" ");
}

function enter(server: TestServer, nickname: string, capabilities: readonly string[]) {
  return IrcTestClient.enter(server, { nickname, capabilities, channels: ["#1"] });
}

Deno.test("A user sets, reads, lists and clears their metadata", async () => {
  await using server = await startServer();
  using alice = await enter(server, "alice", THIRD);
  assertEquals(await answersTo(alice, "METADATA * SET display-name :Alice the First"), [
    "761 alice alice display-name * Alice the First",
  ]);
  assertEquals(await answersTo(alice, "METADATA alice SET url :http://a.test"), [
    "761 alice alice url * http://a.test",
  ]);
  assertEquals(await answersTo(alice, "METADATA * GET url missing $bad"), [
    "BATCH + metadata alice",
    "761 alice alice url * http://a.test",
    "766 alice alice missing This key is not set",
    "FAIL METADATA INVALID_KEY $bad A key is of a-z, 0-9, _ . / and -, and not too long",
    "BATCH -",
  ]);
  assertEquals(await answersTo(alice, "METADATA * SET url", "METADATA * SET url"), [
    "766 alice alice url This key is not set",
    "766 alice alice url This key is not set",
  ]);
  assertEquals(await answersTo(alice, "METADATA * LIST"), [
    "BATCH + metadata alice",
    "761 alice alice display-name * Alice the First",
    "BATCH -",
  ]);
  assertEquals(await answersTo(alice, "METADATA * CLEAR", "METADATA * LIST"), [
    "BATCH + metadata alice",
    "766 alice alice display-name This key is not set",
    "BATCH -",
    "BATCH + metadata alice",
    "BATCH -",
  ]);
});

Deno.test("Users cannot change the metadata of others, and only operators that of a channel", async () => {
  await using server = await startServer();
  using alice = await enter(server, "alice", THIRD);
  using bob = await enter(server, "bob", THIRD);
  using carol = await IrcTestClient.enter(server, { nickname: "carol", capabilities: THIRD });
  await answersTo(alice, "METADATA * SET color :red", "METADATA #1 SET color :blue");
  assertEquals(await answersTo(bob, "METADATA alice SET color :green", "METADATA alice CLEAR"), [
    "FAIL METADATA KEY_NO_PERMISSION alice color You may not do this",
    "FAIL METADATA KEY_NO_PERMISSION alice * You may not do this",
  ]);
  assertEquals(await answersTo(bob, "METADATA #1 SET color :green", "METADATA #1 GET color"), [
    "FAIL METADATA KEY_NO_PERMISSION #1 color You may not do this",
    "BATCH + metadata #1",
    "761 bob #1 color * blue",
    "BATCH -",
  ]);
  assertEquals(
    await answersTo(carol, "METADATA #1 LIST", "METADATA #1 SYNC", "METADATA dave LIST"),
    [
      "FAIL METADATA KEY_NO_PERMISSION #1 * You may not do this",
      "FAIL METADATA KEY_NO_PERMISSION #1 * You may not do this",
      "FAIL METADATA INVALID_TARGET dave There is no such target",
    ],
  );
  await answersTo(alice, "MODE #1 +s");
  assertEquals(await answersTo(carol, "METADATA #1 LIST"), [
    "FAIL METADATA INVALID_TARGET #1 There is no such target",
  ]);
});

Deno.test("Subscribers receive changes, each in the form of its draft", async () => {
  await using server = await startServer();
  using alice = await enter(server, "alice", THIRD);
  using second = await enter(server, "second", SECOND);
  using third = await enter(server, "third", THIRD);
  using none = await enter(server, "none", THIRD);
  for (const client of [alice, second, third, none]) await client.sync();
  assertEquals(await answersTo(second, "METADATA * SUB color"), ["770 second color"]);
  assertEquals(await answersTo(third, "METADATA * SUB color"), [
    "770 third color",
    "774 third *ALL 0",
  ]);
  const changes = ["METADATA * SET color :red", "METADATA * SET url :x", "METADATA * SET color"];
  await answersTo(alice, ...changes, "METADATA #1 SET color :blue");
  assertEquals((await third.sync()).map(textOf), [
    "761 * alice color * red",
    "766 * alice color This key is not set",
    "761 * #1 color * blue",
  ]);
  const heard = await second.sync();
  assertEquals(heard.map(textOf), [
    "METADATA alice color * red",
    "METADATA alice color *",
    "METADATA #1 color * blue",
  ]);
  assert(heard.every(({ source }) => source?.startsWith("alice!")));
  assertEquals(await none.sync(), []);
  assertEquals(await answersTo(third, "METADATA * UNSUB color other"), ["771 third color other"]);
  await answersTo(alice, "METADATA #1 SET color :green");
  assertEquals(await third.sync(), []);
});

Deno.test("JOIN, subscriptions and MONITOR show what is set already", async () => {
  await using server = await startServer();
  using alice = await enter(server, "alice", THIRD);
  await answersTo(alice, "METADATA * SET color :red", "METADATA #1 SET color :blue");
  using bob = await IrcTestClient.enter(server, { nickname: "bob", capabilities: THIRD });
  await answersTo(bob, "METADATA * SUB color");
  assertEquals((await answersTo(bob, "JOIN #1")).slice(-4), [
    "BATCH + metadata #1",
    "761 bob #1 color * blue",
    "761 bob alice color * red",
    "BATCH -",
  ]);
  assertEquals(await answersTo(bob, "METADATA *ALL SYNC"), [
    "BATCH + metadata *ALL",
    "761 bob #1 color * blue",
    "761 bob alice color * red",
    "BATCH -",
  ]);
  using carol = await IrcTestClient.enter(server, { nickname: "carol", capabilities: SECOND });
  await answersTo(carol, "METADATA * SUB color");
  assertEquals((await answersTo(carol, "MONITOR + alice")).slice(-3), [
    "BATCH + metadata alice",
    "METADATA alice color * red",
    "BATCH -",
  ]);
  await answersTo(carol, "METADATA * SET color :pink");
  await carol.join("#1");
  assertEquals((await bob.sync()).map(textOf).at(-1), "761 * carol color * pink");
  const whois = await answersTo(bob, "WHOIS alice");
  assertEquals(whois.filter((line) => line.startsWith("760")), ["760 bob alice color * red"]);
});

Deno.test("Subscriptions are listed, and each limit is refused in the words of the draft", async () => {
  const args = ["--metadata-subscriptions", "2", "--metadata-keys", "1"];
  await using server = await startServer({ args });
  using second = await enter(server, "second", SECOND);
  using third = await enter(server, "third", THIRD);
  await Promise.all([second.sync(), third.sync()]);
  assertEquals(await answersTo(third, "METADATA * SUB a !x b c a", "METADATA * SUBS"), [
    "FAIL METADATA INVALID_KEY !x A key is of a-z, 0-9, _ . / and -, and not too long",
    "FAIL METADATA LIMIT_REACHED c 2 SUB There are too many subscriptions",
    "770 third a b",
    "774 third *ALL 0",
    "BATCH + metadata-subs",
    "772 third a b",
    "BATCH -",
  ]);
  assertEquals(await answersTo(second, "METADATA * SUB a b c"), [
    "FAIL METADATA TOO_MANY_SUBS c There are too many subscriptions",
    "770 second a b",
  ]);
  await answersTo(second, "METADATA * SET a :1");
  await answersTo(third, "METADATA * SET a :1");
  await second.sync();
  const long = "x".repeat(301);
  const wrong = ["METADATA * SET b :2", `METADATA * SET a :${long}`, "METADATA * PUT a"];
  assertEquals(await answersTo(third, ...wrong), [
    "FAIL METADATA LIMIT_REACHED third 1 SET There are too many keys",
    "FAIL METADATA INVALID_VALUE a A value may be 300 bytes long, for some targets less",
    "FAIL METADATA INVALID_PARAMS PUT There is no such subcommand",
  ]);
  assertEquals(await answersTo(second, ...wrong, "METADATA * SET c", "METADATA * SET $ :1"), [
    "FAIL METADATA LIMIT_REACHED second There are too many keys",
    "FAIL METADATA VALUE_INVALID A value may be 300 bytes long, for some targets less",
    "FAIL METADATA SUBCOMMAND_INVALID PUT There is no such subcommand",
    "FAIL METADATA KEY_NOT_SET second c This key is not set",
    "FAIL METADATA KEY_INVALID $ A key is of a-z, 0-9, _ . / and -, and not too long",
  ]);
  assertEquals(await answersTo(third, "METADATA * SET", "METADATA *"), [
    "461 third METADATA Not enough parameters",
    "461 third METADATA Not enough parameters",
  ]);
});

Deno.test("What is set before registration stays after it, and is part of the greeting", async () => {
  await using server = await startServer();
  using client = await IrcTestClient.connect(server);
  await client.send("CAP LS 302");
  const offer = await client.waitFor("the offer", ({ params }) => {
    return params.at(-1)?.includes("draft/metadata-2=before-connect,max-subs=50,") === true;
  });
  assertStringIncludes(offer.params.at(-1) ?? "", "max-keys=50,max-value-bytes=300");
  await client.send("CAP REQ :batch draft/metadata-2");
  await client.sync();
  assertEquals(
    await answersTo(
      client,
      "METADATA * SUB display-name",
      "METADATA * SET display-name :a b c",
      "METADATA alice LIST",
    ),
    [
      "770 * display-name",
      "761 * * display-name * a b c",
      "FAIL METADATA INVALID_TARGET alice There is no such target",
    ],
  );
  await client.send("NICK alice", "USER alice 0 * :Alice", "CAP END");
  await client.waitFor("the greeting", "001");
  const greeting = (await client.sync()).map(textOf);
  const start = greeting.indexOf("BATCH + metadata alice");
  assertEquals(greeting.slice(start, start + 3), [
    "BATCH + metadata alice",
    "METADATA alice display-name * a b c",
    "BATCH -",
  ]);
  assertGreater(greeting.findIndex((line) => line.startsWith("422")), start);
  assertEquals(await answersTo(client, "METADATA * SUBS"), [
    "BATCH + metadata-subs",
    "772 alice display-name",
    "BATCH -",
  ]);
});

Deno.test("Metadata of accounts and of their channels survives a restart", async () => {
  const folder = await Deno.makeTempDir();
  const args = ["--data", `${folder}/data`];
  {
    await using server = await startServer({ args });
    using alice = await enter(server, "alice", THIRD);
    using bob = await enter(server, "bob", THIRD);
    await answersTo(bob, "METADATA * SUB color gone", "METADATA * SET color :grey");
    await answersTo(alice, "METADATA * SET gone :soon");
    await bob.sync();
    await alice.send("REGISTER * * correct-horse");
    await alice.waitFor("the account", "REGISTER");
    await alice.waitFor("being logged in", "900");
    await alice.sync();
    assertEquals((await bob.sync()).map(textOf), ["766 * alice gone This key is not set"]);
    await answersTo(alice, "PRIVMSG ChanServ :REGISTER #1");
    await answersTo(alice, "METADATA * SET color :red", "METADATA #1 SET color :blue");
    await answersTo(alice, "METADATA #1 SET url :x", "METADATA #1 SET url");
  }
  {
    await using server = await startServer({ args });
    using bob = await enter(server, "bob", THIRD);
    assertEquals((await answersTo(bob, "METADATA * LIST", "METADATA #1 LIST")).slice(2), [
      "BATCH + metadata #1",
      "761 bob #1 color * blue",
      "BATCH -",
    ]);
    await answersTo(bob, "METADATA * SUB color", "MONITOR + alice");
    using alice = await IrcTestClient.connect(server);
    await alice.send("NICK visitor", "USER alice 0 * :Alice");
    await alice.waitFor("the greeting", "001");
    await alice.send("JOIN #1", "PRIVMSG NickServ :IDENTIFY alice correct-horse");
    await alice.waitFor("being logged in", "900");
    await alice.sync();
    const heard = (await bob.sync()).map(textOf).filter((line) => line.startsWith("761"));
    assertEquals(heard, ["761 * visitor color * red"]);
  }
  await Deno.remove(folder, { recursive: true });
});
