import type { DatabaseSync, StatementSync } from "node:sqlite";
import { casefold } from "../../protocol/names.ts";
import { type Channel, STATUS_BIT, type User } from "../network/state.ts";

/** Targets in the cache; it is emptied beyond that. */
const MAX_CACHED = 20_000;
/** Statuses that a message may be sent to; 0 is every member. */
const STATUSES = [0, ...Object.values(STATUS_BIT)];

/** A channel or a conversation that has a history. */
export interface Target {
  readonly id: number;
  key: string;
  closed: boolean;
}

/** One of the two users in a conversation. */
type Party = Pick<User, "id" | "account" | "nickname">;

type StatementName = "find" | "create" | "move" | "close" | "name" | "keysOf" | "removeParty";

/** A change that waits for the commit. */
interface Change {
  readonly statement: StatementSync;
  readonly params: readonly (string | number)[];
}

/**
 * The channels and conversations that have a history, each with the number that its rows have.
 *
 * A channel's key is `c` and its casefolded name; messages to some of its members alone have the
 * status after a space. A conversation's key is `d` and its two parties, see {@linkcode partyOf}.
 * A target that nobody may read any more has `x` and its number before its former key, so that
 * `chat export` still finds it.
 *
 * Numbers are given at once and stored with the next commit. A change that could not be stored
 * waits for the commit after it.
 */
export class Targets {
  readonly #byChannel = new WeakMap<Channel, Target>();
  /** Null for a key that has no target any more, even if the database still has one. */
  readonly #byKey = new Map<string, Target | null>();
  readonly #names = new Map<number, string>();
  readonly #statements: Record<StatementName, StatementSync>;
  #changes: Change[] = [];
  #lastId: number;

