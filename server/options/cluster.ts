import { readFileOf, readPath, type Sources, warnIfWorldReadable } from "./reading.ts";
import { type ClusterOptions, UsageError } from "./types.ts";

/** Reads how this server is a node of a cluster; undefined if it is alone. */
export function readCluster(sources: Sources): ClusterOptions | undefined {
  const { value } = sources;
  const servers = value("cluster");
  const node = value("node");
  if (servers.length === 0) {
    if (node === undefined) return undefined;
    throw new UsageError(
      `Cannot be the node ${node} without NATS: add --cluster LIST, or leave out --node to be alone`,
    );
  }
  if (node === undefined) {
    throw new UsageError("Cannot be a node of a cluster without a name: add --node NAME");
  }
  const credentials = readCredentials(sources);
  const ca = readPath(sources, "cluster-ca");
  return {
    servers,
    node,
    network: value("cluster-network"),
    replicas: value("cluster-replicas"),
    logDays: value("cluster-log-days"),
    ...(credentials !== undefined && { credentials }),
    ...(ca !== undefined && {
      ca: readFileOf(sources, { path: ca, what: `the certificate of NATS ${ca}` }),
    }),
  };
}

function readCredentials(sources: Sources): string | undefined {
  const path = readPath(sources, "cluster-credentials");
  if (path === undefined) return undefined;
  const file = { path, what: `the NATS credentials ${path}` };
  const credentials = readFileOf(sources, file);
  warnIfWorldReadable(sources, file);
  return credentials;
}
