import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { DatabaseSync } from "node:sqlite";
import { migrate } from "../../store/migrate.ts";
import { MIGRATIONS } from "../../store/migrations.ts";
import { openStore } from "../../store/mod.ts";
import { transact } from "../../store/transaction.ts";
import { Eraser } from "../eraser.ts";
import { wholeOf } from "../reading/parts.ts";
import { Reader } from "../reading/reader.ts";
import { KIND, type Row } from "../row.ts";
import { Progress } from "./progress.ts";
import { Retention } from "./retention.ts";
import { TargetIndex } from "./target_index.ts";

const TARGETS: readonly number[] = [1, 2, 3];
const EVERYTHING = { after: 0, before: Number.MAX_SAFE_INTEGER, events: true } as const;

function rowOf(seq: number, target: number, kind: number): Row {
  const unset = { account: null, recipient: null, extra: null };
  return { seq, target, kind, source: "a!b@c", text: `${seq}`, ...unset };
}

/** A database with its index, beside a plain list of the rows that it should have. */
class Indexed {
  readonly #data = Deno.makeTempDirSync();
  #store = openStore({ data: this.#data, fsync: false });
  #index = this.#openIndex();
  #rows: Row[] = [];
  #last = 10;

  /** Stores rows in a tick, some with a sequence from before the last one. */
  tick(kinds: readonly NewRow[], { fails }: { readonly fails: boolean }): void {
    const rows: Row[] = [];
    for (const { target, kind, late } of kinds) {
      this.#last += 10;
      // The sequence is free, as that of an earlier event whose row was put off.
      const seq = late ? this.#last - 11 - 10 * (rows.length % 2) : this.#last;
      if ([...this.#rows, ...rows].some((row) => row.seq === seq)) continue;
      rows.push(rowOf(seq, target, kind));
    }
    const { db } = this.#store;
    const insert = db.prepare(
      "INSERT INTO history (seq, target, kind, source, text) VALUES (?, ?, ?, ?, ?)",
    );
    const store = () =>
      transact(db, () => {
        for (const { seq, target, kind, source, text } of rows) {
          insert.run(seq, target, kind, source, text);
        }
        this.#index.add(rows);
        if (fails) throw new Error("The disk is full");
      });
    if (fails) return void assertThrows(store, Error, "The disk is full");
    store();
    this.#index.committed(rows);
    this.#rows = [...this.#rows, ...rows].sort((one, other) => one.seq - other.seq);
  }

  move(limit: number): void {
    this.#index.step(limit);
  }

  /** Erases one of the rows, by its place from the end. */
  erase(position: number): void {
    const row = this.#rows.at(-1 - position % Math.max(this.#rows.length, 1));
    if (row === undefined) return;
    const { db } = this.#store;
    transact(db, () => new Eraser(db).erase(row.seq));
    this.#rows = this.#rows.filter((other) => other !== row);
  }

  retain(perChannel: number): void {
    const retention = new Retention(this.#store.db);
    for (const target of TARGETS) retention.note([rowOf(0, target, 0)]);
    while (retention.step({ days: 0, perChannel }, { limit: 2, now: 0 }));
    const latest = (isEvent: boolean) =>
      TARGETS.flatMap((target) =>
        this.#rows.filter((row) => row.target === target && isEvent === (row.kind >= KIND.TAGMSG))
          .slice(-perChannel)
      );
    this.#rows = [...latest(false), ...latest(true)].sort((one, other) => one.seq - other.seq);
  }

  /** Restarts the server, while the clock goes back: the sequences go on after those of the rows. */
  restart(): void {
    this.#last = Math.ceil((this.#rows.at(-1)?.seq ?? 10) / 10) * 10;
    this.#store.close();
    this.#store = openStore({ data: this.#data, fsync: false });
    this.#index = this.#openIndex();
  }

  /** Compares what is read with the list. */
  check(): void {
    const reader = new Reader(this.#store.db);
    for (const targets of [...TARGETS.map((target) => [target]), [1, 3], TARGETS]) {
      const parts = targets.map(wholeOf);
      const expected = this.#rows.filter(({ target }) => targets.includes(target));
      const middle = expected[expected.length >> 1]?.seq ?? 0;
      const ranges = [EVERYTHING, { ...EVERYTHING, after: middle }, {
        ...EVERYTHING,
        before: middle,
        events: false,
      }];
      for (const range of ranges) {
        const inside = expected.filter(({ seq, kind }) =>
          seq > range.after && seq < range.before && (range.events || kind < KIND.TAGMSG)
        );
        for (const limit of [3, 150]) {
          const seqs = (from: "newest" | "oldest") =>
            [...reader.rows(parts, { ...range, limit, from })].flat().map(({ seq }) => seq);
          assertEquals(seqs("newest"), inside.slice(-limit).map(({ seq }) => seq));
          assertEquals(seqs("oldest"), inside.slice(0, limit).map(({ seq }) => seq));
        }
      }
    }
    for (const target of TARGETS) {
      const own = this.#rows.filter((row) => row.target === target);
      const said = own.filter(({ kind }) => kind < KIND.TAGMSG);
      assertEquals(reader.first(target), own[0]?.seq);
      assertEquals(reader.newest(wholeOf(target)), said.at(-1)?.seq);
    }
  }

  close(): void {
    this.#store.close();
    Deno.removeSync(this.#data, { recursive: true });
  }

  #openIndex(): TargetIndex {
    return new TargetIndex(this.#store.db, new Progress(this.#store.db));
  }
}

interface NewRow {
  readonly target: number;
  readonly kind: number;
  readonly late: boolean;
}

type Step = (indexed: Indexed) => void;

const anyRows = fc.array(
  fc.record({
    target: fc.constantFrom(...TARGETS),
    kind: fc.constantFrom(KIND.PRIVMSG, KIND.PRIVMSG, KIND.JOIN),
    late: fc.boolean(),
  }),
  { minLength: 1, maxLength: 8 },
);

function named(name: string, step: Step): Step {
  return Object.assign(step, { toString: () => name });
}

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: anyRows.map((rows) =>
      named(`tick ${JSON.stringify(rows)}`, (indexed) => indexed.tick(rows, { fails: false }))
    ),
  },
  anyRows.map((rows) => named("failing tick", (indexed) => indexed.tick(rows, { fails: true }))),
  {
    weight: 4,
    arbitrary: fc.constantFrom(1, 3, 6, 60).map((limit) =>
      named(`move ${limit}`, (indexed) => indexed.move(limit))
    ),
  },
  fc.nat(9).map((at) => named(`erase ${at}`, (indexed) => indexed.erase(at))),
  fc.integer({ min: 1, max: 8 }).map((count) =>
    named(`retain ${count}`, (indexed) => indexed.retain(count))
  ),
  {
    weight: 2,
    arbitrary: fc.constant(named("restart", (indexed) => indexed.restart())),
  },
);

Deno.test("Whatever is stored, lost, moved, erased and restarted in whatever order, readers see every row once", () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 25, size: "max" }), (steps) => {
      const indexed = new Indexed();
      try {
        for (const step of steps) step(indexed);
        indexed.check();
      } finally {
        indexed.close();
      }
    }),
    { numRuns: 300 },
  );
});