  constructor(db: DatabaseSync) {
    this.#statements = {
      find: db.prepare("SELECT id, key, closed FROM targets WHERE key = ?"),
      create: db.prepare("INSERT INTO targets (id, key) VALUES (?, ?)"),
      move: db.prepare("UPDATE targets SET key = ? WHERE id = ?"),
      close: db.prepare("UPDATE targets SET closed = 1 WHERE id = ?"),
      name: db.prepare(
        "INSERT INTO conversations (party, target, other) VALUES (?, ?, ?) " +
          "ON CONFLICT DO UPDATE SET other = excluded.other",
      ),
      keysOf: db.prepare(
        "SELECT key FROM targets WHERE id IN (SELECT target FROM conversations WHERE party = ?)",
      ),
      removeParty: db.prepare("DELETE FROM conversations WHERE party = ?"),
    };
    const row = db.prepare("SELECT max(id) AS last FROM targets").get();
    this.#lastId = Number(row?.["last"] ?? 0);
  }

  /** Whether there are changes to store. */
  get changed(): boolean {
    return this.#changes.length > 0;
  }

  /** Stores the changes, in the open transaction. */
  store(): void {
    for (const { statement, params } of this.#changes) statement.run(...params);
  }

  /** Forgets the stored changes: their transaction is committed. */
  committed(): void {
    this.#changes = [];
    if (this.#byKey.size < MAX_CACHED) return;
    this.#byKey.clear();
    this.#names.clear();
  }

  /** The target of messages to a channel, or to its members from some status on. */
  ofChannel(channel: Channel, status = 0): Target {
    if (status !== 0) return this.#findOrCreate(channelKey(channel.key, status));
    let target = this.#byChannel.get(channel);
    if (target === undefined) {
      target = this.#findOrCreate(channelKey(channel.key, 0));
      this.#byChannel.set(channel, target);
    }
    return target;
  }

  /** The targets of a channel that a member with some status may read. */
  readableOf(channel: Channel, status: number): number[] {
    return STATUSES.filter((wanted) => wanted <= status)
      .flatMap((wanted) => this.find(channelKey(channel.key, wanted))?.id ?? []);
  }

  /** The target of a conversation; notes the nicknames of both users. */
  ofConversation(from: Party, to: Party): Target {
    const one = partyOf(from);
    const other = partyOf(to);
    const target = this.#findOrCreate(conversationKey(one, other));
    const names = `${from.nickname} ${to.nickname}`;
    if (this.#names.get(target.id) !== names) {
      this.#names.set(target.id, names);
      this.#change("name", one, target.id, to.nickname);
      if (one !== other) this.#change("name", other, target.id, from.nickname);
    }
    return target;
  }

  /** The target of a key; undefined if there is none. */
  find(key: string): Target | undefined {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known ?? undefined;
    const row = this.#statements.find.get(key);
    if (row === undefined) return undefined;
    const target = { id: Number(row["id"]), key, closed: row["closed"] === 1 };
    this.#byKey.set(key, target);
    return target;
  }

  /** Marks a channel's history as one that not everybody could have read. */
  closeChannel(channel: Channel): void {
    const target = this.ofChannel(channel);
    if (target.closed) return;
    target.closed = true;
    this.#change("close", target.id);
  }

  /**
   * Begins the history of a new channel without a founder. It continues that of the last channel
   * of its name if that was open to everybody. Messages to members of a status are never continued:
   * the new operators are not entitled to read them.
   */
  beginChannel(channel: Channel): void {
    const wasClosed = this.find(channelKey(channel.key, 0))?.closed === true;
    for (const status of STATUSES) {
      if (wasClosed || status !== 0) this.#detach(channelKey(channel.key, status));
    }
    if (wasClosed) this.#byChannel.delete(channel);
  }

  /** Moves a channel's history to its new name; `before` is the old one. */
  renameChannel(channel: Channel, before: string): void {
    const from = casefold(before);
    if (from === channel.key) return;
    for (const status of STATUSES) {
      const key = channelKey(channel.key, status);
      this.#detach(key);
      const target = this.find(channelKey(from, status));
      if (target !== undefined) this.#move(target, key);
    }
  }

  /**
   * Detaches a removed account from its conversations, so that a later account of its name does
   * not have them. The other parties keep them. All changes must be committed before.
   */
  removeAccount(account: string): void {
    const party = accountParty(account);
    for (const row of this.#statements.keysOf.all(party)) this.#detach(String(row["key"]));
    this.#change("removeParty", party);
  }

  #findOrCreate(key: string): Target {
    const found = this.find(key);
    if (found !== undefined) return found;
    const target = { id: ++this.#lastId, key, closed: false };
    this.#byKey.set(key, target);
    this.#change("create", target.id, key);
    return target;
  }

  #detach(key: string): void {
    const target = this.find(key);
    if (target !== undefined) this.#move(target, `x${target.id} ${key}`);
  }

  #move(target: Target, key: string): void {
    this.#byKey.set(target.key, null);
    this.#byKey.set(key, target);
    target.key = key;
    this.#change("move", key, target.id);
  }

  #change(name: StatementName, ...params: (string | number)[]): void {
    this.#changes.push({ statement: this.#statements[name], params });
  }
}

/** The key of a channel by its casefolded name; `status` 0 for messages to all members. */
export function channelKey(name: string, status: number): string {
  return status === 0 ? `c${name}` : `c${name} ${status}`;
}

/** The key of a conversation, the same for both orders of its parties. */
export function conversationKey(one: string, other: string): string {
  return one < other ? `d${one} ${other}` : `d${other} ${one}`;
}

/**
 * A user as a party of conversations: their account, or else this one user's id, so that later
 * users of the same nickname cannot read the conversation.
 */
export function partyOf(user: Pick<User, "id" | "account">): string {
  return user.account === undefined ? `u:${user.id}` : accountParty(user.account);
}

/** An account as a party of conversations. */
export function accountParty(account: string): string {
  return `a:${casefold(account)}`;
}

/** A user's parties: their account, and themselves before they logged in. */
export function partiesOf(user: Pick<User, "id" | "account">): string[] {
  const guest = `u:${user.id}`;
  return user.account === undefined ? [guest] : [accountParty(user.account), guest];
}
