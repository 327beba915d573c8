import { readFileOf, readPath, type Sources, warnIfWorldReadable } from "./reading.ts";
import { type ClusterOptions, UsageError } from "./types.ts";

/** Reads how this server is a node of a cluster; undefined if it is alone. */
export function readCluster(sources: Sources): ClusterOptions | undefined {
  const { value } = sources;
  const servers = value("cluster");
  if (servers.length === 0) return undefined;
  const node = value("node");
  if (node === undefined) {
    throw new UsageError("Cannot be a node of a cluster without a name: add --node NAME");
  }
  const credentials = readPath(sources, "cluster-credentials");
  if (credentials !== undefined) {
    warnIfWorldReadable(sources, {
      path: credentials,
      what: `the NATS credentials ${credentials}`,
    });
  }
  const ca = readPath(sources, "cluster-ca");
  return {
    servers,
    node,
    network: value("cluster-network"),
    replicas: value("cluster-replicas"),
    logDays: value("cluster-log-days"),
    ...(credentials !== undefined && {
      credentials: readFileOf(sources, {
        path: credentials,
        what: `the NATS credentials ${credentials}`,
      }),
    }),
    ...(ca !== undefined && {
      ca: readFileOf(sources, { path: ca, what: `the certificate of NATS ${ca}` }),
    }),
  };
}
