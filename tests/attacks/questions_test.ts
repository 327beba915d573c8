/** Questions about a large history, again and again, while others want to talk. */

import { assert, assertEquals } from "@std/assert";

import { fillHistory, ROOMS } from "../../scripts/bench/history_fill.ts";
import { Progress } from "../../server/history/maintenance/progress.ts";
import { INDEXED, Indexer } from "../../server/history/search/indexer.ts";
import { Targets } from "../../server/history/targets.ts";
import { nextSequence } from "../../server/network/ids.ts";
import { openStore } from "../../server/store/mod.ts";
import { transact } from "../../server/store/transaction.ts";
import {
  assertHeld,
  type Attack,
  enterFrom,
  measure,
  startAttackable,
} from "../harness/attack/measure.ts";
import { runChat } from "../harness/program.ts";
import type { TestServer } from "../harness/server.ts";

/** Messages in the history, in all rooms together. */
const ROWS = 100_000;
/** A time ago, in milliseconds, before which few of them were said. */
const AGE_MS = ROWS * 49;
/** Conversations of the account "owner". */
const CONVERSATIONS = 2_000;
const PASSWORD = "correct-horse";

/** An attack, and how it comes: much from one address, or a little from each of many. */
const HUNDRED = { connections: 100, addresses: 1 };
const TWENTY = { connections: 20, addresses: 20 };

const HISTORY = ["batch", "draft/chathistory", "draft/event-playback", "message-tags"];
const LOG_IN = `NS IDENTIFY owner ${PASSWORD}`;

const ATTACKS: Readonly<Record<string, Attack>> = {
  "CHATHISTORY of 1,000 messages from 20 addresses": {
    ...TWENTY,
    capabilities: HISTORY,
    first: ["JOIN #room1"],
    lines: ["CHATHISTORY LATEST #room1 * 1000"],
  },
  "CHATHISTORY of 1,000 messages from 100 connections of one address": {
    ...HUNDRED,
    capabilities: HISTORY,
    first: ["JOIN #room1"],
    lines: ["CHATHISTORY LATEST #room1 * 1000"],
  },
  "SEARCH from 20 addresses": {
    ...TWENTY,
    capabilities: ["batch", "soju.im/search", "message-tags"],
    first: [`JOIN ${rooms()}`],
    lines: [
      `SEARCH text=which\\sis\\sabout;before=${new Date(Date.now() - AGE_MS).toISOString()}`,
      "SEARCH text=which\\sis\\sabout",
      "SEARCH from=nobody",
      "SEARCH text=absent",
    ],
  },
  "Messages replayed on JOIN for 100 connections of one address": {
    ...HUNDRED,
    capabilities: ["batch", "server-time"],
    lines: [`JOIN ${rooms()}`, `PART ${rooms()}`],
  },
  "CHATHISTORY TARGETS of 2,000 conversations from 20 addresses": {
    ...TWENTY,
    capabilities: HISTORY,
    first: [LOG_IN],
    lines: [
      "CHATHISTORY TARGETS timestamp=2026-01-01T00:00:00.000Z timestamp=2099-01-01T00:00:00.000Z 1000",
    ],
  },
  "MARKREAD and REDACT from 100 connections of one address": {
    ...HUNDRED,
    capabilities: ["draft/read-marker", "draft/message-redaction", "echo-message"],
    first: [LOG_IN, "JOIN #room1"],
    lines: [
      "MARKREAD #{n}-{i} timestamp=2026-01-01T00:00:00.000Z",
      "PRIVMSG x{n} :hello",
      "REDACT #room1 abcdef",
    ],
  },
  "FORGETME from 20 addresses": {
    ...TWENTY,
    first: [LOG_IN],
    lines: ["FORGETME owner", "PRIVMSG x{n} :hello"],
  },
};

function rooms(): string {
  return Array.from({ length: ROOMS }, (_, index) => `#room${index}`).join(",");
}

/** Stores messages of rooms, and conversations of the account "owner" with people who are gone. */
function fill(data: string): void {
  fillHistory(data, ROWS);
  const store = openStore({ data, fsync: false });
  const targets = new Targets(store.db);
  const insert = store.db.prepare(
    "INSERT INTO history (seq, target, kind, source, text) VALUES (?, ?, 0, 'owner!o@h', 'hello')",
  );
  const progress = new Progress(store.db);
  progress.set(INDEXED, 0);
  const owner = { id: "owner", account: "owner", nickname: "owner" };
  transact(store.db, () => {
    let sequence = 0;
    for (let index = 0; index < CONVERSATIONS; index++) {
      sequence = nextSequence(sequence, Date.now());
      const to = { id: `guest${index}`, account: undefined, nickname: `guest${index}` };
      insert.run(sequence, targets.ofConversation(owner, { to, sequence }).id);
    }
    targets.store();
  });
  const indexer = new Indexer(store.db, progress);
  while (indexer.step(1_000)) continue;
  store.close();
}

/** Registers the account "owner", which asks some questions, so that the server has run for a while. */
async function register(server: TestServer): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const take = (line: string) => {
    if (line.includes(" 900 ")) resolve();
  };
  await using owner = await enterFrom(server, { name: "owner", address: "192.0.2.1", take });
  await owner.send(`NS REGISTER ${PASSWORD}`);
  await promise;
  await owner.send(`CAP REQ :${HISTORY.join(" ")}`, "JOIN #room1,#room2,#room3");
  for (let round = 0; round < 5; round++) {
    await owner.send("CHATHISTORY LATEST #room1 * 500");
    assert(await owner.answered());
  }
}

Deno.test("Questions about a large history do not delay others", async (test) => {
  const filled = await Deno.makeTempDir({ prefix: "chat-test-" });
  fill(filled);
  const copy = (data: string) => {
    Deno.mkdirSync(data);
    Deno.copyFileSync(`${filled}/chat.db`, `${data}/chat.db`);
  };
  for (const [name, attack] of Object.entries(ATTACKS)) {
    await test.step(name, async () => {
      await using server = await startAttackable({ fill: copy });
      await register(server);
      assertHeld(name, await measure(server, attack));
    });
  }
  await test.step("chat export again and again", async () => {
    await using server = await startAttackable({ fill: copy });
    await register(server);
    let over = false;
    const args = ["export", "--room", "room1", "--data", `${server.folder}/data`];
    const exporting = (async () => {
      let exports = 0;
      for (; !over; exports++) assertEquals((await runChat(args)).code, 0);
      return exports;
    })();
    const talk = { connections: 1, addresses: 1, lines: ["PRIVMSG x0 :hello"] };
    assertHeld("chat export again and again", await measure(server, talk));
    over = true;
    assert(await exporting > 0);
  });
  await Deno.remove(filled, { recursive: true });
});
