import type { MaybePromise } from "../maybe_promise.ts";

/**
 * How long the lines that are read before a tick, and what they cause to be stored and sent in it,
 * may take together, in milliseconds. Less would split a burst of lines to a large room, and write
 * to each of its members several times.
 */
const LINES_MS = 6;
/** How long lines may run however long the last tick has stored and sent, in milliseconds. */
const MIN_LINES_MS = 1;
/** How long waiting work may run in a tick, in milliseconds. Others' lines wait for as long. */
const TURN_MS = 1;
/** How long one work runs before another has its turn, in milliseconds; a step may end later. */
const SLICE_MS = 0.25;
/**
 * Lanes are ranked by how long they have run of late: below so many milliseconds, below twice as
 * many, and so on. Lanes of one rank have turns in a circle.
 */
const FIRST_RANK_MS = 0.125;
const RANKS = 10;
/**
 * One turn of so many is for the line that has come last, if its lane has run for less than 32 ms of
 * late. While thousands join at once, somebody's line would else wait until all of them have.
 */
const TURNS_PER_LAST = 2;
const MAX_LAST_RANK = 8;
/** The lanes of the last lines that are remembered for this. */
const MAX_LAST = 64;
/** After so many milliseconds, half of what a lane has run counts no more. */
const HALF_LIFE_MS = 500;
/** A lane that has run for less, in milliseconds, is as one that has not run. */
const FORGOTTEN_MS = 0.02;
/** Lines between two looks at the clock, which cost a part of what a short line does. */
const LINES_PER_LOOK = 4;

/**
 * Work that may pause wherever it yields. It goes on in its next turn, or after the promise that it
 * yields. A step should take some microseconds at least, and never a millisecond.
 */
export type Steps<T = void> = Generator<MaybePromise<unknown>, T, unknown>;

/** What work yields to wait for its next turn although it has time left. */
export const NEXT_TURN: Promise<void> = Promise.resolve();

/** Options for {@linkcode Turns.run}. */
export interface TurnOptions {
  /** Whose work it is: all works of a lane share its turns. A session's is `session.lane`. */
  readonly lane: string;
  /** Whether somebody still waits for the result. */
  readonly isWanted: () => boolean;
}

/** Runs until it is done, or until a time on the clock; returns whether it wants another turn. */
type Job = (end: number) => boolean;

/** The waiting work of one address. */
interface Lane {
  /** Lines that have not begun; they come first, so that short ones do not wait for long work. */
  readonly begins: Job[];
  readonly continues: Job[];
  readonly rank: number;
}

/** Options for {@linkcode Turns}. */
export interface TurnsOptions {
  /** Requests a tick, which calls {@linkcode Turns.next} before it commits and flushes. */
  readonly requestTick: () => void;
  /** Requests one after the sockets have been read again, for work that goes on; as above if absent. */
  readonly requestLater?: () => void;
  /** A clock in milliseconds. */
  readonly clock?: () => number;
}

/**
 * Shares the time of the server among those who make it work. Lines are run as they are read until
 * the time of the tick is over. What is left then, and the rest of long answers, has turns in the
 * next ticks: each lane in a circle, a slice at a time, and those first that have had little time
 * of late. Sockets are read and flushed between them.
 */
export class Turns {
  readonly #requestTick: () => void;
  readonly #requestLater: () => void;
  readonly #clock: () => number;
  /** Lanes with waiting work. */
  readonly #lanes = new Map<string, Lane>();
  /** Their names by rank, in the order of their turns. */
  readonly #ranks = Array.from({ length: RANKS }, () => new Set<string>());
  /** The lanes of the lines that have come last, the last one at the end. */
  readonly #last: string[] = [];
  #turnsToLast = TURNS_PER_LAST;
  /** How long each lane has run of late, in milliseconds. */
  readonly #used = new Map<string, number>();
  #halveAt = 0;
  /** How long lines may run before the next tick, in milliseconds. */
  #linesMs = LINES_MS;
  #end: number | undefined;
  #over = false;
  #untilLook = 0;

  constructor(
    { requestTick, requestLater = requestTick, clock = () => performance.now() }: TurnsOptions,
  ) {
    this.#requestTick = requestTick;
    this.#requestLater = requestLater;
    this.#clock = clock;
  }

