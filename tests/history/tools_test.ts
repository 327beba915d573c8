import { assertEquals, assertStringIncludes } from "@std/assert";

import { makeAccount } from "../harness/accounts.ts";
import { IrcTestClient } from "../harness/irc_client.ts";
import { runChat } from "../harness/program.ts";
import { startServer, type TestServer } from "../harness/server.ts";
import { received } from "../harness/wire.ts";

/** Makes a data folder, which is removed at the end. */
async function withData(use: (data: string) => Promise<void>): Promise<void> {
  const data = await Deno.makeTempDir({ prefix: "chat-store-" });
  try {
    await use(data);
  } finally {
    await Deno.remove(data, { recursive: true });
  }
}

async function talk(server: TestServer, ...texts: string[]): Promise<IrcTestClient> {
  const alice = await IrcTestClient.enter(server, { nickname: "alice", channels: ["#1"] });
  await alice.send(...texts.map((text) => `PRIVMSG #1 :${text}`));
  await alice.sync();
  return alice;
}

Deno.test("Export prints a room of a running server as text and as JSON", async () => {
  await withData(async (data) => {
    await using server = await startServer({ args: ["--data", data] });
    using _alice = await talk(server, "hello there", "\x01ACTION waves\x01");
    const text = await runChat(["export", "--data", data, "--room", "1"]);
    assertEquals(text.code, 0, text.stderr);
    const lines = text.stdout.split("\n").map((line) => line.replace(/^\S+ /, ""));
    assertEquals(lines, ["--- alice entered", "<alice> hello there", "* alice waves"]);
    const json = await runChat(["export", "--data", data, "--room", "#1", "--format", "json"]);
    const [, said] = json.stdout.split("\n").map((line) => JSON.parse(line));
    assertEquals([said.kind, said.room, said.text], ["PRIVMSG", "#1", "hello there"]);
    const since = await runChat(["export", "--data", data, "--room", "1", "--since", "2099-01-01"]);
    assertEquals([since.code, since.stdout], [0, ""]);
  });
});

Deno.test("Export lists what there is, and prints what two people said to each other", async () => {
  await withData(async (data) => {
    await using server = await startServer({ args: ["--data", data] });
    using alice = await talk(server, "in the room");
    using bob = await IrcTestClient.enter(server, { nickname: "bob" });
    for (const client of [alice, bob]) await makeAccount(client);
    await alice.send("PRIVMSG bob :to bob alone");
    await alice.sync();
    const list = await runChat(["export", "--data", data, "--list"]);
    assertEquals(list.code, 0, list.stderr);
    const [people, room] = list.stdout.split("\n").map((line) => line.replace(/, last .*/, ""));
    assertEquals([people, room], ["--people alice,bob  1 row", "--room #1  2 rows"]);
    const args = ["export", "--data", data, "--people", "Bob,alice", "--format", "json"];
    const said = JSON.parse((await runChat(args)).stdout);
    assertEquals([said.to, said.text, said.room], ["bob", "to bob alone", undefined]);
    const nobody = await runChat(["export", "--data", data, "--people", "bob,carol"]);
    assertEquals(nobody.code, 1);
    assertStringIncludes(nobody.stderr, "--list lists what is");
  });
});

Deno.test("Export reads a database beside which nothing can be written", async () => {
  await withData(async (data) => {
    {
      await using server = await startServer({ args: ["--data", data] });
      using _alice = await talk(server, "hello there");
      await server.process.type("quit");
      await server.process.finished();
    }
    // Stands for a read-only folder, whose permissions would not keep root from writing.
    await Deno.mkdir(`${data}/chat.db-shm`);
    const { code, stdout, stderr } = await runChat(["export", "--data", data, "--room", "1"]);
    assertEquals(code, 0, stderr);
    assertStringIncludes(stdout, "<alice> hello there");
  });
});

Deno.test("Export prints a room's whole history, including what its members may not read", async () => {
  await withData(async (data) => {
    await using server = await startServer({ args: ["--data", data] });
    const alice = await talk(server, "among us");
    await alice.send("MODE #1 +i", "PART #1", "JOIN #1", "PRIVMSG #1 :anew");
    await alice.sync();
    alice.close();
    const { stdout } = await runChat(["export", "--data", data, "--room", "1"]);
    const said = stdout.split("\n").filter((line) => line.includes("<alice>"));
    assertEquals(said.map((line) => line.split("> ")[1]), ["among us", "anew"]);
  });
});

