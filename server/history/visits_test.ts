import { assertEquals } from "@std/assert";
import type { Entry } from "../network/events.ts";
import { emptyChannel, type Membership, type User } from "../network/state.ts";
import { openStore } from "../store/mod.ts";
import { Visits } from "./visits.ts";

const USER = { account: "Alice", memberships: new Map() } as unknown as User;
const EFFECT = { user: USER, membership: {} as Membership, promoted: [] };

function visitsOf(db = openStore({ data: ":memory:", fsync: false }).db) {
  const visits = new Visits(db);
  const save = () => {
    visits.store();
    visits.committed();
  };
  const visit = (name: string, sequence: number, type: "join" | "part") => {
    const channel = emptyChannel(name, name, 0);
    visits.record({ event: { type }, sequence } as Entry<"join">, { ...EFFECT, channel });
    save();
  };
  const last = (name: string) => visits.last("alice", emptyChannel(name, name, 0));
  return { db, save, visit, last };
}

Deno.test("Of an account 1,000 channels are known, those that it left the latest", () => {
  const { visit, last } = visitsOf();
  for (let i = 1; i <= 1_001; i++) {
    visit(`#${i}`, i * 2, "join");
    visit(`#${i}`, i * 2 + 1, "part");
  }
  assertEquals([last("#1"), last("#2"), last("#1001")], [0, 5, 2_003]);
  visit("#new", 3_000, "join");
  assertEquals([last("#1"), last("#2"), last("#3")], [0, 0, 7]);
});

Deno.test("After a crash an account was in its channels until the last stored row", () => {
  const { db, visit } = visitsOf();
  visit("#1", 2, "join");
  db.exec("INSERT INTO history (seq, target, kind, source, text) VALUES (7, 1, 0, 'a', 'hi')");
  const after = visitsOf(db);
  after.save();
  assertEquals(after.last("#1"), 7);
});
