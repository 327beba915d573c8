import type { Setting } from "./setting.ts";
import { readClusterName, readCount, readServers, readText } from "./values.ts";

/** The settings of a network on several machines. */
export const CLUSTER_SETTINGS = [
  {
    name: "cluster",
    file: { section: "cluster", key: "servers" },
    value: "LIST",
    read: readServers,
    default: [],
    note: "this server alone",
    purpose: "NATS servers with JetStream, like nats://10.0.0.1, by which several servers are one",
    group: "Many machines",
  },
  {
    name: "node",
    file: { section: "cluster", key: "node" },
    value: "NAME",
    read: readClusterName,
    purpose: "this server's own name in the cluster, of letters, digits, - and _",
    group: "Many machines",
  },
  {
    name: "cluster-network",
    file: { section: "cluster", key: "network" },
    value: "NAME",
    read: readClusterName,
    default: "chat",
    purpose: "name of the network's stream in NATS, so that several networks can share it",
    group: "Many machines",
  },
  {
    name: "cluster-replicas",
    file: { section: "cluster", key: "replicas" },
    value: "COUNT",
    read: (value: unknown) => readCount(value, { min: 1, max: 5 }),
    default: 1,
    purpose: "NATS servers that keep the stream, when it is made; 3 survive the end of one",
    group: "Many machines",
  },
  {
    name: "cluster-log-days",
    file: { section: "cluster", key: "log-days" },
    value: "DAYS",
    read: readCount,
    default: 7,
    purpose: "days for which NATS keeps the log, set when the stream is made; 0 for ever",
    group: "Many machines",
  },
  {
    name: "cluster-credentials",
    file: { section: "cluster", key: "credentials" },
    value: "FILE",
    read: readText,
    purpose: "credentials file of NATS, which nsc makes",
    group: "Many machines",
  },
  {
    name: "cluster-ca",
    file: { section: "cluster", key: "ca" },
    value: "FILE",
    read: readText,
    purpose: "certificate that has issued those of the NATS servers, PEM; connects with TLS",
    group: "Many machines",
  },
] as const satisfies readonly Setting[];
