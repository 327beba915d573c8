import type { DatabaseSync } from "node:sqlite";
import { Progress } from "../../history/maintenance/progress.ts";
import { Targets } from "../../history/targets.ts";
import { Visits } from "../../history/visits.ts";
import { Network } from "../../network/network.ts";
import { CLUSTER_PROGRESS, type Membership, saveMembership } from "../../store/membership.ts";
import { restoreNetwork } from "../../store/restore.ts";
import { transact } from "../../store/transaction.ts";
import { Snapshots } from "../snapshots.ts";

/**
 * Makes the database of a server that was alone the base of a cluster's network: its log goes on
 * from what is in it, all or nothing.
 */
export function makeBase(db: DatabaseSync, network: string): Membership {
  const row = db.prepare("SELECT max(seq) AS last FROM history").get();
  // A base of 0 would be an empty network, for which nobody needs this database.
  const membership = { network, base: Math.max(Number(row?.["last"] ?? 0), 1) };
  const state = new Network({ whowasEntries: 0 });
  restoreNetwork(state, db);
  const steps = new Snapshots(db).saving({
    position: 0,
    lastSequence: membership.base,
    epochs: [],
    network: state.snapshot(),
  });
  transact(db, () => {
    // Nobody is connected any more, even if the last process has ended without a word.
    for (const kept of [new Targets(db), new Visits(db)]) kept.store();
    for (const _ of steps);
    new Progress(db).set(CLUSTER_PROGRESS.recorded, membership.base);
    saveMembership(db, membership);
  });
  return membership;
}
