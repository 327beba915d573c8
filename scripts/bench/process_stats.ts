const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;

/** The resources that a process and its children have used so far. */
export interface ProcessStats {
  /** User and system time of all threads, in seconds, in steps of 10 ms. */
  readonly cpuSeconds: number;
  readonly residentBytes: number;
}

/**
 * Reads `/proc` for a process and all its descendants, which includes a server behind a launcher.
 * Linux only; throws if the process has ended.
 */
export function readProcessStats(pid: number): ProcessStats {
  let cpuSeconds = 0;
  let residentBytes = 0;
  for (const member of processTree(pid)) {
    const stat = Deno.readTextFileSync(`/proc/${member}/stat`);
    // The second field, the program's name, may itself contain spaces.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    cpuSeconds += (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
    residentBytes += Number(fields[21]) * PAGE_BYTES;
  }
  return { cpuSeconds, residentBytes };
}

function processTree(pid: number): number[] {
  const found = [pid];
  for (const parent of found) {
    for (const thread of Deno.readDirSync(`/proc/${parent}/task`)) {
      const children = Deno.readTextFileSync(`/proc/${parent}/task/${thread.name}/children`);
      found.push(...children.trim().split(" ").filter(Boolean).map(Number));
    }
  }
  return found;
}
