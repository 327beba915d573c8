import type { DatabaseSync } from "node:sqlite";
import { transact } from "./transaction.ts";

/** Names in the table of progress that only a database of a cluster has. */
export const CLUSTER_PROGRESS = { recorded: "cluster log", snapshot: "cluster snapshot" } as const;

/** The network of a cluster that a database is a copy of. */
export interface Membership {
  readonly network: string;
  /** The last sequence from before the network's log; 0 if that begins with an empty network. */
  readonly base: number;
}

/** The network of a cluster that a database belongs to; undefined if it is a server's own. */
export function membershipOf(db: DatabaseSync): Membership | undefined {
  const row = db.prepare("SELECT network, base FROM cluster").get();
  return row && { network: String(row["network"]), base: Number(row["base"]) };
}

/** Notes to which network of a cluster a database belongs. */
export function saveMembership(db: DatabaseSync, { network, base }: Membership): void {
  db.prepare("INSERT OR REPLACE INTO cluster VALUES (1, ?, ?)").run(network, base);
}

/**
 * Makes a database one of a server's own, which no cluster takes back as it is.
 * @returns whether it belonged to a cluster
 */
export function endMembership(db: DatabaseSync): boolean {
  if (membershipOf(db) === undefined) return false;
  const { recorded, snapshot } = CLUSTER_PROGRESS;
  transact(db, () => {
    db.exec("DELETE FROM cluster; DELETE FROM cluster_snapshot");
    db.prepare("DELETE FROM progress WHERE name IN (?, ?)").run(recorded, snapshot);
  });
  return true;
}

/** Whether a database has anything of a network. */
export function isUsed(db: DatabaseSync): boolean {
  return ["history", "channels", "accounts", "metadata"].some((table) =>
    db.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() !== undefined
  );
}