Deno.test("Export prints what a renamed room said under its earlier name", async () => {
  await withData(async (data) => {
    await using server = await startServer({ args: ["--data", data] });
    const alice = await talk(server, "in public");
    await alice.send("RENAME #1 #2", "PRIVMSG #2 :renamed");
    await alice.sync();
    alice.close();
    const said = async (room: string) => {
      const { stdout } = await runChat(["export", "--data", data, "--room", room]);
      return stdout.split("\n").filter((line) => line.includes("<alice>"))
        .map((line) => line.split("> ")[1]);
    };
    assertEquals(await said("1"), ["in public"]);
    assertEquals(await said("2"), ["in public", "renamed"]);
  });
});

Deno.test("Export as JSON tells what was said while the room was closed", async () => {
  await withData(async (data) => {
    await using server = await startServer({ args: ["--data", data] });
    const alice = await talk(server, "in public");
    await alice.send("MODE #1 +i", "PRIVMSG #1 :among us", "MODE #1 -i", "PRIVMSG #1 :again");
    await alice.sync();
    alice.close();
    const args = ["export", "--data", data, "--room", "1", "--format", "json"];
    const { stdout } = await runChat(args);
    const said = stdout.trim().split("\n").map((line) => JSON.parse(line))
      .filter(({ kind }) => kind === "PRIVMSG").map(({ text, closed }) => [text, closed]);
    assertEquals(said, [["in public", undefined], ["among us", true], ["again", undefined]]);
  });
});

Deno.test("Export and backup report errors in one line", async () => {
  await withData(async (data) => {
    const empty = await runChat(["export", "--data", data, "--room", "1"]);
    assertEquals([empty.code, empty.stderr.split("\n").length], [1, 1]);
    assertStringIncludes(empty.stderr, `Cannot read "${data}/chat.db": there is no such file`);
    const format = await runChat(["export", "--data", data, "--room", "1", "--format", "xml"]);
    assertEquals([format.code, format.stderr.split("\n").length], [2, 1]);
    assertStringIncludes(format.stderr, "xml");
    const nameless = await runChat(["backup"]);
    assertEquals([nameless.code, nameless.stderr.split("\n").length], [2, 1]);
  });
});

Deno.test("Backup copies the database of a running server, and another server can use the copy", async () => {
  await withData(async (data) => {
    const copy = `${data}/copy`;
    await Deno.mkdir(copy);
    {
      await using server = await startServer({ args: ["--data", data] });
      using alice = await talk(server, "kept");
      const backup = await runChat(["backup", `${copy}/chat.db`, "--data", data]);
      assertEquals(backup.code, 0, backup.stderr);
      await alice.send("PRIVMSG #1 :too late");
      await alice.sync();
      const again = await runChat(["backup", `${copy}/chat.db`, "--data", data]);
      assertStringIncludes(again.stderr, "a backup replaces nothing");
    }
    await using server = await startServer({ args: ["--data", copy] });
    using bob = await IrcTestClient.enter(server, {
      nickname: "bob",
      capabilities: ["server-time"],
      channels: ["#1"],
    });
    await bob.sync();
    const shown = bob.feed.items.filter((line) => line.includes(" PRIVMSG ")).map((line) =>
      line.split(" :").at(-1)
    );
    assertEquals(shown, ["kept"]);
    assertEquals(await received(bob), []);
  });
});

Deno.test("A second server on one folder and a damaged database are reported in one line", async () => {
  await withData(async (data) => {
    {
      await using _server = await startServer({ args: ["--data", data] });
      const second = await runChat(["serve", "--port", "0", "--no-web", "--data", data]);
      assertEquals(second.code, 1);
      assertStringIncludes(second.stderr, `"${data}": another chat serves from it`);
      assertEquals(second.stderr.split("\n").length, 1);
    }
    await Deno.remove(`${data}/chat.db-wal`);
    await Deno.writeFile(`${data}/chat.db`, new Uint8Array(8192).fill(7));
    const damaged = await runChat(["serve", "--port", "0", "--no-web", "--data", data]);
    assertEquals(damaged.code, 1);
    assertStringIncludes(
      damaged.stderr,
      `Cannot use the database "${data}/chat.db": it is damaged`,
    );
    assertEquals(damaged.stderr.split("\n").length, 1, damaged.stderr);
  });
});
