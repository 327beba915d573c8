import type { DatabaseSync, StatementSync } from "node:sqlite";
import { casefold } from "../../protocol/names.ts";
import type { Entry, EventType } from "../network/events.ts";
import type { Effects } from "../network/outcome.ts";
import type { Channel } from "../network/state.ts";
import type { Participant } from "./participant.ts";

type Values = ReadonlyMap<string, string>;

/** Stores the metadata of accounts, and of channels that have a founder. */
export class MetadataStore implements Participant {
  /** The metadata to store, by casefolded account or channel; undefined to remove it. */
  readonly #dirty = new Map<string, Values | undefined>();
  readonly #all: StatementSync;
  readonly #add: StatementSync;
  readonly #remove: StatementSync;

  constructor(db: DatabaseSync) {
    this.#all = db.prepare("SELECT owner, key, value FROM metadata");
    this.#add = db.prepare("INSERT INTO metadata (owner, key, value) VALUES (?, ?, ?)");
    this.#remove = db.prepare("DELETE FROM metadata WHERE owner = ?");
  }

  /** Reads all stored metadata, by casefolded account or channel. */
  load(): Map<string, Map<string, string>> {
    const owners = new Map<string, Map<string, string>>();
    for (const row of this.#all.iterate()) {
      const owner = String(row["owner"]);
      let values = owners.get(owner);
      if (values === undefined) owners.set(owner, values = new Map());
      values.set(String(row["key"]), String(row["value"]));
    }
    return owners;
  }

  get changed(): boolean {
    return this.#dirty.size > 0;
  }

  record<T extends EventType>(entry: Entry<T>, effect: Effects[T]): void {
    const { event } = entry as unknown as Entry;
    switch (event.type) {
      case "metadata": {
        const { channel, users: [user] } = effect as Effects["metadata"];
        if (channel !== undefined) this.#noteChannel(channel);
        else if (user !== undefined) this.#noteAccount(user.account, user.metadata);
        return;
      }
      case "connect": {
        const { user } = effect as Effects["connect"];
        if (event.user.metadata !== undefined) this.#noteAccount(user.account, user.metadata);
        return;
      }
      case "founder": {
        const { channel } = effect as Effects["founder"];
        if (channel.founder === undefined) this.#dirty.set(channel.key, undefined);
        else this.#noteChannel(channel);
        return;
      }
      case "rename": {
        const { channel, before } = effect as Effects["rename"];
        if (channel.founder !== undefined) this.#dirty.set(casefold(before), undefined);
        this.#noteChannel(channel);
        return;
      }
      case "account-gone":
        this.#dirty.set(casefold(event.account), undefined);
        for (const { founder, key } of (effect as Effects["account-gone"]).channels) {
          if (founder === undefined) this.#dirty.set(key, undefined);
        }
    }
  }

  store(): void {
    for (const [owner, values] of this.#dirty) {
      this.#remove.run(owner);
      for (const [key, value] of values ?? []) this.#add.run(owner, key, value);
    }
  }

  committed(): void {
    this.#dirty.clear();
  }

  #noteChannel({ key, founder, metadata }: Channel): void {
    if (founder !== undefined) this.#dirty.set(key, metadata);
  }

  #noteAccount(account: string | undefined, values: Values): void {
    if (account !== undefined) this.#dirty.set(casefold(account), values);
  }
}
