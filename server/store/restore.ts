import type { DatabaseSync } from "node:sqlite";
import type { Network } from "../network/network.ts";
import { ChannelStore } from "./channels.ts";
import { MetadataStore } from "./metadata.ts";

/** Restores what a database keeps of a network without users: its founded channels and metadata. */
export function restoreNetwork(network: Network, db: DatabaseSync): void {
  for (const channel of new ChannelStore(db).load()) network.restore(channel);
  for (const [owner, values] of new MetadataStore(db).load()) {
    network.restoreMetadata(owner, values);
  }
}
