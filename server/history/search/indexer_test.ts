import { assert, assertEquals } from "@std/assert";
import { openStore } from "../../store/mod.ts";
import { transact } from "../../store/transaction.ts";
import { Progress } from "../maintenance/progress.ts";
import { Indexer } from "./indexer.ts";

const ROWS = 6_000;
/** Pages that one step may write: it takes about 20 µs for each. */
const MAX_PAGES = 100;
const MAX_SEGMENTS = 40;

/** A text of 80 letters that has little in common with others. */
function textOf(seq: number): string {
  return Array.from(
    { length: 8 },
    (_, part) => (seq * 7919 ** part % 26 ** 10).toString(26).padStart(10),
  ).join("");
}

Deno.test("A step of the index writes few pages, and leaves few segments to search", () => {
  const data = Deno.makeTempDirSync();
  const { db, close } = openStore({ data, fsync: false });
  const pageSize = Number(db.prepare("PRAGMA page_size").get()?.["page_size"]);
  const pages = () => Deno.statSync(`${data}/chat.db-wal`).size / pageSize;
  db.exec("PRAGMA wal_autocheckpoint = 0");
  const insert = db.prepare(
    "INSERT INTO history (seq, target, kind, source, text) VALUES (?, 1, 0, 'a!b@c', ?)",
  );
  transact(db, () => {
    for (let seq = 1; seq <= ROWS; seq++) insert.run(seq, `Message ${textOf(seq)}`);
  });
  const indexer = new Indexer(db, new Progress(db));
  let most = 0;
  for (let more = true, before = pages(); more;) {
    more = indexer.maintain();
    const after = pages();
    most = Math.max(most, after - before);
    before = after;
  }
  const found = "SELECT count(*) AS count FROM history_text WHERE history_text MATCH '\"ess\"'";
  assertEquals(db.prepare(found).get()?.["count"], ROWS);
  const segments = "SELECT count(DISTINCT segid) AS count FROM history_text_idx";
  const left = Number(db.prepare(segments).get()?.["count"]);
  close();
  Deno.removeSync(data, { recursive: true });
  assert(most <= MAX_PAGES, `A step wrote ${most} pages`);
  assert(left <= MAX_SEGMENTS, `There are ${left} segments`);
});

Deno.test("What searches have indexed is merged by maintenance, a little for each of their steps", () => {
  const { db } = openStore({ data: ":memory:", fsync: false });
  const insert = db.prepare(
    "INSERT INTO history (seq, target, kind, source, text) VALUES (?, 1, 0, 'a!b@c', 'hello')",
  );
  for (let seq = 1; seq <= 35; seq++) insert.run(seq);
  const indexer = new Indexer(db, new Progress(db));
  while (indexer.step(10));
  let merges = 0;
  while (indexer.maintain()) merges++;
  assertEquals(merges, 4);
});
