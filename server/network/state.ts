import { MEMBERSHIP_PREFIXES } from "../../protocol/modes.ts";
import type { Names } from "./names.ts";
import type { Whowas } from "./whowas.ts";

/** The mode letter of a status that a member can have. */
export type StatusMode = typeof MEMBERSHIP_PREFIXES[number]["letter"];

/** The bit of each status in {@linkcode Membership.status}; a higher status is a higher bit. */
export const STATUS_BIT = Object.fromEntries(
  MEMBERSHIP_PREFIXES.map(({ letter }, index) => [
    letter,
    1 << (MEMBERSHIP_PREFIXES.length - 1 - index),
  ]),
) as Readonly<Record<StatusMode, number>>;

/** Whether a mode is a member's status. */
export function isStatusMode(mode: string): mode is StatusMode {
  return Object.hasOwn(STATUS_BIT, mode);
}

const BIT_OF_SYMBOL: ReadonlyMap<string, number> = new Map(
  MEMBERSHIP_PREFIXES.map(({ letter, symbol }) => [symbol, STATUS_BIT[letter]]),
);

/** The symbols of each sum of bits, so that a list of names does not make them anew. */
const SYMBOLS: readonly string[] = Array.from(
  { length: 1 << MEMBERSHIP_PREFIXES.length },
  (_, status) => prefixesOf(status).map(({ symbol }) => symbol).join(""),
);

/** Whether the highest bit of a status is above the highest of another. */
export function outranks(status: number, other: number): boolean {
  return Math.clz32(status) < Math.clz32(other);
}

/** The symbols of a member's status: all of them, highest first, or only the highest. */
export function statusSymbols(status: number, all: boolean): string {
  const symbols = SYMBOLS[status] ?? "";
  return all ? symbols : symbols.charAt(0);
}

/** The symbol of the highest bit of a status; empty for 0. */
export function symbolOf(status: number): string {
  return statusSymbols(status, false);
}

/** The bit that a symbol such as `@` stands for. */
export function statusOfSymbol(symbol: string): number | undefined {
  return BIT_OF_SYMBOL.get(symbol);
}

/** The mode letters of a status, highest first. */
export function statusLetters(status: number): StatusMode[] {
  return prefixesOf(status).map(({ letter }) => letter);
}

function prefixesOf(status: number): (typeof MEMBERSHIP_PREFIXES[number])[] {
  return MEMBERSHIP_PREFIXES.filter(({ letter }) => (status & STATUS_BIT[letter]) !== 0);
}

/** The id of a user, never given twice on any server. */
export type UserId = string;

/** A person or program on the network, with one or more sessions. */
export interface User {
  readonly id: UserId;
  nickname: string;
  /** The sequence of the event by which they took the nickname. */
  namedBy: number;
  username: string;
  /** The host that others see. */
  host: string;
  realname: string;
  account: string | undefined;
  away: string | undefined;
  /** User mode letters that are set. A set of them would take 200 bytes more. */
  modes: string;
  /** The name of their operator block, while they are an operator. */
  operator: string | undefined;
  /** When they connected, in milliseconds since 1970. */
  readonly connectedAt: number;
  /** When they last sent a message, or connected, in milliseconds since 1970. */
  spokeAt: number;
  /** The epoch in which each of their sessions is, see {@linkcode Entry.epoch}. */
  sessions: readonly string[];
  /** Whether their connection is encrypted. */
  readonly secure: boolean;
  /** The name of the server they are connected to. */
  readonly server: string;
  /** Their metadata, by key; all users of an account share it, and all guests without any. */
  metadata: ReadonlyMap<string, string>;
  /** Masks of those from whom they take no direct messages (SILENCE), by casefolded mask. */
  silenced: ReadonlyMap<string, ListEntry>;
  /** Their channels, by casefolded name. */
  readonly memberships: Map<string, Membership>;
}

/** A user in a channel. */
export interface Membership {
  readonly user: User;
  readonly channel: Channel;
  /** Sum of {@linkcode STATUS_BIT}. */
  status: number;
}

/** A mask in one of a channel's lists (`b`, `e`, `I`). */
export interface ListEntry {
  readonly mask: string;
  readonly setBy: string;
  /** Milliseconds since 1970. */
  readonly setAt: number;
}

/** The list modes of a channel. */
export type ListMode = "b" | "e" | "I";

