import { assertEquals } from "@std/assert";
import type { DatabaseSync } from "node:sqlite";
import { openStore } from "../store/mod.ts";
import { LookalikeAccounts } from "./lookalike_accounts.ts";

/** A database with accounts, which have no forms yet. */
function databaseWith(...names: string[]): DatabaseSync {
  const { db } = openStore({ data: ":memory:", fsync: false });
  const insert = db.prepare(
    "INSERT INTO accounts VALUES (?1, ?2, 0, NULL, NULL, 0, '', ?3, 1, ?3, ?3)",
  );
  for (const name of names) insert.run(name.toLowerCase(), name, new Uint8Array(1));
  return db;
}

Deno.test("Accounts of an earlier version are found by their looks, too", () => {
  const accounts = new LookalikeAccounts(databaseWith("Alice", "ВОВ", "carol"));
  assertEquals([...accounts.find("alıce")], ["alice"]);
  assertEquals([...accounts.find("bob")], ["вов"]);
  assertEquals([...accounts.find("dave")], []);
});

Deno.test("A name does not look like itself, in any case", () => {
  const accounts = new LookalikeAccounts(databaseWith("Alice", "ВОВ"));
  assertEquals([...accounts.find("ALICE")], []);
  assertEquals([...accounts.find("вов")], []);
});

Deno.test("An account that is removed is found no more", () => {
  const db = databaseWith("ВОВ");
  const accounts = new LookalikeAccounts(db);
  db.exec("DELETE FROM accounts");
  assertEquals([...accounts.find("bob")], []);
});

Deno.test("The forms are made anew for another version of Unicode's table", () => {
  const db = databaseWith("ВОВ");
  new LookalikeAccounts(db);
  db.exec("DELETE FROM account_forms");
  assertEquals([...new LookalikeAccounts(db).find("bob")], []);
  db.exec("UPDATE progress SET value = 1 WHERE name = 'lookalikes'");
  assertEquals([...new LookalikeAccounts(db).find("bob")], ["вов"]);
});
