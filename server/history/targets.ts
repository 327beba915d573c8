import type { DatabaseSync, StatementSync } from "node:sqlite";
import { casefold } from "../../protocol/names.ts";
import { firstSequenceAt } from "../network/ids.ts";
import { type Channel, type Membership, STATUS_BIT } from "../network/state.ts";
import { isClosed } from "../permissions/channels.ts";
import { Attendance } from "./attendance.ts";
import { Changes } from "../store/changes.ts";
import { EarlierNames } from "./earlier_names.ts";
import { type Part, partsOf, wholeOf } from "./reading/parts.ts";
import {
  accountParty,
  channelKey,
  ConversationTextsCache,
  isConversationOf,
  type KeyWord,
  parseTargetKey,
  partiesOf,
  type Party,
  partyOf,
} from "./target_keys.ts";

/** Targets in the cache; it is emptied beyond that. */
const MAX_CACHED = 20_000;
/** Statuses that a message may be sent to. */
const STATUSES: readonly number[] = Object.values(STATUS_BIT);

/** A channel or a conversation that has a history. */
export interface Target {
  readonly id: number;
  key: string;
  /** The first sequence of the closed period that is going on, if one is. */
  closedSince: number | undefined;
}

/** Where a channel's messages to all its members go at present. */
interface Place {
  readonly target: Target;
  readonly closed: boolean;
}

/**
 * How much later than the one that is stored, as sequences, the latest message of a conversation
 * may be, so that not every message changes the row: a minute.
 */
export const MAX_LATER = firstSequenceAt(60_000) - firstSequenceAt(0);

/** What was said to everybody in a channel. */
const TO_EVERYBODY: readonly KeyWord[] = [0, "closed", "former"];

type StatementName =
  | "find"
  | "create"
  | "move"
  | "closedSince"
  | "name"
  | "keysOf"
  | "removeParty"
  | "hasConversation"
  | "leaveConversation"
  | "removeAttendance"
  | "remove";

/** A row of the table `targets`. */
export interface StoredTarget {
  readonly id: number;
  readonly key: string;
  readonly closedSince: number | null;
}

/**
 * The channels and conversations that have a history, each with the number that its rows have.
 *
 * A channel's key is `c` and its casefolded name. What only some may read has another key, with a
 * word after a space: `closed` if it was said while the channel was closed, or the status of those
 * to whom alone it was sent. So a row's target says who may read it. `former` marks what an earlier
 * schema stored of a channel that was closed at some time.
 *
 * A conversation's key is `d` and its two parties, see {@linkcode partyOf}. A target that nobody
 * may read any more has `x` and its number before its former key, so that `chat export` still finds
 * it.
 *
 * Numbers are given at once and stored with the next commit. A change that could not be stored
 * waits for the commit after it.
 */
export class Targets {
  /** Who was in closed channels. Its changes are stored with those of the targets. */
  readonly attendance: Attendance;
  readonly #places = new WeakMap<Channel, Place>();
  /** Null for a key that has no target any more, even if the database still has one. */
  readonly #byKey = new Map<string, Target | null>();
  readonly #texts = new ConversationTextsCache();
  readonly #names = new Map<number, { readonly names: string; readonly latest: number }>();
  readonly #statements: Record<StatementName, StatementSync>;
  readonly #changes = new Changes();
  readonly #earlierNames: EarlierNames;
  #lastId: number;

  constructor(db: DatabaseSync, { usersStay = false } = {}) {
    this.#statements = {
      find: db.prepare("SELECT id, key, closed_since FROM targets WHERE key = ?"),
      create: db.prepare("INSERT INTO targets (id, key) VALUES (?, ?)"),
      move: db.prepare("UPDATE targets SET key = ? WHERE id = ?"),
      closedSince: db.prepare("UPDATE targets SET closed_since = ? WHERE id = ?"),
      name: db.prepare(
        "INSERT INTO conversations (party, target, other, latest) VALUES (?, ?, ?, ?) " +
          "ON CONFLICT DO UPDATE SET other = excluded.other, latest = excluded.latest",
      ),
      keysOf: db.prepare(
        "SELECT key FROM targets WHERE id IN (SELECT target FROM conversations WHERE party = ?)",
      ),
      removeParty: db.prepare("DELETE FROM conversations WHERE party = ?"),
      hasConversation: db.prepare("SELECT 1 FROM conversations WHERE party = ? AND target = ?"),
      leaveConversation: db.prepare("DELETE FROM conversations WHERE party = ? AND target = ?"),
      removeAttendance: db.prepare("DELETE FROM attendance WHERE target = ?"),
      remove: db.prepare("DELETE FROM targets WHERE id = ?"),
    };
    this.#earlierNames = new EarlierNames(db, this.#changes);
    this.attendance = new Attendance(db, this.#changes, { usersStay });
    const row = db.prepare("SELECT max(id) AS last FROM targets").get();
    this.#lastId = Number(row?.["last"] ?? 0);
  }