/** A topic, who set it and when (milliseconds since 1970). */
export interface Topic {
  readonly text: string;
  readonly setBy: string;
  readonly setAt: number;
}

/** A channel: its members, modes and topic. */
export interface Channel {
  /** Casefolded name, its key in {@linkcode Network.channels}. */
  key: string;
  name: string;
  readonly createdAt: number;
  topic: Topic | undefined;
  /** Modes without a parameter that are set. */
  readonly flags: Set<string>;
  /** The password for joining (mode `k`). */
  password: string | undefined;
  /** The most members it may have (mode `l`). */
  limit: number | undefined;
  readonly lists: Readonly<Record<ListMode, Map<string, ListEntry>>>;
  readonly members: Map<UserId, Membership>;
  /** Users who may join once whatever the modes say. */
  readonly invited: Set<UserId>;
  /** The account that founded it; a founded channel outlives its last member. */
  founder: string | undefined;
  /**
   * Casefolded names that it had while it was founded, with the time until which they lead to it,
   * in milliseconds since 1970.
   */
  readonly formerNames: Map<string, number>;
  /** Its metadata, by key. */
  readonly metadata: Map<string, string>;
  /** Status bits that accounts regain on joining, by casefolded account. */
  readonly accountStatus: Map<string, number>;
}

/** What decisions need of an account. Its password and its login tokens are only in the database. */
export interface Account {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** What it waits for, until its e-mail address is verified. */
  pending: PendingCode | undefined;
}

/** The code that verifies an account's e-mail address. */
export interface PendingCode {
  /** Its SHA-256, in base64. */
  readonly codeHash: string;
  /** When the account expires, in milliseconds since 1970. */
  readonly until: number;
}

/** Whether an account was not verified in time, so that its name is free. */
export function isExpired({ pending }: Account, time: number): boolean {
  return pending !== undefined && pending.until <= time;
}

/** The state behind a `Network`; only the functions in apply/ may write to it. */
export interface NetworkState {
  readonly users: Map<UserId, User>;
  /** Users by their nicknames. */
  readonly nicknames: Names<User>;
  readonly accounts: Names<Account>;
  /** The accounts that wait for their codes. */
  readonly pendingAccounts: Set<Account>;
  /** Channels by casefolded name. */
  readonly channels: Map<string, Channel>;
  /** Channels by each of their former names: {@linkcode Channel.formerNames} by name. */
  readonly formerNames: Map<string, Channel>;
  readonly whowas: Whowas;
  /** The channels that each user is invited to: {@linkcode Channel.invited} by user. */
  readonly invitations: Map<UserId, Set<Channel>>;
  /**
   * When each user last knocked and each channel was last knocked at, in milliseconds since 1970. No
   * event depends on it, so snapshots do without it.
   */
  readonly knockedAt: WeakMap<User | Channel, number>;
  /** The users who are logged in to each account, by its own name. */
  readonly loggedIn: Map<string, readonly User[]>;
  /** How many channels each account has founded, by casefolded account. */
  readonly founded: Map<string, number>;
  /** The metadata that the users of an account share, by casefolded account. */
  readonly accountMetadata: Map<string, Map<string, string>>;
  readonly counts: {
    operators: number;
    invisible: number;
    maxUsers: number;
    /** Channels that have members. */
    occupied: number;
  };
}

/** The account of a name, if somebody can log in to it. */
export function usableAccount(
  { accounts }: NetworkState,
  name: string | undefined,
): Account | undefined {
  const account = name === undefined ? undefined : accounts.get(name);
  return account?.pending === undefined ? account : undefined;
}

/** A channel with the default modes and no members. */
export function emptyChannel(name: string, key: string, createdAt: number): Channel {
  return {
    key,
    name,
    createdAt,
    topic: undefined,
    flags: new Set(["n", "t"]),
    password: undefined,
    limit: undefined,
    lists: { b: new Map(), e: new Map(), I: new Map() },
    members: new Map(),
    invited: new Set(),
    founder: undefined,
    formerNames: new Map(),
    metadata: new Map(),
    accountStatus: new Map(),
  };
}

/** The source of a user's messages, `nick!user@host`. */
export function sourceOf(user: Pick<User, "nickname" | "username" | "host">): string {
  return `${user.nickname}!${user.username}@${user.host}`;
}
