import { Rate } from "../../budgets/rate.ts";
import type { SharedLimit } from "../../budgets/shared_limit.ts";
import { highest } from "./highest.ts";
import { type Counts, type LimitName, MAX_COUNTS, type NodeMessageBody } from "./messages.ts";

/** Reports of this node during which another one is silent before its connections are forgotten. */
const MAX_SILENCE = 10;
/** Keys that are counted between two reports; further ones hold on this node alone. */
const MAX_KEYS = 10_000;
/** Messages a second about single counts; further ones hold on this node alone. */
const SINGLE_PER_SECOND = 500;

/** The limits that all nodes share. */
export interface SharedLimitParts {
  /** Told once a second, in sums. */
  readonly summed: Readonly<Record<LimitName, SharedLimit>>;
  /** Told at once. */
  readonly single: Readonly<Record<LimitName, SharedLimit>>;
  /** The connections of this node, by the network prefix of their address. */
  readonly open: () => ReadonlyMap<string, number>;
}

/** Options for {@linkcode SharedLimits}. */
export interface SharedLimitsOptions extends SharedLimitParts {
  readonly send: (message: NodeMessageBody) => void;
  /** The epochs of the nodes that are not gone. */
  readonly epochs: () => ReadonlyMap<string, unknown>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The connections that another node has told. */
interface Elsewhere {
  readonly open: ReadonlyMap<string, number>;
  /** The reports of this node since then. */
  silent: number;
}

/**
 * Tells the other nodes what this one counts, and counts what they tell. A node that hears nothing
 * has its own counts.
 */
export class SharedLimits {
  readonly #options: SharedLimitsOptions;
  readonly #sums = new Map<LimitName, Map<string, number>>();
  readonly #elsewhere = new Map<string, Elsewhere>();
  readonly #single: Rate;

  constructor(options: SharedLimitsOptions) {
    this.#options = options;
    const { summed, single, now } = options;
    this.#single = new Rate({ perSecond: SINGLE_PER_SECOND, burst: SINGLE_PER_SECOND, now: now() });
    for (const [name, limit] of Object.entries(summed)) {
      const sums = new Map<string, number>();
      this.#sums.set(name, sums);
      limit.onCount = (key, amount) => {
        const sum = sums.get(key);
        if (sum !== undefined || sums.size < MAX_KEYS) sums.set(key, (sum ?? 0) + amount);
      };
    }
    for (const [name, limit] of Object.entries(single)) {
      limit.onCount = (key, amount) => {
        if (!this.#single.takeIfDue(now())) return;
        options.send({ type: "count", limit: name, key, amount });
      };
    }
  }

  /** The connections that other nodes have from a network prefix. */
  openElsewhere(prefix: string): number {
    let sum = 0;
    for (const { open } of this.#elsewhere.values()) sum += open.get(prefix) ?? 0;
    return sum;
  }

  /** Tells what was counted since the last report. */
  report(): void {
    const { send, open, epochs } = this.#options;
    const present = epochs();
    for (const [epoch, elsewhere] of this.#elsewhere) {
      const isGone = !present.has(epoch) || ++elsewhere.silent > MAX_SILENCE;
      if (isGone) this.#elsewhere.delete(epoch);
    }
    const counts: Record<LimitName, Counts> = {};
    for (const [name, sums] of this.#sums) {
      if (sums.size === 0) continue;
      counts[name] = highest(sums, MAX_COUNTS);
      sums.clear();
    }
    send({ type: "use", counts, open: highest(open(), MAX_COUNTS) });
  }

  /** Takes a message of another node. */
  hear(epoch: string, message: NodeMessageBody): void {
    const { summed, single } = this.#options;
    if (message.type === "count") {
      limitOf(single, message.limit)?.countElsewhere(message.key, message.amount);
    } else if (message.type === "use") {
      this.#elsewhere.set(epoch, { open: new Map(message.open), silent: 0 });
      for (const [name, counts] of Object.entries(message.counts)) {
        const limit = limitOf(summed, name);
        for (const [key, amount] of counts) limit?.countElsewhere(key, amount);
      }
    }
  }

  /** Tells nothing any more. */
  close(): void {
    const { summed, single } = this.#options;
    for (const limit of [summed, single].flatMap((limits) => Object.values(limits))) {
      limit.onCount = undefined;
    }
  }
}

function limitOf(
  limits: Readonly<Record<LimitName, SharedLimit>>,
  name: LimitName,
): SharedLimit | undefined {
  return Object.hasOwn(limits, name) ? limits[name] : undefined;
}
