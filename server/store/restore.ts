import type { DatabaseSync } from "node:sqlite";
import { AccountStore } from "../accounts/account_store.ts";
import type { Network } from "../network/network.ts";
import { ChannelStore } from "./channels.ts";
import { MetadataStore } from "./metadata.ts";

/** Restores what a database keeps of a network without users: accounts, channels and metadata. */
export function restoreNetwork(network: Network, db: DatabaseSync): void {
  for (const account of new AccountStore(db).load()) network.restoreAccount(account);
  for (const channel of new ChannelStore(db).load()) network.restore(channel);
  for (const [owner, values] of new MetadataStore(db).load()) {
    network.restoreMetadata(owner, values);
  }
}
