import { assertEquals, assertGreater } from "@std/assert";
import { DatabaseSync } from "node:sqlite";

import { IrcTestClient } from "../harness/irc_client.ts";
import { startServer } from "../harness/server.ts";

const KILLS = 50;
/** Clients that send all the time, to the channel and to each other. */
const TALKERS = 3;
/** Messages of each client that are under way. */
const BURST = 20;
/** The server is killed after the listener has received at most this many messages. */
const MAX_RECEIVED = 400;

Deno.test("A server killed 50 times under load has stored every message that anybody saw, once", async () => {
  const data = await Deno.makeTempDir({ prefix: "chat-crash-" });
  const seen = new Set<string>();
  for (let round = 0; round < KILLS; round++) {
    for (const text of await talkUntilKilled(data, round)) seen.add(text);
  }
  const stored = countStored(data);
  const lost = [...seen].filter((text) => !stored.has(text));
  const doubled = [...stored].filter(([, count]) => count > 1);
  assertEquals({ lost, doubled }, { lost: [], doubled: [] });
  assertGreater(seen.size, KILLS * BURST);
  await Deno.remove(data, { recursive: true });
});

/** A whole message: one that the kill cut in two has no exclamation mark. */
const WHOLE = / PRIVMSG \S+ :(\S+!)$/;

/** Starts a server, kills it while clients send, and returns all texts that anybody saw. */
async function talkUntilKilled(data: string, round: number): Promise<string[]> {
  await using server = await startServer({ args: ["--data", data] });
  const clients = await Promise.all(
    Array.from({ length: TALKERS }, (_, index) =>
      IrcTestClient.enter(server, {
        nickname: `talker${index}`,
        capabilities: ["echo-message"],
        channels: ["#1"],
      })),
  );
  const listener = await IrcTestClient.enter(server, { nickname: "ear", channels: ["#1"] });
  const talking = clients.map((client, index) => talk(client, { round, index }));
  let heard = 0;
  const enough = 1 + Math.floor(Math.random() * MAX_RECEIVED);
  await listener.feed.waitFor((line) => line.includes(" PRIVMSG ") && ++heard >= enough);
  server.process.kill();
  await Promise.all(talking);
  await server.process.exited;
  const lines = await Promise.all([...clients, listener].map(async (client) => {
    await client.feed.rest().catch(() => []);
    return client.feed.items;
  }));
  return lines.flat().flatMap((line) => WHOLE.exec(line)?.[1] ?? []);
}

/** Sends numbered messages to the channel and to a neighbour until the connection ends. */
async function talk(
  client: IrcTestClient,
  { round, index }: { round: number; index: number },
): Promise<void> {
  const neighbour = `talker${(index + 1) % TALKERS}`;
  try {
    for (let count = 0;; count += BURST) {
      const lines = Array.from({ length: BURST }, (_, line) => {
        const target = line % 5 === 0 ? neighbour : "#1";
        return `PRIVMSG ${target} :${round}.${index}.${count + line}!`;
      });
      const last = lines.at(-1) ?? "";
      await client.send(...lines);
      await client.feed.waitFor((line) => line.endsWith(last), { what: "echo" });
    }
  } catch {
    // The server was killed.
  }
}

function countStored(data: string): Map<string, number> {
  const db = new DatabaseSync(`${data}/chat.db`);
  const rows = db.prepare(
    "SELECT text, count(*) AS count FROM history WHERE kind = 0 GROUP BY text",
  )
    .all();
  db.close();
  return new Map(rows.map((row) => [String(row["text"]), Number(row["count"])]));
}
