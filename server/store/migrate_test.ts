import { assertEquals, assertThrows } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { migrate, schemaVersion } from "./migrate.ts";
import { MIGRATIONS } from "./migrations.ts";

function schemaOf(db: DatabaseSync): unknown[] {
  return db.prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").all();
}

Deno.test("Versions of the schema count up from one without a gap", () => {
  assertEquals(MIGRATIONS.map(({ version }) => version), MIGRATIONS.map((_, index) => index + 1));
});

Deno.test("Every earlier schema is migrated to that of a new database, and keeps its rows", () => {
  const fresh = new DatabaseSync(":memory:");
  migrate(fresh, "fresh");
  for (let earlier = 1; earlier < MIGRATIONS.length; earlier++) {
    const db = new DatabaseSync(":memory:");
    migrate(db, "old", { migrations: MIGRATIONS.slice(0, earlier) });
    db.exec("INSERT INTO history (seq, target, kind, source, text) VALUES (7, 1, 0, 'a', 'hi')");
    const versions = { from: earlier, to: MIGRATIONS.length };
    const begun: unknown[] = [];
    assertEquals(migrate(db, "old", { onBegin: (told) => begun.push(told) }), versions);
    assertEquals(begun, [versions]);
    assertEquals(schemaOf(db), schemaOf(fresh));
    assertEquals(db.prepare("SELECT text FROM history").all().map(({ text }) => text), ["hi"]);
  }
});

Deno.test("A migration that fails leaves the database as it was", () => {
  const db = new DatabaseSync(":memory:");
  const first = { version: 1, sql: "CREATE TABLE kept (a)" };
  migrate(db, "half", { migrations: [first] });
  const bad = { version: 2, sql: "CREATE TABLE other (a); CREATE TABLE kept (b)" };
  assertThrows(() => migrate(db, "half", { migrations: [first, bad] }), Error, "already exists");
  assertEquals(schemaVersion(db), 1);
  assertEquals(schemaOf(db).length, 1);
});

Deno.test("Rooms that were closed before rows said so keep their rows for their members alone", () => {
  const db = new DatabaseSync(":memory:");
  migrate(db, "old", { migrations: MIGRATIONS.slice(0, 5) });
  db.exec(
    "INSERT INTO targets (id, key, closed) VALUES (1, 'c#open', 0), (2, 'c#closed', 1), " +
      "(3, 'x3 c#ended', 1), (4, 'c#closed 4', 0), (5, 'da:a a:b', 0)",
  );
  migrate(db, "old");
  assertEquals(
    db.prepare("SELECT key FROM targets ORDER BY id").all().map(({ key }) => key),
    ["c#open", "c#closed former", "x3 c#ended", "c#closed 4", "da:a a:b"],
  );
});
