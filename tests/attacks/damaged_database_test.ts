/** A database that a failing disk or a careless hand has damaged. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { DatabaseSync } from "node:sqlite";

import { makeAccount } from "../harness/accounts.ts";
import { IrcTestClient } from "../harness/irc_client.ts";
import { runChat } from "../harness/program.ts";
import { Random } from "../harness/random.ts";
import { startServer } from "../harness/server.ts";

const SECRET_WORD = "xylophone";
/** What fills the pages of the history. */
const MESSAGES = 1_500;

/** Makes a database with an account, a room and messages; returns its folder. */
async function makeDatabase(): Promise<string> {
  const data = await Deno.makeTempDir({ prefix: "chat-test-" });
  await using server = await startServer({ args: ["--data", data] });
  using alice = await IrcTestClient.enter(server, { nickname: "alice", channels: ["#1"] });
  await makeAccount(alice);
  await alice.join("#hers");
  for (let i = 0; i < MESSAGES; i += 100) {
    await alice.send(
      ...Array.from({ length: 100 }, (_, n) => `PRIVMSG #1 :message ${i + n} ${SECRET_WORD}`),
    );
    await alice.sync();
  }
  await server.process.type("quit");
  await server.process.finished();
  return data;
}

/** Flips bytes of a database beyond its first page. */
function damage(data: string, { seed, flips }: { seed: number; flips: number }): void {
  const path = `${data}/chat.db`;
  const bytes = Deno.readFileSync(path);
  const random = new Random(seed);
  for (let i = 0; i < flips; i++) {
    const at = 4096 + random.below(bytes.length - 4096);
    bytes[at] = bytes[at]! ^ (1 + random.below(255));
  }
  Deno.writeFileSync(path, bytes);
}

/** Uses everything that reads or writes the database; the server may end meanwhile. */
async function useAll(server: { host: string; port: number }): Promise<void> {
  const capabilities = ["draft/chathistory", "draft/search", "batch"];
  using bob = await IrcTestClient.enter(server, { nickname: "bob", capabilities });
  await bob.join("#1");
  await bob.send(
    "CHATHISTORY LATEST #1 * 1000",
    `SEARCH text=${SECRET_WORD}`,
    "PRIVMSG #1 :still here",
    "NS IDENTIFY alice wrong",
    "NS REGISTER correct-horse",
    "MODE #hers +b x",
  );
  await bob.sync();
}

Deno.test("A damaged database ends the server with what to do, and is never called a bug", async () => {
  const whole = await makeDatabase();
  let refused = 0;
  for (const seed of [1, 2, 3, 4]) {
    const data = await Deno.makeTempDir({ prefix: "chat-test-" });
    await Deno.copyFile(`${whole}/chat.db`, `${data}/chat.db`);
    damage(data, { seed, flips: 4 ** seed });
    const text = await serveDamaged(data);
    assert(!text.includes("this is a bug"), text);
    assert(!text.includes(SECRET_WORD), text);
    if (text.includes("it is damaged")) {
      refused++;
      assertStringIncludes(text, "a copy that chat backup made");
    }
    await Deno.remove(data, { recursive: true });
  }
  assert(refused >= 2, `damage was found ${refused} times`);
  await Deno.remove(whole, { recursive: true });
});

/** Starts a server on a damaged database and uses it; returns all that the server said. */
async function serveDamaged(data: string): Promise<string> {
  try {
    await using server = await startServer({ args: ["--data", data, "--log-level", "debug"] });
    await useAll(server).catch(() => {});
    await server.process.type("quit").catch(() => {});
    const code = await server.process.finished();
    const text = server.process.stderr.items.join("\n");
    assertEquals(code, text.includes("it is damaged") ? 1 : 0, text);
    return text;
  } catch (error) {
    // It has not started.
    return String(error);
  }
}

Deno.test("A database that is damaged while the server runs ends it with what to do", async () => {
  const data = await makeDatabase();
  await using server = await startServer({ args: ["--data", data] });
  // What another program writes makes the server read all pages anew.
  const other = new DatabaseSync(`${data}/chat.db`);
  other.exec("INSERT INTO progress (name, value) VALUES ('other', 1)");
  other.close();
  const { size } = await Deno.stat(`${data}/chat.db`);
  using file = await Deno.open(`${data}/chat.db`, { write: true });
  await file.seek(4096, Deno.SeekMode.Start);
  await file.write(new Uint8Array(size - 4096).fill(0xa5));
  await useAll(server).catch(() => {});
  assertEquals(await server.process.finished(), 1);
  const text = server.process.stderr.items.join("\n");
  assertStringIncludes(text, "The database is damaged, and the server ends");
  assert(!text.includes("this is a bug"), text);
  assert(!text.includes(SECRET_WORD), text);
  await Deno.remove(data, { recursive: true });
});

Deno.test("Where there was a network, an empty or missing database is no new network", async () => {
  const data = await makeDatabase();
  for (const spoil of [Deno.truncate, Deno.remove]) {
    await spoil(`${data}/chat.db`);
    const { code, stderr } = await runChat(["serve", "--port", "0", "--no-web", "--data", data]);
    assertEquals(code, 1);
    assertStringIncludes(stderr, "it is missing or empty, but this folder has had one");
  }
  await Deno.remove(data, { recursive: true });
});
