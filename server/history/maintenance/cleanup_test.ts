import { assertEquals } from "@std/assert";
import { connect, Events, join } from "../../network/testing.ts";
import { openStore } from "../../store/mod.ts";
import { Reader } from "../reading/reader.ts";
import { Targets } from "../targets.ts";
import { Cleanup } from "./cleanup.ts";
import { Progress } from "./progress.ts";
import { TargetIndex } from "./target_index.ts";

const CLOSED = "c#1 closed";
const ALICE = { id: "1", account: "alice", nickname: "alice" };
const GUEST = { id: "guest", account: undefined, nickname: "guest" };
const GONE = { id: "gone", account: undefined, nickname: "gone" };

/** A history on which cleaning up is tried; the guest "guest" is on the network. */
class TestCleanup {
  readonly db = openStore({ data: ":memory:", fsync: false }).db;
  readonly targets = new Targets(this.db);
  readonly events = new Events();
  #index: TargetIndex | undefined;

  constructor() {
    this.targets.store();
    this.targets.committed();
    this.events.all(connect("guest"));
  }

  /** Stores a target with rows of these sequences. */
  add(id: number, key: string, ...seqs: number[]): void {
    this.db.prepare("INSERT INTO targets (id, key) VALUES (?, ?)").run(id, key);
    const insert = this.db.prepare(
      "INSERT INTO history (seq, target, kind, source, text) VALUES (?, ?, 0, 'a!b@c', 'hi')",
    );
    for (const seq of seqs) insert.run(seq, id);
  }

  /** Stores that a party was in a closed channel. */
  attend(target: number, party: string, [first, last]: readonly [number, number | null]): void {
    this.db.prepare("INSERT INTO attendance VALUES (?, ?, ?, ?)").run(target, party, first, last);
  }

  /** Cleans up, and returns the sequences that are left. */
  run(): unknown[] {
    const { db, targets, events: { network } } = this;
    // It reads the rows that the test has stored.
    this.#index ??= new TargetIndex(db, new Progress(db));
    const cleanup = new Cleanup({ db, targets, network, reader: new Reader(db) });
    cleanup.begin();
    while (cleanup.step());
    targets.store();
    targets.committed();
    return this.all("SELECT seq FROM history ORDER BY seq");
  }

  all(sql: string): unknown[] {
    return this.db.prepare(sql).all().map((row) => Object.values(row)[0]);
  }
}

Deno.test("What was said in a closed channel goes when nobody is left who may read it", () => {
  const test = new TestCleanup();
  test.add(1, CLOSED, 11, 12, 13, 14, 15);
  test.attend(1, "u:gone", [10, 15]);
  test.attend(1, "a:alice", [12, 13]);
  test.attend(1, "u:guest", [15, null]);
  assertEquals(test.run(), [12, 13, 15]);
  assertEquals(test.all("SELECT party FROM attendance"), ["a:alice", "u:guest"]);
});

Deno.test("A closed period that goes on is kept for those who may still be let in", () => {
  const test = new TestCleanup();
  test.events.all(join("guest", "#1"));
  test.add(1, CLOSED, 11, 12, 13);
  test.db.exec("UPDATE targets SET closed_since = 13");
  assertEquals(test.run(), [13]);
});

Deno.test("Attendance goes with the messages that it is about", () => {
  const test = new TestCleanup();
  test.add(1, CLOSED, 20);
  test.attend(1, "a:alice", [11, 19]);
  test.attend(1, "a:bob", [11, 20]);
  assertEquals(test.run(), [20]);
  assertEquals(test.all("SELECT party FROM attendance"), ["a:bob"]);
});

Deno.test("What operators said among themselves goes with their channel", () => {
  const test = new TestCleanup();
  test.events.all(join("guest", "#1"));
  test.add(1, "c#1 4", 11);
  test.add(2, "c#2 4", 12);
  test.add(3, "x3 c#2 4", 13);
  assertEquals(test.run(), [11]);
  assertEquals(test.all("SELECT key FROM targets"), ["c#1 4"]);
});

Deno.test("What was said in public stays, and an open channel without rows goes", () => {
  const test = new TestCleanup();
  test.events.all(join("guest", "#3"));
  test.add(1, "c#1", 11);
  test.add(2, "c#2");
  test.add(3, "c#3");
  assertEquals(test.run(), [11]);
  assertEquals(test.all("SELECT key FROM targets"), ["c#1", "c#3"]);
});

Deno.test("A conversation goes with the last of its parties, or with its rows", () => {
  const test = new TestCleanup();
  const { targets } = test;
  const pairs = [[ALICE, GONE], [GUEST, GONE], [{ ...GONE, id: "gone2" }, GONE]] as const;
  for (const [from, to] of pairs) targets.ofConversation(from, { to, sequence: 1 });
  targets.store();
  targets.committed();
  for (const id of [1, 2, 3]) {
    test.db.exec(
      `INSERT INTO history (seq, target, kind, source, text) VALUES (${10 + id}, ${id}, 0, '', '')`,
    );
  }
  assertEquals(test.run(), [11, 12]);
  assertEquals(test.all("SELECT party FROM conversations ORDER BY party"), ["a:alice", "u:guest"]);
  test.db.exec("DELETE FROM history");
  test.run();
  assertEquals(test.all("SELECT id FROM targets"), []);
  assertEquals(test.all("SELECT party FROM conversations"), []);
});

Deno.test("A conversation of a removed account stays for the other party", () => {
  const test = new TestCleanup();
  test.targets.ofConversation(ALICE, { to: GUEST, sequence: 1 });
  test.targets.removeAccount("alice");
  test.targets.store();
  test.targets.committed();
  test.db.exec("INSERT INTO history (seq, target, kind, source, text) VALUES (1, 1, 0, '', '')");
  assertEquals(test.run(), [1]);
});
