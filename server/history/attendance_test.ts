import { assertEquals } from "@std/assert";
import { openStore } from "../store/mod.ts";
import { Attendance } from "./attendance.ts";
import { Changes } from "../store/changes.ts";

const TARGET = 1;

function openAttendance() {
  const { db } = openStore({ data: ":memory:", fsync: false });
  const changes = new Changes();
  const commit = () => {
    changes.store();
    changes.committed();
  };
  return { db, commit, attendance: new Attendance(db, changes) };
}

Deno.test("Closed periods that follow one another are one interval for those who are in all of them", () => {
  const { db, commit, attendance } = openAttendance();
  for (let since = 10; since < 100; since += 10) {
    attendance.begin(TARGET, { since, parties: ["a:alice", "u:1"] });
  }
  commit();
  assertEquals(attendance.of(TARGET, "a:alice"), [{ first: 10, last: undefined }]);
  // Nobody can make the database grow by closing a channel again and again.
  assertEquals(db.prepare("SELECT count(*) AS rows FROM attendance").get()?.["rows"], 2);
});

Deno.test("Somebody who is not in the next closed period may read up to its beginning", () => {
  const { commit, attendance } = openAttendance();
  attendance.begin(TARGET, { since: 10, parties: ["a:alice", "a:bob"] });
  attendance.begin(TARGET, { since: 20, parties: ["a:alice"] });
  attendance.begin(TARGET, { since: 30, parties: ["a:alice", "a:bob"] });
  commit();
  assertEquals(attendance.of(TARGET, "a:bob"), [
    { first: 30, last: undefined },
    { first: 10, last: 19 },
  ]);
});

Deno.test("Somebody who comes back in the same closed period has missed nothing of it", () => {
  const { commit, attendance } = openAttendance();
  attendance.begin(TARGET, { since: 10, parties: ["a:bob"] });
  attendance.leave(TARGET, { party: "a:bob", last: 12 });
  commit();
  assertEquals(attendance.of(TARGET, "a:bob"), [{ first: 10, last: 12 }]);
  attendance.enter(TARGET, { party: "a:bob", since: 10 });
  commit();
  assertEquals(attendance.of(TARGET, "a:bob"), [{ first: 10, last: undefined }]);
});

Deno.test("After a crash nobody is in a channel, and guests are forgotten", () => {
  const { db, commit, attendance } = openAttendance();
  attendance.begin(TARGET, { since: 10, parties: ["a:bob", "u:1"] });
  commit();
  db.exec("INSERT INTO history (seq, target, kind, source, text) VALUES (17, 1, 0, 'a', 'hi')");
  const changes = new Changes();
  const restarted = new Attendance(db, changes);
  changes.store();
  assertEquals(restarted.of(TARGET, "a:bob"), [{ first: 10, last: 17 }]);
  assertEquals(restarted.of(TARGET, "u:1"), []);
});