  /** Whether the tick has time for another line; otherwise {@linkcode Turns.enter} is called. */
  hasTime(): boolean {
    if (this.#untilLook-- > 0) return !this.#over;
    this.#untilLook = LINES_PER_LOOK - 1;
    if (this.#over) return false;
    const now = this.#clock();
    if (this.#end === undefined) {
      this.#end = now + this.#linesMs;
      this.#requestTick();
    } else {
      this.#over = now >= this.#end;
    }
    return !this.#over;
  }

  /** Runs a function in the next turn of a lane; resolves when it has run. */
  enter(lane: string, run: () => MaybePromise): Promise<void> {
    this.#last.push(lane);
    if (this.#last.length > MAX_LAST) this.#last.shift();
    return new Promise((resolve, reject) => {
      this.#laneOf(lane).begins.push(() => {
        try {
          resolve(run());
        } catch (error) {
          reject(error);
        }
        return false;
      });
      this.#requestTick();
    });
  }

  /**
   * Runs work: its first slice at once, the others in turns.
   * @returns undefined if it is not wanted any more
   */
  run<T>(steps: Steps<T>, { lane, isWanted }: TurnOptions): MaybePromise<T | undefined> {
    const first = slice(steps, { clock: this.#clock, end: this.#clock() + SLICE_MS });
    if (first.done === true) return first.value;
    return this.#continue(steps, { lane, isWanted, paused: first.value });
  }

  /**
   * Gives waiting work its turns, as long as a tick has time for it; `finish` stores and sends what
   * has been done, and is told whether there is more to do.
   */
  next(finish: (isBehind: boolean) => void = () => {}): void {
    if (this.#waiting) this.#serve();
    this.#end = undefined;
    this.#over = false;
    this.#untilLook = 0;
    const isBehind = this.#waiting;
    if (isBehind) this.#requestLater();
    const begun = this.#clock();
    finish(isBehind);
    this.#linesMs = Math.max(LINES_MS - (this.#clock() - begun), MIN_LINES_MS);
  }

  get #waiting(): boolean {
    return this.#lanes.size > 0;
  }

  #serve(): void {
    let now = this.#clock();
    const end = now + TURN_MS;
    if (now >= this.#halveAt) this.#halve(now);
    while (now < end) {
      const next = this.#next();
      if (next === undefined) return;
      const [name, lane] = next;
      const job = lane.begins.shift() ?? lane.continues.shift();
      if (job?.(now + SLICE_MS)) lane.continues.push(job);
      const begun = now;
      now = this.#clock();
      const used = (this.#used.get(name) ?? 0) + now - begun;
      this.#used.set(name, used);
      this.#remove(name, lane);
      // A lane with more work goes to the end of its circle.
      if (lane.begins.length + lane.continues.length > 0) this.#add(name, lane);
    }
  }

  /** The lane whose turn it is: that of the last line now and then, or of those that have run least. */
  #next(): readonly [string, Lane] | undefined {
    if (--this.#turnsToLast === 0) {
      this.#turnsToLast = TURNS_PER_LAST;
      const last = this.#takeLast();
      if (last !== undefined) return last;
    }
    for (const names of this.#ranks) {
      for (const name of names) return [name, this.#lanes.get(name)!];
    }
  }

  #takeLast(): readonly [string, Lane] | undefined {
    for (let name; (name = this.#last.pop()) !== undefined;) {
      const lane = this.#lanes.get(name);
      if (lane !== undefined && lane.begins.length > 0 && lane.rank <= MAX_LAST_RANK) {
        return [name, lane];
      }
    }
  }

  #add(name: string, jobs: Pick<Lane, "begins" | "continues">): Lane {
    const rank = rankOf(this.#used.get(name) ?? 0);
    const lane = { ...jobs, rank };
    this.#lanes.set(name, lane);
    this.#ranks[rank]!.add(name);
    return lane;
  }

  #remove(name: string, { rank }: Lane): void {
    this.#lanes.delete(name);
    this.#ranks[rank]!.delete(name);
  }

  /** Halves what lanes have run. */
  #halve(now: number): void {
    this.#halveAt = now + HALF_LIFE_MS;
    for (const [name, used] of this.#used) {
      if (used < FORGOTTEN_MS * 2) this.#used.delete(name);
      else this.#used.set(name, used / 2);
    }
  }

  async #continue<T>(
    steps: Steps<T>,
    { lane, isWanted, paused }: TurnOptions & { readonly paused: MaybePromise<unknown> },
  ): Promise<T | undefined> {
    for (let waiting = paused;;) {
      const failure = await failureOf(waiting);
      const turn = await this.#turn(lane, { steps, isWanted, failure });
      if (turn.done === true) return turn.value;
      waiting = turn.value;
    }
  }

  /** Gives work its turns until it is done or yields a promise. */
  #turn<T>(
    lane: string,
    { steps, isWanted, failure }: {
      readonly steps: Steps<T>;
      readonly isWanted: () => boolean;
      readonly failure: Failure | undefined;
    },
  ): Promise<IteratorResult<MaybePromise<unknown>, T | undefined>> {
    return new Promise((resolve, reject) => {
      let thrown = failure;
      this.#laneOf(lane).continues.push((end) => {
        try {
          const result = isWanted()
            ? slice(steps, { clock: this.#clock, end, thrown })
            : steps.return(undefined as T);
          thrown = undefined;
          if (result.done !== true && !(result.value instanceof Promise)) return true;
          // A promise inside an object is not awaited by this one.
          resolve(result);
        } catch (error) {
          reject(error);
        }
        return false;
      });
      this.#requestLater();
    });
  }

  #laneOf(name: string): Lane {
    return this.#lanes.get(name) ?? this.#add(name, { begins: [], continues: [] });
  }
}

/** The rank of a lane that has run for so many milliseconds. */
function rankOf(used: number): number {
  if (used < FIRST_RANK_MS) return 0;
  return Math.min(Math.floor(Math.log2(used / FIRST_RANK_MS)) + 1, RANKS - 1);
}

/** What a promise was rejected with. */
interface Failure {
  readonly error: unknown;
}

async function failureOf(waiting: MaybePromise<unknown>): Promise<Failure | undefined> {
  try {
    if (waiting instanceof Promise) await waiting;
  } catch (error) {
    return { error };
  }
}

/** Runs steps until they are done, yield a promise, or the clock shows the end. */
function slice<T>(
  steps: Steps<T>,
  { clock, end, thrown }: {
    readonly clock: () => number;
    readonly end: number;
    /** What the first step throws. */
    readonly thrown?: Failure | undefined;
  },
): IteratorResult<MaybePromise<unknown>, T> {
  let result = thrown === undefined ? steps.next() : steps.throw(thrown.error);
  while (result.done !== true && !(result.value instanceof Promise) && clock() < end) {
    result = steps.next();
  }
  return result;
}
