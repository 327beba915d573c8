import { format } from "@std/fmt/duration";
import { LATEST_TIME } from "../network/ids.ts";
import type { Log } from "./log.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** How far the newest message may be ahead of the clock before the operator is told. */
const MAX_AHEAD_MS = MINUTE_MS;
/** How far the clock may be ahead of the newest message before the operator is asked to look. */
const MAX_BEHIND_MS = 90 * DAY_MS;
/** How far a turn may differ from its interval, as it does on a busy machine, in milliseconds. */
const TOLERANCE_MS = 5_000;

/** A wrong clock at the start of a server; times are in milliseconds since 1970. */
export function reportClock(
  log: Log,
  { now, newest }: {
    readonly now: number;
    /** The time of the newest message; undefined if there is none. */
    readonly newest: number | undefined;
  },
): void {
  const clock = isoTime(now);
  if (now > LATEST_TIME) {
    log.error(
      "This machine's clock is wrong; set it, until then messages have the last good time",
      {
        clock,
      },
    );
  } else if (newest !== undefined && newest - now > MAX_AHEAD_MS) {
    log.error(
      "The newest message is later than this machine's clock; new messages have its time until then",
      { clock, newest: isoTime(newest), ahead: describe(newest - now) },
    );
  } else if (newest !== undefined && now - newest > MAX_BEHIND_MS) {
    log.warn("The newest message is old; if this machine's clock is wrong, stop the server now", {
      clock,
      newest: isoTime(newest),
    });
  }
}

/** Options for {@linkcode ClockWatch}. */
export interface ClockWatchOptions {
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds on a clock that nobody sets. */
  readonly elapsed?: () => number;
  /** Milliseconds between two turns. */
  readonly interval: number;
}

/** Notices that the clock was set, or that the program was stopped for a time. */
export class ClockWatch {
  readonly #options: Required<ClockWatchOptions>;
  #now: number;
  #elapsed: number;

  constructor({ elapsed = () => performance.now(), ...options }: ClockWatchOptions) {
    this.#options = { ...options, elapsed };
    this.#now = options.now();
    this.#elapsed = elapsed();
  }

  /**
   * Call it once an interval. Returns by how many milliseconds the clock moved while nobody could
   * be heard; negative if it was set back.
   */
  turn(): number {
    const { log, now, elapsed, interval } = this.#options;
    const moved = now() - this.#now;
    const passed = elapsed() - this.#elapsed;
    this.#now += moved;
    this.#elapsed += passed;
    const missed = moved - interval;
    if (Math.abs(missed) <= TOLERANCE_MS) return 0;
    const clock = isoTime(this.#now);
    const set = moved - passed;
    if (set > TOLERANCE_MS) {
      log.warn("The clock went forward, or the machine slept", { clock, by: describe(set) });
    } else if (set < -TOLERANCE_MS) {
      log.error("The clock went back; messages have the last time until it is reached again", {
        clock,
        by: describe(-set),
      });
    } else {
      log.warn("The server was stopped for a time", { by: describe(passed) });
    }
    return missed;
  }
}

/** A time as the log writes it; a clock can be beyond what a Date holds. */
function isoTime(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? String(time) : date.toISOString();
}

function describe(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return format(seconds * 1000, { ignoreZero: true }) || "0s";
}
