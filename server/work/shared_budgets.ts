import { casefold } from "../../protocol/names.ts";
import type { Limits } from "../options/mod.ts";
import { Rate } from "./rate.ts";

/** Addresses and accounts whose work is remembered; beyond that the oldest are forgotten. */
const MAX_REMEMBERED = 50_000;
/** The time in which rooms and connections are counted, in seconds. */
const MINUTE = 60;

/** What all sessions of an address may do together. */
export interface AddressBudget {
  readonly work: Rate;
  /** Connections. */
  readonly connections: Rate;
  /** Rooms that guests open. */
  readonly rooms: Rate;
}

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
  readonly #accounts = new Map<string, Rate>();

  constructor(options: SharedBudgetsOptions) {
    this.#options = options;
  }

  /** The budget of an address, by its network prefix. */
  ofAddress(prefix: string): AddressBudget {
    return remembered(this.#addresses, prefix, () => {
      const { connectionsPerMinute, roomsPerMinute } = this.#options.limits();
      return {
        work: this.#workRate(),
        connections: this.#minuteRate(connectionsPerMinute),
        rooms: this.#minuteRate(roomsPerMinute),
      };
    });
  }

  /** The work that all sessions of an account may cause together. */
  ofAccount(account: string): Rate {
    return remembered(this.#accounts, casefold(account), () => this.#workRate());
  }

  /** Counts a connection from an address; returns whether it may be accepted. */
  mayConnect(prefix: string): boolean {
    return this.ofAddress(prefix).connections.takeIfDue(this.#options.now());
  }

  /** Forgets the budgets that are full. */
  sweep(): void {
    const now = this.#options.now();
    for (const [prefix, { work, connections, rooms }] of this.#addresses) {
      if ([work, connections, rooms].every((rate) => rate.isFull(now))) {
        this.#addresses.delete(prefix);
      }
    }
    for (const [account, rate] of this.#accounts) {
      if (rate.isFull(now)) this.#accounts.delete(account);
    }
  }

  #workRate(): Rate {
    const { sharedWorkPerSecond, sharedWorkBurst } = this.#options.limits();
    const now = this.#options.now();
    return new Rate({ perSecond: sharedWorkPerSecond, burst: sharedWorkBurst, now });
  }

  #minuteRate(perMinute: number): Rate {
    const now = this.#options.now();
    return new Rate({ perSecond: perMinute / MINUTE, burst: perMinute, now });
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
