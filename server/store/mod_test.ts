import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { findDamage } from "./check.ts";
import { openStore } from "./mod.ts";
import { testUnless } from "../../tests/harness/peers.ts";

Deno.test("A second server on a folder is refused until the first is closed", () => {
  const data = Deno.makeTempDirSync();
  const first = openStore({ data, fsync: false });
  assertThrows(() => openStore({ data, fsync: false }), Error, "another chat serves from it");
  first.close();
  openStore({ data, fsync: false }).close();
});

Deno.test("A database that a newer program wrote is refused with its version", () => {
  const data = Deno.makeTempDirSync();
  const store = openStore({ data, fsync: false });
  store.db.exec("PRAGMA user_version = 9999");
  store.close();
  assertThrows(() => openStore({ data, fsync: false }), Error, "schema 9999");
});

Deno.test("The error about a damaged database names it and says what to do", () => {
  const data = Deno.makeTempDirSync();
  openStore({ data, fsync: false }).close();
  Deno.writeTextFileSync(`${data}/chat.db`, "no database at all ".repeat(1000));
  assertThrows(() => openStore({ data, fsync: false }), Error, `"${data}/chat.db": it is damaged`);
});

Deno.test("A database with a damaged page is refused, whichever table it is of", () => {
  for (const table of ["accounts", "history"]) {
    const data = Deno.makeTempDirSync();
    const store = openStore({ data, fsync: false });
    const row = store.db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = ?").get(table);
    const size = Number(store.db.prepare("PRAGMA page_size").get()!["page_size"]);
    store.close();
    const path = `${data}/chat.db`;
    const page = Deno.readFileSync(path);
    page.fill(0xa5, (Number(row!["rootpage"]) - 1) * size, Number(row!["rootpage"]) * size);
    Deno.writeFileSync(path, page);
    const { message } = assertThrows(() => openStore({ data, fsync: false }), Error);
    assertStringIncludes(message, `"${path}": it is damaged`);
    assertStringIncludes(message, "chat backup");
  }
});

Deno.test("The history of a large database is not checked at the start, its other tables are", () => {
  const { db } = openStore({ data: ":memory:", fsync: false });
  const checked: string[] = [];
  const spying = {
    prepare: (sql: string) => {
      checked.push(sql);
      return db.prepare(sql);
    },
  } as unknown as typeof db;
  assertEquals(findDamage(spying, { bytes: 2, maxBytes: 1 }), undefined);
  assert(checked.includes('PRAGMA quick_check("accounts")'));
  assert(!checked.some((sql) => sql.includes("history")));
  findDamage(spying, { bytes: 1, maxBytes: 1 });
  assert(checked.includes('PRAGMA quick_check("history")'));
});

Deno.test("A database that is gone or empty is not silently made anew", () => {
  const data = Deno.makeTempDirSync();
  const open = () => openStore({ data, fsync: false });
  open().close();
  Deno.truncateSync(`${data}/chat.db`);
  assertThrows(open, Error, "it is missing or empty, but this folder has had one");
  Deno.removeSync(`${data}/chat.db`);
  assertThrows(open, Error, `remove "${data}/chat.network" to start a new network`);
  assertThrows(() => Deno.statSync(`${data}/chat.db`), Deno.errors.NotFound);
  Deno.removeSync(`${data}/chat.network`);
  open().close();
});

Deno.test("What is written is moved from the log into the database a little at a time", () => {
  const data = Deno.makeTempDirSync();
  const { db, close } = openStore({ data, fsync: false });
  const insert = db.prepare(
    "INSERT INTO history (seq, target, kind, source, text) VALUES (?, 1, 0, 'a', ?)",
  );
  for (let seq = 1; seq <= 1_000; seq++) insert.run(seq, "x".repeat(20_000));
  const bytes = Deno.statSync(`${data}/chat.db-wal`).size;
  close();
  assert(bytes < 12 * 2 ** 20, `The log has ${bytes} bytes`);
});

Deno.test("Only its owner can enter a data folder", () => {
  const data = `${Deno.makeTempDirSync()}/deep/er`;
  openStore({ data, fsync: false }).close();
  if (Deno.build.os !== "windows") assertEquals((Deno.statSync(data).mode ?? 0) & 0o777, 0o700);
});

testUnless(Deno.build.os === "windows" ? "files have no mode here" : undefined, {
  name: "In a folder that others can enter, they can read none of the server's files",
  fn() {
    const data = Deno.makeTempDirSync();
    Deno.chmodSync(data, 0o755);
    Deno.writeTextFileSync(`${data}/chat.db`, "", { mode: 0o644 });
    const store = openStore({ data, fsync: false });
    const modes = [...Deno.readDirSync(data)].map(({ name }) => {
      return [name, (Deno.statSync(`${data}/${name}`).mode ?? 0) & 0o777];
    });
    store.close();
    assertEquals(
      modes.toSorted(),
      ["chat.db", "chat.db-shm", "chat.db-wal", "chat.lock", "chat.network"].map((
        name,
      ) => [name, 0o600]),
    );
  },
});
