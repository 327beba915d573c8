import { readProcessStats } from "../process_stats.ts";
import type { Measures } from "../scenarios.ts";

const NANOSECONDS = 1e9;

/** Measures the server, and whether the load had time to spare. */
export class Meter {
  readonly #pid: number;
  readonly #before: ReturnType<typeof readAll>;

  /** Begins to measure the server whose process is `pid`. */
  constructor(pid: number) {
    this.#pid = pid;
    this.#before = readAll(pid);
  }

  /** Returns the use of time since the beginning. */
  read(): Measures {
    const before = this.#before;
    const after = readAll(this.#pid);
    const wallSeconds = (after.at - before.at) / 1000;
    return {
      wallSeconds,
      cpuSeconds: after.cpuSeconds - before.cpuSeconds,
      residentBytes: after.residentBytes,
      driverShare: (after.driverSeconds - before.driverSeconds) / wallSeconds,
    };
  }
}

function readAll(pid: number) {
  return { ...readProcessStats(pid), driverSeconds: readDriverSeconds(), at: performance.now() };
}

/**
 * The time that the thread of the load has run or waited for a processor, in seconds. The rest is
 * time in which it waited for the server.
 */
function readDriverSeconds(): number {
  const [ran = 0, waited = 0] = Deno.readTextFileSync("/proc/thread-self/schedstat").split(" ")
    .map(Number);
  return (ran + waited) / NANOSECONDS;
}
