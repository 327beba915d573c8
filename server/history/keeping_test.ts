import { assertEquals } from "@std/assert";
import type { DatabaseSync } from "node:sqlite";
import { NO_TAGS } from "../../protocol/message.ts";
import { createLog } from "../operator/log.ts";
import { nextSequence, timeOfSequence } from "../network/ids.ts";
import { emptyChannel, type User } from "../network/state.ts";
import { openStore } from "../store/mod.ts";
import { Forgetting } from "./maintenance/forgetting.ts";
import { Indexer } from "./search/indexer.ts";
import { Progress } from "./maintenance/progress.ts";
import { Reader } from "./reader.ts";
import { HistoryRecorder } from "./recorder.ts";
import { Retention } from "./maintenance/retention.ts";
import type { Row } from "./row.ts";
import { Search } from "./search/search.ts";
import { Targets } from "./targets.ts";

const DAY_MS = 86_400_000;
const NOW = Date.parse("2026-06-01T12:00:00Z");

/** A history that a test fills at times of its choice. */
class Diary {
  readonly store = openStore({ data: ":memory:", fsync: false });
  readonly db: DatabaseSync = this.store.db;
  readonly retention = new Retention(this.db);
  readonly targets = new Targets(this.db);
  readonly logged: string[] = [];
  readonly recorder = new HistoryRecorder({
    db: this.db,
    targets: this.targets,
    participants: [],
    log: createLog({ level: "info", format: "text", write: (line) => this.logged.push(line) }),
    serverName: "irc.test",
    directMessages: () => true,
    onStored: (rows) => this.retention.note(rows),
  });
  readonly #channel = emptyChannel("#1", "#1", 0);
  #sequence = 0;

  say(text: string, { at = NOW, account }: { at?: number; account?: string } = {}): void {
    this.#sequence = nextSequence(this.#sequence, at);
    const from = userOf(account);
    this.recorder.record({
      event: {
        type: "message",
        kind: "PRIVMSG",
        from: from.id,
        target: { channel: "#1", status: 0 },
        text,
        tags: NO_TAGS,
      },
      sequence: this.#sequence,
      time: timeOfSequence(this.#sequence),
      origin: undefined,
    }, { from, channel: this.#channel, to: undefined, absent: undefined });
  }

  get texts(): string[] {
    return this.db.prepare("SELECT text FROM history ORDER BY seq").all()
      .map((row) => String(row["text"]));
  }

  get last(): number {
    return this.#sequence;
  }

  search(word: string): string[] {
    const reader = new Reader(this.db);
    const indexer = new Indexer(this.db, new Progress(this.db));
    const query = {
      targets: [1],
      words: [word],
      from: undefined,
      after: 0,
      before: Number.MAX_SAFE_INTEGER,
      order: "newest",
      limit: 10,
    } as const;
    const found: Row[] = [];
    const work = new Search({ db: this.db, reader, indexer }).find(query, found);
    while (!work.next().done);
    return found.map(({ text }) => text).reverse();
  }

  index(): void {
    while (new Indexer(this.db, new Progress(this.db)).step(2));
  }
}

function userOf(account: string | undefined): User {
  return {
    id: "u1",
    nickname: "alice",
    username: "a",
    host: "h",
    realname: "",
    account,
    away: undefined,
    modes: new Set(),
    operator: undefined,
    connectedAt: 0,
    namedAt: 0,
    secure: false,
    server: "irc.test",
    memberships: new Map(),
    metadata: new Map(),
  };
}

Deno.test("what is too old and what is too much is removed, a little at a time", () => {
  const diary = new Diary();
  diary.say("last year", { at: NOW - 400 * DAY_MS });
  for (const text of ["one", "two", "three", "four"]) diary.say(text);
  diary.recorder.commit();
  diary.index();
  let steps = 1;
  const keep = { days: 365, perChannel: 2 };
  while (diary.retention.step(keep, { limit: 1, now: NOW })) steps++;
  assertEquals(diary.texts, ["three", "four"]);
  assertEquals(diary.search("two"), []);
  assertEquals(steps > 2, true);
});

Deno.test("what an account has said is forgotten, also when a restart came between", () => {
  const diary = new Diary();
  for (const text of ["alpha", "beta", "gamma"]) diary.say(`mine: ${text}`, { account: "Alice" });
  diary.say("not mine");
  diary.recorder.commit();
  diary.index();
  assertEquals(diary.search("beta"), ["mine: beta"]);
  const progress = new Progress(diary.db);
  const first = new Forgetting(diary.db, progress);
  first.begin("alice", { from: 0, until: diary.last });
  assertEquals(first.step(1), true);
  diary.say("said after", { account: "Alice" });
  diary.recorder.commit();
  const second = new Forgetting(diary.db, progress);
  while (second.step(1));
  assertEquals(diary.texts, ["not mine", "said after"]);
  assertEquals(diary.search("beta"), []);
  assertEquals(new Forgetting(diary.db, progress).step(1), false);
});

Deno.test("a search finds what is indexed and what is not yet", () => {
  const diary = new Diary();
  diary.say("an old needle");
  diary.recorder.commit();
  diary.index();
  diary.say("a new needle");
  diary.say("hay");
  diary.recorder.commit();
  assertEquals(diary.search("needle"), ["an old needle", "a new needle"]);
});

Deno.test("a search finds what has a word, not what only has its parts", () => {
  const diary = new Diary();
  for (const text of ["banana split", "nana bana", "BANANA", "baanana"]) diary.say(text);
  diary.recorder.commit();
  diary.index();
  assertEquals(diary.search("banana"), ["banana split", "BANANA"]);
  assertEquals(diary.search("na".repeat(100)), []);
});

Deno.test("what a full database does not take is given back, and taken when there is room", () => {
  const diary = new Diary();
  diary.say("before");
  assertEquals(diary.recorder.commit().length, 0);
  const pages = Number(diary.db.prepare("PRAGMA page_count").get()?.["page_count"]);
  diary.db.exec(`PRAGMA max_page_count = ${pages}`);
  diary.say("x".repeat(100_000));
  diary.say("with it");
  assertEquals(diary.recorder.commit().length, 2);
  diary.say("y".repeat(100_000));
  assertEquals(diary.recorder.commit().length, 1);
  diary.db.exec(`PRAGMA max_page_count = ${pages + 1000}`);
  diary.say("after");
  assertEquals(diary.recorder.commit().length, 0);
  assertEquals(diary.texts, ["before", "after"]);
  assertEquals(diary.logged.map((line) => line.includes("stored again")), [false, true]);
});
