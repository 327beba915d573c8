import type { DatabaseSync, StatementSync } from "node:sqlite";
import { casefold } from "../../protocol/names.ts";
import type { Entry, EventType } from "../network/events.ts";
import type { Effects } from "../network/outcome.ts";
import { type Channel, emptyChannel, type ListEntry, type ListMode } from "../network/state.ts";
import type { Participant } from "./participant.ts";

const LIST_MODES = ["b", "e", "I"] as const satisfies readonly ListMode[];

/** Stores the channels that have a founder. */
export class ChannelStore implements Participant {
  readonly #dirty = new Map<string, Channel>();
  readonly #gone = new Set<string>();
  readonly #all: StatementSync;
  readonly #save: StatementSync;
  readonly #remove: StatementSync;

  constructor(db: DatabaseSync) {
    this.#all = db.prepare("SELECT * FROM channels");
    this.#save = db.prepare(`
      INSERT OR REPLACE INTO channels (key, name, created_at, founder, topic, topic_by, topic_at,
        flags, password, member_limit, lists, statuses, former_names)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#remove = db.prepare("DELETE FROM channels WHERE key = ?");
  }

  /** Reads all stored channels. */
  load(): Channel[] {
    return this.#all.all().map(channelOf);
  }

  get changed(): boolean {
    return this.#dirty.size > 0 || this.#gone.size > 0;
  }

  record<T extends EventType>({ event }: Entry<T>, effect: Effects[T]): void {
    switch (event.type) {
      case "join": {
        const { channel } = effect as Effects["join"];
        if (channel.members.size === 1) this.#mark(channel);
        return;
      }
      case "topic":
      case "channel-mode":
      case "founder":
        return this.#mark((effect as Effects["topic"]).channel, event.type === "founder");
      case "rename": {
        const { channel, before } = effect as Effects["rename"];
        this.#gone.add(casefold(before));
        return this.#mark(channel);
      }
      case "account-gone":
        for (const channel of (effect as Effects["account-gone"]).channels) {
          this.#mark(channel, true);
        }
    }
  }

  store(): void {
    for (const key of this.#gone) this.#remove.run(key);
    for (const channel of this.#dirty.values()) {
      if (channel.founder === undefined) this.#remove.run(channel.key);
      else this.#save.run(...valuesOf(channel, channel.founder));
    }
  }

  committed(): void {
    this.#dirty.clear();
    this.#gone.clear();
  }

  /** Notes that a channel has changed; one without a founder only if it is still stored. */
  #mark(channel: Channel, isStored = false): void {
    if (channel.founder !== undefined || isStored) this.#dirty.set(channel.key, channel);
  }
}

function valuesOf(channel: Channel, founder: string) {
  const { key, name, createdAt, topic, flags, password, limit, lists, accountStatus, formerNames } =
    channel;
  const entries = Object.fromEntries(LIST_MODES.map((mode) => [mode, [...lists[mode].values()]]));
  return [
    key,
    name,
    createdAt,
    founder,
    topic?.text ?? null,
    topic?.setBy ?? null,
    topic?.setAt ?? null,
    [...flags].join(""),
    password ?? null,
    limit ?? null,
    JSON.stringify(entries),
    JSON.stringify([...accountStatus]),
    JSON.stringify([...formerNames]),
  ] as const;
}

function channelOf(row: Record<string, unknown>): Channel {
  const channel = emptyChannel(String(row["name"]), String(row["key"]), Number(row["created_at"]));
  channel.founder = String(row["founder"]);
  const text = optionalText(row["topic"]);
  if (text !== undefined) {
    const setBy = optionalText(row["topic_by"]) ?? "*";
    channel.topic = { text, setBy, setAt: Number(row["topic_at"]) };
  }
  channel.flags.clear();
  for (const flag of String(row["flags"])) channel.flags.add(flag);
  channel.password = optionalText(row["password"]);
  channel.limit = row["member_limit"] === null ? undefined : Number(row["member_limit"]);
  const lists = JSON.parse(String(row["lists"])) as Partial<Record<ListMode, ListEntry[]>>;
  for (const mode of LIST_MODES) {
    for (const entry of lists[mode] ?? []) channel.lists[mode].set(casefold(entry.mask), entry);
  }
  for (const [account, status] of JSON.parse(String(row["statuses"])) as [string, number][]) {
    channel.accountStatus.set(account, status);
  }
  for (const [key, until] of JSON.parse(String(row["former_names"])) as [string, number][]) {
    channel.formerNames.set(key, until);
  }
  return channel;
}

function optionalText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