Deno.test("Rows that are stored with a clock that has gone back are found after a restart", () => {
  const indexed = new Indexed();
  const row = { target: 1, kind: KIND.PRIVMSG, late: false };
  indexed.tick([row, row, row, row], { fails: false });
  indexed.move(60);
  for (let count = 0; count < 3; count++) indexed.erase(0);
  indexed.restart();
  indexed.tick([row, row], { fails: false });
  indexed.restart();
  indexed.check();
  indexed.close();
});

Deno.test("The rows of a database of an earlier version are found by their targets", () => {
  const db = new DatabaseSync(":memory:");
  migrate(db, "old", { migrations: MIGRATIONS.slice(0, 13) });
  db.exec(
    "INSERT INTO history (seq, target, kind, source, text) VALUES " +
      `(1, 2, 0, 'a', ''), (2, 1, 0, 'a', ''), (3, 2, ${KIND.JOIN}, 'a', ''), (4, 2, 0, 'a', '')`,
  );
  migrate(db, "old");
  const index = new TargetIndex(db, new Progress(db));
  const rows = [rowOf(5, 2, 0)];
  db.exec("INSERT INTO history (seq, target, kind, source, text) VALUES (5, 2, 0, 'a', '')");
  index.add(rows);
  const range = { ...EVERYTHING, limit: 10, from: "newest" } as const;
  const read = [...new Reader(db).rows([wholeOf(2)], range)].flat();
  assertEquals(read.map(({ seq }) => seq), [1, 3, 4, 5]);
});

Deno.test("No question goes through the rows of other targets", () => {
  const { db } = openStore({ data: ":memory:", fsync: false });
  new TargetIndex(db, new Progress(db));
  const asked: string[] = [];
  const spying = {
    prepare: (sql: string) => {
      asked.push(sql);
      return db.prepare(sql);
    },
  } as unknown as DatabaseSync;
  new Reader(spying);
  new Retention(spying);
  const byTarget = asked.filter((sql) => sql.includes("_by_target"));
  assert(byTarget.length >= 10);
  for (const sql of byTarget) {
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all().map(({ detail }) => String(detail));
    assertEquals(plan.filter((step) => /^SCAN|TEMP B-TREE/.test(step)), [], sql);
  }
});
