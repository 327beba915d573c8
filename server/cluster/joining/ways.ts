import type { Membership } from "../../store/membership.ts";

/**
 * Batches of a log beyond which a node with an empty folder takes another node's database instead
 * of applying all of them, if there is one.
 */
export const LONG_LOG = 50_000;

/** What the log of a network has. */
export interface LogFacts extends Membership {
  /** The positions of its first and its last batch. */
  readonly first: number;
  readonly last: number;
}

/** What the database of a node has. */
export interface OwnFacts {
  /** The network that it is a copy of; undefined if it was never in a cluster, or has left it. */
  readonly membership: Membership | undefined;
  /** Whether anything is in it. */
  readonly isUsed: boolean;
  /** The position in the log from which it goes on. */
  readonly position: number;
  /** The last sequence that it has recorded of the log. */
  readonly recorded: number;
}

/** How a node becomes a part of its network. */
export type Way =
  /** Its log is made, for an empty network or for that of a server alone. */
  | "begin"
  /** The log is applied from the position of the database on. */
  | "follow"
  /** The database of another node is taken first. */
  | "copy"
  /** So if there is one, else the log is applied from its beginning. */
  | "copy or follow";

/** Finds the way of a node into its network. Throws an Error if there is none. */
export function wayInto(log: LogFacts | undefined, own: OwnFacts): Way {
  const { membership } = own;
  if (log === undefined) return wayWithoutLog(own);
  if (membership === undefined && own.isUsed) {
    throw new Error(
      "Cannot make a network of its own a part of a cluster: its database has messages that the " +
        "cluster does not have; choose an empty folder with --data",
    );
  }
  if (membership !== undefined && membership.network !== log.network) {
    throw new Error(
      "Cannot join the cluster: this server's database is of another network; choose an empty " +
        "folder with --data, or correct --cluster-network",
    );
  }
  if (own.position > log.last) {
    throw new Error(
      `Cannot follow the log of the cluster: it ends with the batch ${log.last}, and this server ` +
        `has all up to ${own.position}; bring back the data of NATS, or remove its stream and start ` +
        "one server alone, without --cluster and --node, before the nodes",
    );
  }
  const isWhole = own.position + 1 >= log.first && (membership !== undefined || log.base === 0);
  if (!isWhole) return "copy";
  return membership === undefined && log.last > LONG_LOG ? "copy or follow" : "follow";
}

function wayWithoutLog({ membership, position, recorded }: OwnFacts): Way {
  // A server that has just become the first node may have ended before it made the log.
  if (membership === undefined || (position === 0 && recorded === membership.base)) return "begin";
  throw new Error(
    "Cannot follow the log of the cluster: NATS does not have it any more, or --cluster-network is " +
      "that of another one; bring back the data of NATS, or start one server alone, without " +
      "--cluster and --node, and then again with them: the network goes on from the database of " +
      "that server, and other nodes begin with empty folders",
  );
}
