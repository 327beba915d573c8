import { assertEquals, assertRejects } from "@std/assert";
import { openStore } from "../../store/mod.ts";
import type { IndexQuery } from "./index_pages.ts";
import { ThreadIndex } from "./text_index.ts";

/** Rows in the index; a page has 500. */
const ROWS = 1_200;
const QUERY: IndexQuery = { match: "text : hello", after: 0, before: 10_000, order: "newest" };

/** Calls a function with the index of a database in which each message says hello. */
async function withIndex(use: (index: ThreadIndex) => Promise<void>): Promise<void> {
  const data = await Deno.makeTempDir({ prefix: "chat-test-" });
  const store = openStore({ data, fsync: false });
  const insert = store.db.prepare("INSERT INTO history_text (rowid, text) VALUES (?, 'hello')");
  for (let seq = 1; seq <= ROWS; seq++) insert.run(seq);
  const index = new ThreadIndex(store.path);
  try {
    await use(index);
  } finally {
    index.close();
    store.close();
    await Deno.remove(data, { recursive: true });
  }
}

Deno.test("The thread finds all rows of a query in their order, page by page", async () => {
  await withIndex(async (index) => {
    for (const order of ["newest", "oldest"] as const) {
      const query = index.open({ ...QUERY, order, after: 10 }, "a");
      const found: number[] = [];
      for (let isLast = false; !isLast;) {
        const page = await query.next();
        found.push(...page.seqs);
        isLast = page.isLast;
      }
      query.end();
      const expected = Array.from({ length: ROWS - 10 }, (_, row) => row + 11);
      assertEquals(found, order === "oldest" ? expected : expected.reverse());
    }
  });
});

Deno.test("The queries of one lane wait for each other, those of another come between", async () => {
  await withIndex(async (index) => {
    const order: string[] = [];
    const ask = async (name: string) => {
      await index.open(QUERY, name.charAt(0)).next();
      order.push(name);
    };
    await Promise.all(["a1", "a2", "a3", "b1"].map(ask));
    assertEquals(order, ["a1", "a2", "b1", "a3"]);
  });
});

Deno.test("A query that is ended leaves the thread to the others", async () => {
  await withIndex(async (index) => {
    const ended = index.open(QUERY, "a");
    assertEquals((await ended.next()).isLast, false);
    ended.end();
    assertEquals(await ended.next(), { seqs: [], isLast: true });
    assertEquals((await index.open(QUERY, "a").next()).seqs[0], ROWS);
  });
});

Deno.test("Without a database each query is rejected", async () => {
  const index = new ThreadIndex("/nowhere/chat.db");
  for (let round = 0; round < 2; round++) {
    const query = index.open(QUERY, "a");
    await assertRejects(async () => await query.next(), Error, "Cannot read the full text");
  }
  index.close();
});
