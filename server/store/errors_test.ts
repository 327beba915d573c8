import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { explain, isBusy } from "./errors.ts";

/** An error as SQLite throws it. */
function sqliteError(message: string): Error {
  return Object.assign(new Error(message), { code: "ERR_SQLITE_ERROR" });
}

Deno.test("An error of SQLite names the database and says what to do", () => {
  const cause = sqliteError("database or disk is full");
  const error = explain(cause, "/data/chat.db");
  assertEquals(
    error.message,
    'Cannot use the database "/data/chat.db": the disk is full; make room on it ' +
      "(database or disk is full)",
  );
  assertStrictEquals(error.cause, cause);
});

Deno.test("Any other error is left as it is, whatever its text", () => {
  const errors = [
    new Error("disk is full"),
    Object.assign(new Error("disk is full"), { code: "ENOSPC" }),
    sqliteError("something new"),
  ];
  for (const error of errors) assertStrictEquals(explain(error, "/data/chat.db"), error);
  assertEquals(explain("thrown", "/data/chat.db").message, "thrown");
});

Deno.test("A lock of another connection is told from other errors", () => {
  assert(isBusy(sqliteError("database is locked")));
  assert(isBusy(sqliteError("database table is locked")));
  assert(!isBusy(sqliteError("database or disk is full")));
});
