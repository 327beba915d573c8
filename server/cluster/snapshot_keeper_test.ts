import { assertEquals } from "@std/assert";
import { Network } from "../network/network.ts";
import { createLog } from "../operator/log.ts";
import { openStore } from "../store/mod.ts";
import { SnapshotKeeper } from "./snapshot_keeper.ts";
import { Snapshots } from "./snapshots.ts";

Deno.test("A snapshot that could not be stored is stored at the end", async () => {
  const { db } = openStore({ data: ":memory:", fsync: false });
  const snapshots = new Snapshots(db);
  const network = new Network({ whowasEntries: 0 });
  const state = { position: 7, lastSequence: 9, epochs: [], network: network.snapshot() };
  const lines: string[] = [];
  const keeper = new SnapshotKeeper({
    snapshots,
    take: () => state,
    position: () => state.position,
    request: () => {},
    log: createLog({ level: "info", format: "text", write: (line) => void lines.push(line) }),
    now: () => 0,
  });
  db.exec("ALTER TABLE cluster_snapshot RENAME TO away");
  const asked = keeper.next();
  keeper.consider();
  assertEquals(
    await asked.catch((error: Error) => error.message),
    "no such table: cluster_snapshot",
  );
  assertEquals(lines.length, 1);
  db.exec("ALTER TABLE away RENAME TO cluster_snapshot");
  await keeper.close();
  assertEquals(new Snapshots(db).load()?.position, 7);
});
