import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { DatabaseFailures } from "./database_failures.ts";

function sqliteError(message: string): Error {
  return Object.assign(new Error(message), { code: "ERR_SQLITE_ERROR" });
}

function failures() {
  const logged: string[] = [];
  const { promise: ended, resolve } = Promise.withResolvers<Error>();
  let ends = 0;
  let now = 0;
  const report = new DatabaseFailures({
    log: { error: (text, fields) => void logged.push(`${text} ${fields?.["why"] ?? ""}`) },
    path: "/data/chat.db",
    end: (error) => {
      ends++;
      resolve(error);
    },
    now: () => now,
  }).report;
  const pass = (milliseconds: number) => void (now += milliseconds);
  return { report, logged, ended, pass, ends: () => ends };
}

Deno.test("A damaged database ends the server once, and says what to do", async () => {
  const { report, logged, ended, ends } = failures();
  for (let i = 0; i < 3; i++) assert(report(sqliteError("database disk image is malformed")));
  assertStringIncludes((await ended).message, "a copy that chat backup made");
  assertEquals([logged.length, ends()], [1, 1]);
});

Deno.test("Another error of the database is told once a minute, without ending the server", () => {
  const { report, logged, ends, pass } = failures();
  for (let i = 0; i < 3; i++) assert(report(sqliteError("database or disk is full")));
  assertEquals([logged.length, ends()], [1, 0]);
  assertStringIncludes(logged[0]!, "make room on it");
  report(sqliteError("disk I/O error"));
  pass(60_000);
  report(sqliteError("disk I/O error"));
  assertEquals(logged.length, 3);
});

Deno.test("An error that is not of the database is left to the caller", () => {
  const { report, logged } = failures();
  assert(!report(new Error("database disk image is malformed")));
  assertEquals(logged, []);
});
