import { casefold } from "../../protocol/names.ts";
import type { Limits } from "../options/mod.ts";
import { Rate } from "./rate.ts";
import type { SharedLimit } from "./shared_limit.ts";

/** Addresses and accounts whose work is remembered; beyond that the oldest are forgotten. */
const MAX_REMEMBERED = 50_000;
/** Of these, how many are looked at in a sweep. */
const SWEPT_AT_ONCE = 2_000;
/** The time in which rooms and connections are counted, in seconds. */
const MINUTE = 60;
/** The share of the connections of a minute that an address may open at once. */
const CONNECTIONS_AT_ONCE = 1 / 4;
/** The work in a period from which on an address is busy, in units, and the period in milliseconds. */
const BUSY_UNITS = 500;
const BUSY_MS = 1_000;

/** What all sessions of an address may do together. */
export class AddressBudget {
  readonly work: Rate;
  readonly connections: Rate;
  readonly rooms: Rate;
  /** Sessions that use it. */
  holders = 0;
  readonly #prefix: string;
  readonly #counted: CountedLimits;
  readonly #isLimited: boolean;
  #recent = 0;
  #since = 0;

  constructor(
    { prefix, counted, limits, now }: {
      readonly prefix: string;
      readonly counted: CountedLimits;
      readonly limits: Limits;
      readonly now: number;
    },
  ) {
    const { sharedWorkPerSecond, sharedWorkBurst, connectionsPerMinute, roomsPerMinute } = limits;
    this.#prefix = prefix;
    this.#counted = counted;
    this.#isLimited = sharedWorkPerSecond !== 0;
    this.work = new Rate({ perSecond: sharedWorkPerSecond, burst: sharedWorkBurst, now });
    const connections = { perSecond: connectionsPerMinute / MINUTE, now };
    const burst = connectionsPerMinute * CONNECTIONS_AT_ONCE;
    this.connections = new Rate({ ...connections, burst });
    this.rooms = new Rate({ perSecond: roomsPerMinute / MINUTE, burst: roomsPerMinute, now });
  }

  /** Whether so much was done of late that its lines have to wait for their turns. */
  get isBusy(): boolean {
    return this.#recent >= BUSY_UNITS && this.#isLimited;
  }

  /** Whether the whole budget is there again. */
  isFull(now: number): boolean {
    return [this.work, this.connections, this.rooms].every((rate) => rate.isFull(now));
  }

  /** Counts a connection that may be accepted; returns whether it may. */
  mayConnect(now: number): boolean {
    const isDue = this.connections.takeIfDue(now);
    if (isDue) this.#counted.connections.onCount?.(this.#prefix, 1);
    return isDue;
  }

  /** Counts a room that a guest opens; returns how many milliseconds to wait before. */
  openRoom(now: number): number {
    this.#counted.rooms.onCount?.(this.#prefix, 1);
    return this.rooms.take(now);
  }

  /** Charges work. */
  charge(units: number, now: number): void {
    this.#counted.work.onCount?.(this.#prefix, units);
    this.work.take(now, units);
    if (now - this.#since >= BUSY_MS) {
      this.#since = now;
      this.#recent = 0;
    }
    this.#recent += units;
  }
}

/** What all sessions of an account may do together. */
export class AccountBudget {
  readonly work: Rate;
  /** Sessions that use it. */
  holders = 0;
  readonly #key: string;
  readonly #counted: CountedLimits;

  constructor(
    { key, counted, limits, now }: {
      readonly key: string;
      readonly counted: CountedLimits;
      readonly limits: Limits;
      readonly now: number;
    },
  ) {
    const { sharedWorkPerSecond: perSecond, sharedWorkBurst: burst } = limits;
    this.#key = key;
    this.#counted = counted;
    this.work = new Rate({ perSecond, burst, now });
  }

  /** Charges work. */
  charge(units: number, now: number): void {
    this.#counted.accountWork.onCount?.(this.#key, units);
    this.work.take(now, units);
  }
}

/** The limits that the nodes of a cluster share, by the names that they have among nodes. */
export type CountedLimits = Readonly<
  Record<"work" | "accountWork" | "connections" | "rooms", SharedLimit>
>;

/** Options for {@linkcode SharedBudgets}. */
export interface SharedBudgetsOptions {
  /** Called each time, since REHASH may change the limits. */
  readonly limits: () => Limits;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * The budgets of addresses and accounts. They are remembered until they are full again, so that
 * connecting anew makes nothing free.
 */
export class SharedBudgets {
  readonly #options: SharedBudgetsOptions;
  readonly #addresses = new Map<string, AddressBudget>();
  readonly #accounts = new Map<string, AccountBudget>();
  /** What is charged, as the nodes of a cluster tell each other. */
  readonly counted: CountedLimits = {
    work: this.#counted((prefix) => this.ofAddress(prefix).work),
    accountWork: this.#counted((account) => this.ofAccount(account).work),
    connections: this.#counted((prefix) => this.ofAddress(prefix).connections),
    rooms: this.#counted((prefix) => this.ofAddress(prefix).rooms),
  };

  constructor(options: SharedBudgetsOptions) {
    this.#options = options;
  }

  /** The budget of an address, by its network prefix. */
  ofAddress(prefix: string): AddressBudget {
    const { counted } = this;
    const { limits, now } = this.#options;
    const make = () => new AddressBudget({ prefix, counted, limits: limits(), now: now() });
    return remembered(this.#addresses, prefix, make);
  }

  /** The budget of an account. */
  ofAccount(account: string): AccountBudget {
    const { counted } = this;
    const { limits, now } = this.#options;
    const key = casefold(account);
    const make = () => new AccountBudget({ key, counted, limits: limits(), now: now() });
    return remembered(this.#accounts, key, make);
  }

  /** Counts a connection from an address; returns whether it may be accepted. */
  mayConnect(prefix: string): boolean {
    return this.ofAddress(prefix).mayConnect(this.#options.now());
  }

  /** Forgets budgets that are full and that no session uses, of the next thousands in a circle. */
  sweep(): void {
    const now = this.#options.now();
    forgetFull(this.#addresses, (budget) => budget.isFull(now));
    forgetFull(this.#accounts, ({ work }) => work.isFull(now));
  }

  #counted(rateOf: (key: string) => Rate): SharedLimit {
    return {
      onCount: undefined,
      countElsewhere: (key, amount) => void rateOf(key).take(this.#options.now(), amount),
    };
  }
}

function remembered<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= MAX_REMEMBERED) {
    for (const oldest of known.keys()) {
      known.delete(oldest);
      break;
    }
  }
  const made = make();
  known.set(key, made);
  return made;
}

function forgetFull<T extends { readonly holders: number }>(
  known: Map<string, T>,
  isFull: (budget: T) => boolean,
): void {
  let left = Math.min(known.size, SWEPT_AT_ONCE);
  for (const [key, budget] of known) {
    if (left-- === 0) return;
    known.delete(key);
    // At the end, the next sweep finds those that are due before it.
    if (budget.holders > 0 || !isFull(budget)) known.set(key, budget);
  }
}
