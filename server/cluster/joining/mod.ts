import type { DatabaseSync } from "node:sqlite";
import type { ClusterOptions, ServerOptions } from "../../options/mod.ts";
import type { Log } from "../../operator/log.ts";
import { Progress } from "../../history/maintenance/progress.ts";
import { lockFolder } from "../../store/lock.ts";
import { CLUSTER_PROGRESS, isUsed, membershipOf, saveMembership } from "../../store/membership.ts";
import { openStore, type Store } from "../../store/mod.ts";
import { makeBase } from "./base.ts";
import type { Broker } from "../broker.ts";
import { removeRemains } from "../copies/files.ts";
import { type CopyRequest, fetchCopy, NoCopyError } from "../copies/receiver.ts";
import { connectToNats } from "../nats.ts";
import { CHECK_MS, MAX_SHORT, persist } from "../shared_log.ts";
import { Snapshots } from "../snapshots.ts";
import { type LogFacts, type OwnFacts, wayInto } from "./ways.ts";

/** What a node needs to go on from its database. */
export interface Joined {
  readonly broker: Broker;
  readonly store: Store;
}

/** Options for {@linkcode joinNetwork}. */
export interface JoinOptions {
  readonly options: Pick<ServerOptions, "data" | "fsync">;
  readonly cluster: ClusterOptions;
  readonly log: Log;
}

/**
 * Connects to the broker and brings the database to where this node can follow the network's log,
 * by that of another node if need be. Throws an Error that says what would help.
 */
export async function joinNetwork({ options, cluster, log }: JoinOptions): Promise<Joined> {
  // Before anything is asked of others, since it may be damaged or in use.
  let store = openStore({ ...options, log });
  let broker: Broker | undefined;
  try {
    if (store.durable) removeRemains(options.data);
    broker = await connectToNats(cluster, log);
    const facts = await factsFor(broker, ownFacts(store.db)) ??
      await beginLog(broker, { store, log });
    const own = ownFacts(store.db);
    const way = wayInto(facts, own);
    if (way === "copy" && !store.durable) throw memoryError();
    if (store.durable && (way === "copy" || way === "copy or follow")) {
      store.close();
      const { network } = facts;
      const { node } = cluster;
      const { recorded } = own;
      const fetching = { broker, node, log, data: options.data, network, recorded };
      await takeCopy(fetching, { isNeeded: way === "copy" });
      store = openStore({ ...options, log });
    }
    if (membershipOf(store.db) === undefined) saveMembership(store.db, facts);
    return { broker, store };
  } catch (error) {
    store.close();
    await broker?.close();
    throw error;
  }
}

/** What the log has; a server of NATS that is cut off from the others is behind for a while. */
async function factsFor(broker: Broker, own: OwnFacts): Promise<LogFacts | undefined> {
  for (let attempt = 1;; attempt++) {
    const facts = await factsOf(broker);
    const isShort = facts !== undefined && facts.network === own.membership?.network &&
      facts.last < own.position;
    if (!isShort || attempt === MAX_SHORT) return facts;
    await new Promise((resolve) => setTimeout(resolve, CHECK_MS));
  }
}

async function factsOf(broker: Broker): Promise<LogFacts | undefined> {
  const membership = await broker.network();
  return membership && { ...membership, ...await persist(() => broker.bounds()) };
}

function ownFacts(db: DatabaseSync): OwnFacts {
  return {
    membership: membershipOf(db),
    isUsed: isUsed(db),
    position: new Snapshots(db).position ?? 0,
    recorded: new Progress(db).get(CLUSTER_PROGRESS.recorded) ?? 0,
  };
}

/**
 * Makes the log of a network that has none, from what is in a database. Returns the facts of the
 * log, which may be that of another node that made it at the same time.
 */
async function beginLog(
  broker: Broker,
  { store: { db }, log }: { readonly store: Store; readonly log: Log },
): Promise<LogFacts> {
  const own = ownFacts(db);
  wayInto(undefined, own);
  const network = crypto.randomUUID().replaceAll("-", "");
  const membership = own.membership ??
    (own.isUsed ? makeBase(db, network) : { network, base: 0 });
  await broker.begin(membership);
  log.info("The log of a network begins", { ...membership });
  return (await factsOf(broker))!;
}

/** Puts the database of another node in place. The folder is locked meanwhile. */
async function takeCopy(
  fetching: CopyRequest,
  { isNeeded }: { readonly isNeeded: boolean },
): Promise<void> {
  const lock = lockFolder(fetching.data);
  try {
    await fetchCopy(fetching);
  } catch (error) {
    if (isNeeded || !(error instanceof NoCopyError)) throw error;
    fetching.log.info("No other node gives a copy of its database; the log is applied instead");
  } finally {
    lock.release();
  }
}

function memoryError(): Error {
  return new Error(
    "Cannot join the cluster with a database in memory: its log does not reach back far enough, " +
      "so that a copy of another node's database is needed; choose a folder with --data",
  );
}
