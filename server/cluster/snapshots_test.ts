import { assertEquals } from "@std/assert";
import { connect, Events, join } from "../network/testing.ts";
import { openStore } from "../store/mod.ts";
import { type Snapshot, Snapshots } from "./snapshots.ts";

function snapshotOf(users: number, position: number): Snapshot {
  const events = new Events();
  for (let user = 0; user < users; user++) events.all(connect(`u${user}`), join(`u${user}`, "#1"));
  const epochs = [["1", { node: "a", knows: 1, last: 3 }]] as const;
  return JSON.parse(
    JSON.stringify({ position, lastSequence: 9, epochs, network: events.network.snapshot() }),
  );
}

Deno.test("A snapshot of several parts is stored and read again, and replaces an earlier one", () => {
  const { db } = openStore({ data: ":memory:", fsync: false });
  const snapshots = new Snapshots(db);
  assertEquals(snapshots.load(), undefined);
  for (const [index, users] of [0, 200, 3].entries()) {
    const snapshot = snapshotOf(users, index + 1);
    snapshots.save(snapshot);
    assertEquals(snapshots.load(), snapshot);
    assertEquals(new Snapshots(db).position, index + 1);
  }
});

Deno.test("A snapshot that was not stored to its end leaves the one before, and goes with the next", () => {
  const { db } = openStore({ data: ":memory:", fsync: false });
  const snapshots = new Snapshots(db);
  const first = snapshotOf(100, 1);
  snapshots.save(first);
  const steps = snapshots.saving(snapshotOf(500, 2))[Symbol.iterator]();
  for (let step = 0; step < 5; step++) assertEquals(steps.next().done, false);
  assertEquals(snapshots.load(), first);
  snapshots.save(snapshotOf(0, 3));
  const positions = db.prepare("SELECT DISTINCT position FROM cluster_snapshot").all();
  assertEquals(positions.map(({ position }) => position), [3]);
});