  /** Whether there are changes to store. */
  get changed(): boolean {
    return this.#changes.any;
  }

  /** Stores the changes, in the open transaction. */
  store(): void {
    this.#changes.store();
  }

  /** Forgets the stored changes: their transaction is committed. */
  committed(): void {
    this.#changes.committed();
    if (this.#byKey.size < MAX_CACHED) return;
    this.#byKey.clear();
    this.#names.clear();
  }

  /**
   * The target of what is said in a channel, or to its members from some status on. `sequence` is
   * that of the event, which begins or ends a closed period if the channel has become closed or
   * open.
   */
  ofChannel(
    channel: Channel,
    { sequence, status = 0 }: { readonly sequence: number; readonly status?: number },
  ): Target {
    if (status !== 0) return this.#findOrCreate(channelKey(channel.key, status));
    const closed = isClosed(channel);
    const place = this.#places.get(channel);
    if (place?.closed === closed) return place.target;
    const target = closed ? this.#close(channel, sequence) : this.#open(channel);
    this.#places.set(channel, { target, closed });
    return target;
  }

  /** What a member of a channel may read of it. */
  readableOf({ user, channel, status }: Membership): Part[] {
    const key = channel.key;
    const words = [0, "former", ...STATUSES.filter((wanted) => wanted <= status)] as const;
    const whole = words.flatMap((word) => this.find(channelKey(key, word))?.id ?? []).map(wholeOf);
    const others = this.#earlierNames.of(key).filter((part) => part.target !== whole[0]?.target);
    const closed = this.find(channelKey(key, "closed"));
    if (closed === undefined) return [...whole, ...others];
    const intervals = partiesOf(user).flatMap((party) => this.attendance.of(closed.id, party));
    const { closedSince } = closed;
    if (closedSince !== undefined) intervals.push({ first: closedSince, last: undefined });
    return [...whole, ...others, ...partsOf(closed.id, intervals)];
  }

  /** Notes that a user is in a channel: they have joined it, or logged in or out. */
  enter(channel: Channel, user: Party): void {
    const target = this.#closedTarget(channel);
    if (target?.closedSince === undefined) return;
    this.attendance.enter(target.id, { party: partyOf(user), since: target.closedSince });
  }

  /** Notes that a user has left a channel, by the event with this sequence. */
  leave(channel: Channel, { user, sequence }: { user: Party; sequence: number }): void {
    const target = this.#closedTarget(channel);
    if (target === undefined) return;
    const { account } = user;
    if (account !== undefined && isLoggedInMember(channel, account)) return;
    this.attendance.leave(target.id, { party: partyOf(user), last: sequence });
  }

  /**
   * The target of a conversation in which a message with this sequence is said; notes the nicknames
   * of both users.
   */
  ofConversation(from: Party, { to, sequence }: { to: Party; sequence: number }): Target {
    const { one, other, key, names } = this.#texts.of(from, to);
    const target = this.#findOrCreate(key);
    const known = this.#names.get(target.id);
    if (known?.names !== names || sequence - known.latest > MAX_LATER) {
      this.#names.set(target.id, { names, latest: sequence });
      this.#change("name", one, target.id, to.nickname, sequence);
      if (one !== other) this.#change("name", other, target.id, from.nickname, sequence);
    }
    return target;
  }

  /** The target of a key; undefined if there is none. */
  find(key: string): Target | undefined {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known ?? undefined;
    const row = this.#statements.find.get(key);
    if (row === undefined) return undefined;
    const since = row["closed_since"] ?? undefined;
    const closedSince = since === undefined ? undefined : Number(since);
    const target = { id: Number(row["id"]), key, closedSince };
    this.#byKey.set(key, target);
    return target;
  }

  /** What was said to everybody in the channels that had a name, except what a channel reads. */
  ofName(name: string, except?: Channel): Part[] {
    const read = except === undefined ? [] : this.#earlierNames.of(except.key);
    return TO_EVERYBODY.flatMap((word) => this.find(channelKey(casefold(name), word))?.id ?? [])
      .map((target) => {
        const before = read.find((part) => part.target === target)?.before;
        return before === undefined ? wholeOf(target) : { ...wholeOf(target), after: before - 1 };
      });
  }

  /**
   * Begins the history of a new channel. It continues what was said in public in the last channel
   * of its name, and what was said while that was closed for those who were there. Messages to
   * members of a status are never continued: the new operators are not entitled to read them.
   */
  beginChannel(channel: Channel): void {
    for (const word of ["former", ...STATUSES] as const) {
      this.#detach(channelKey(channel.key, word));
    }
    const closed = this.find(channelKey(channel.key, "closed"));
    if (closed !== undefined) this.#setClosedSince(closed, undefined);
  }

  /**
   * Moves a channel's history to its new name, by the event with this sequence; `before` is the old
   * name. What was said in public stays under the old name, and the channel reads it there.
   */
  renameChannel(
    channel: Channel,
    { before, sequence }: { readonly before: string; readonly sequence: number },
  ): void {
    const from = casefold(before);
    if (from === channel.key) return;
    for (const word of ["closed", "former", ...STATUSES] as const) {
      const key = channelKey(channel.key, word);
      this.#detach(key);
      const target = this.find(channelKey(from, word));
      if (target !== undefined) this.#move(target, key);
    }
    const left = this.find(channelKey(from, 0));
    const parts = left === undefined ? [] : [{ ...wholeOf(left.id), before: sequence }];
    this.#earlierNames.add(channel.key, [...parts, ...this.#earlierNames.of(from)]);
    if (this.#places.get(channel)?.closed === false) this.#places.delete(channel);
  }

  /**
   * Detaches a removed account from its conversations and from what it heard in closed channels, so
   * that a later account of its name does not have them. The other parties keep them.
   */
  removeAccount(account: string): void {
    const party = accountParty(account);
    const stored = this.#statements.keysOf.all(party).map(({ key }) => String(key));
    // Those that are not stored yet are in the cache.
    const cached = [...this.#byKey.keys()].filter((key) => isConversationOf(party, key));
    for (const key of new Set([...stored, ...cached])) this.#detach(key);
    this.#change("removeParty", party);
    this.attendance.remove(party);
  }

  /** Whether a party has a conversation. */
  hasConversation(party: string, target: number): boolean {
    return this.#statements.hasConversation.get(party, target) !== undefined;
  }

  /** Detaches a party from a conversation, which the other party keeps. */
  leaveConversation(party: string, target: number): void {
    this.#change("leaveConversation", party, target);
  }

  /** Removes a target that has no rows and that no channel uses. */
  remove({ id, key }: Pick<StoredTarget, "id" | "key">): void {
    this.#byKey.set(key, null);
    this.#names.delete(id);
    for (const party of parseTargetKey(key).parties) this.leaveConversation(party, id);
    this.#earlierNames.remove(id);
    this.#change("removeAttendance", id);
    this.#change("remove", id);
  }

  /** The target of a closed channel; continues the closed period that a restart interrupted. */
  #close(channel: Channel, sequence: number): Target {
    const target = this.#findOrCreate(channelKey(channel.key, "closed"));
    if (target.closedSince !== undefined) return target;
    this.#setClosedSince(target, sequence);
    const parties = [...channel.members.values()].map(({ user }) => partyOf(user));
    this.attendance.begin(target.id, { since: sequence, parties });
    return target;
  }

  /** The target of an open channel. */
  #open(channel: Channel): Target {
    const closed = this.find(channelKey(channel.key, "closed"));
    if (closed !== undefined) this.#setClosedSince(closed, undefined);
    return this.#findOrCreate(channelKey(channel.key, 0));
  }

  /** The target of a channel whose messages are at present for those in it. */
  #closedTarget(channel: Channel): Target | undefined {
    const place = this.#places.get(channel);
    return place?.closed === true ? place.target : undefined;
  }

  #setClosedSince(target: Target, sequence: number | undefined): void {
    if (target.closedSince === sequence) return;
    target.closedSince = sequence;
    this.#changes.add(this.#statements.closedSince, sequence ?? null, target.id);
  }

  #findOrCreate(key: string): Target {
    const found = this.find(key);
    if (found !== undefined) return found;
    const target = { id: ++this.#lastId, key, closedSince: undefined };
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
    this.#changes.add(this.#statements[name], ...params);
  }
}

function isLoggedInMember({ members }: Channel, account: string): boolean {
  for (const { user } of members.values()) if (user.account === account) return true;
  return false;
}
