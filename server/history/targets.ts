import type { DatabaseSync, StatementSync } from "node:sqlite";
import { casefold } from "../../protocol/names.ts";
import { type Channel, STATUS_BIT, type User } from "../network/state.ts";

/** Targets that are remembered between uses; more are looked up again. */
const MAX_CACHED = 20_000;
/** Statuses that a message may be for, 0 for everybody. */
const STATUSES = [0, ...Object.values(STATUS_BIT)];

/** A room or a conversation that has a history. */
export interface Target {
  readonly id: number;
  key: string;
  closed: boolean;
}

/** Who takes part in a conversation. */
type Party = Pick<User, "id" | "account" | "nickname">;

type StatementName = "find" | "create" | "move" | "close" | "name" | "partyTo" | "leave";

/** A change that waits to be stored. */
interface Change {
  readonly statement: StatementSync;
  readonly params: readonly (string | number)[];
}

/**
 * The rooms and conversations that have a history, each with the number its rows have.
 *
 * A room's key is `c` and its casefolded name, with the status after a space for what was said
 * to some of its members alone. A conversation's is `d` and its two parties, see
 * {@linkcode partiesOf}. What nobody may read any more has `x` and its number, and then the key
 * that it had: who runs the server can still export it.
 *
 * Numbers are given at once and stored with the next commit. A change that could not be stored
 * waits for the one after.
 */
export class Targets {
  readonly #byChannel = new WeakMap<Channel, Target>();
  /** Null where it is known that there is none, whatever the database still says. */
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
      partyTo: db.prepare(
        "SELECT key FROM targets WHERE id IN (SELECT target FROM conversations WHERE party = ?)",
      ),
      leave: db.prepare("DELETE FROM conversations WHERE party = ?"),
    };
    const row = db.prepare("SELECT max(id) AS last FROM targets").get();
    this.#lastId = Number(row?.["last"] ?? 0);
  }

  /** Whether there are changes to store. */
  get changed(): boolean {
    return this.#changes.length > 0;
  }

  /** Stores the changes; for use in a transaction, see {@linkcode Targets.committed}. */
  store(): void {
    for (const { statement, params } of this.#changes) statement.run(...params);
  }

  /** The transaction that stored the changes holds. */
  committed(): void {
    this.#changes = [];
    if (this.#byKey.size < MAX_CACHED) return;
    this.#byKey.clear();
    this.#names.clear();
  }

  /** The target of what is said to a channel, or to its members of some status. */
  ofChannel(channel: Channel, status = 0): Target {
    if (status !== 0) return this.#obtain(channelKey(channel.key, status));
    let target = this.#byChannel.get(channel);
    if (target === undefined) {
      target = this.#obtain(channelKey(channel.key, 0));
      this.#byChannel.set(channel, target);
    }
    return target;
  }

  /** The numbers of what a member of a channel, with their status, may read of it. */
  readableOf(channel: Channel, status: number): number[] {
    return STATUSES.filter((wanted) => wanted <= status)
      .flatMap((wanted) => this.find(channelKey(channel.key, wanted))?.id ?? []);
  }

  /** The target of what two users say to each other; remembers what each is called. */
  ofConversation(from: Party, to: Party): Target {
    const one = partyOf(from);
    const other = partyOf(to);
    const target = this.#obtain(conversationKey(one, other));
    const names = `${from.nickname} ${to.nickname}`;
    if (this.#names.get(target.id) !== names) {
      this.#names.set(target.id, names);
      this.#change("name", one, target.id, to.nickname);
      if (one !== other) this.#change("name", other, target.id, from.nickname);
    }
    return target;
  }

  /** A target, if there is one. */
  find(key: string): Target | undefined {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known ?? undefined;
    const row = this.#statements.find.get(key);
    if (row === undefined) return undefined;
    const target = { id: Number(row["id"]), key, closed: row["closed"] === 1 };
    this.#byKey.set(key, target);
    return target;
  }

  /** Marks that from now on not everybody could have read what a channel says. */
  close(channel: Channel): void {
    const target = this.ofChannel(channel);
    if (target.closed) return;
    target.closed = true;
    this.#change("close", target.id);
  }

  /**
   * A room begins that nobody owns. Where one of its name was open to all, its history is this
   * one's; where it was not, whoever comes now is not entitled to it. Nor is its first operator
   * to what was said to the operators of the one before.
   */
  begin(channel: Channel): void {
    const wasClosed = this.find(channelKey(channel.key, 0))?.closed === true;
    for (const status of STATUSES) {
      if (wasClosed || status !== 0) this.#detach(channelKey(channel.key, status));
    }
    if (wasClosed) this.#byChannel.delete(channel);
  }

  /** A channel's history goes with it to another name; `before` is its old one. */
  rename(channel: Channel, before: string): void {
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
   * An account is gone: its conversations stay with the others who were in them, and who takes
   * its name later has none of them. Everything must be stored, see {@linkcode Targets.changed}.
   */
  disown(account: string): void {
    const party = accountParty(account);
    for (const row of this.#statements.partyTo.all(party)) this.#detach(String(row["key"]));
    this.#change("leave", party);
  }

  #obtain(key: string): Target {
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

/** The key of what is said to a channel of a casefolded name. */
export function channelKey(name: string, status: number): string {
  return status === 0 ? `c${name}` : `c${name} ${status}`;
}

/** The key of a conversation; the order of its parties does not matter. */
export function conversationKey(one: string, other: string): string {
  return one < other ? `d${one} ${other}` : `d${other} ${one}`;
}

/**
 * Who a user is in conversations: their account, or where they have none this one connection,
 * so that nobody who has their nickname later reads what they said.
 */
export function partyOf(user: Pick<User, "id" | "account">): string {
  return user.account === undefined ? `u:${user.id}` : accountParty(user.account);
}

/** An account as a party of conversations. */
export function accountParty(account: string): string {
  return `a:${casefold(account)}`;
}

/** All that a user is in conversations: what they said before they logged in is theirs too. */
export function partiesOf(user: Pick<User, "id" | "account">): string[] {
  const guest = `u:${user.id}`;
  return user.account === undefined ? [guest] : [accountParty(user.account), guest];
}
