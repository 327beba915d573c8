import type { Limits } from "../options/mod.ts";
import { COST } from "./costs.ts";
import { Rate } from "./rate.ts";
import type { AccountBudget, AddressBudget, SharedBudgets } from "./shared_budgets.ts";

/**
 * What a session may do however much others of its address do, in units of work: it goes on to
 * talk while one of them attacks.
 */
const GUARANTEED_PER_SECOND = 20;
const GUARANTEED_BURST = 100;

/** Work in a long answer that is charged at once, in units. */
const MUCH = 10;

/** Options for {@linkcode SessionBudget}. */
export interface SessionBudgetOptions {
  readonly limits: Limits;
  readonly shared: SharedBudgets;
  /** The network prefix of its address. */
  readonly prefix: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * What a session still may do before it has to wait: lines, and the work that its lines cause. The
 * work counts for its address and its account as well.
 */
export class SessionBudget {
  readonly #lines: Rate;
  readonly #work: Rate;
  readonly #guaranteed: Rate;
  readonly #shared: SharedBudgets;
  readonly #address: AddressBudget;
  #account: { readonly name: string; readonly budget: AccountBudget } | undefined;
  #spent = 0;
  #held = false;

  constructor({ limits, shared, prefix, now }: SessionBudgetOptions) {
    const { linesPerSecond, burst, workPerSecond, workBurst } = limits;
    this.#lines = new Rate({ perSecond: linesPerSecond, burst, now });
    this.#work = new Rate({ perSecond: workPerSecond, burst: workBurst, now });
    const perSecond = GUARANTEED_PER_SECOND;
    this.#guaranteed = new Rate({ perSecond, burst: GUARANTEED_BURST, now });
    this.#shared = shared;
    this.#address = shared.ofAddress(prefix);
    this.#address.holders++;
  }

  /** Whether the session's address has done much of late. */
  get isBusy(): boolean {
    return this.#address.isBusy;
  }

  /** Notes work that the session has caused. */
  spend(units: number): void {
    this.#spent += units;
  }

  /** Notes the account that the session is logged in to, which may change. */
  set account(name: string | undefined) {
    if (name === this.#account?.name) return;
    if (this.#account !== undefined) this.#account.budget.holders--;
    this.#account = name === undefined ? undefined : { name, budget: this.#shared.ofAccount(name) };
    if (this.#account !== undefined) this.#account.budget.holders++;
  }

  /** Takes a line, and the work since the last one; returns how many milliseconds it has to wait. */
  takeLine(now: number): number {
    const line = this.#lines.take(now);
    this.#spent += COST.line;
    this.settle(now);
    return Math.max(line, this.wait(now));
  }

  /** How many milliseconds the session has to wait, perhaps longer than before because of others. */
  wait(now: number): number {
    const account = this.#account?.budget.work.wait(now) ?? 0;
    const address = Math.min(this.#address.work.wait(now), this.#guaranteed.wait(now));
    return Math.max(this.#work.wait(now), account, address);
  }

  /** Whether the session waits because it has sent or caused too much. */
  get held(): boolean {
    return this.#held;
  }

  /** Waits until the session may go on, first for so many milliseconds. */
  async untilDue(
    first: number,
    { now, isWanted }: { readonly now: () => number; readonly isWanted: () => boolean },
  ): Promise<void> {
    this.#held = true;
    for (let wait = first; wait > 0 && isWanted(); wait = this.wait(now())) {
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
    this.#held = false;
  }

  /** Charges what the session has spent. */
  settle(now: number): void {
    const units = this.#spent;
    if (units === 0) return;
    this.#spent = 0;
    this.#work.take(now, units);
    this.#guaranteed.take(now, units);
    this.#address.charge(units, now);
    this.#account?.budget.charge(units, now);
  }

  /** Charges what the session has spent, when it has ended. */
  end(now: number): void {
    this.settle(now);
    this.account = undefined;
    this.#address.holders--;
  }

  /** Charges what the session has spent, if it is much; returns how long it has to wait. */
  settleMuch(now: () => number): number {
    if (this.#spent < MUCH) return 0;
    const time = now();
    this.settle(time);
    return this.wait(time);
  }

  /** Takes the work since the last line off, without charging it. */
  forgive(): void {
    this.#spent = 0;
  }

  /** Counts a room that the session opens; returns how many milliseconds it has to wait before. */
  openRoom(now: number): number {
    return this.#address.openRoom(now);
  }
}
