import type { Measured } from "../rounds.ts";
import type { Result, Row } from "../scenarios.ts";
import { median, spread } from "./statistics.ts";

/** A load that has less time to spare than this part would be measured instead of the server. */
export const MOST_DRIVER_SHARE = 0.9;

/** What a run of the benchmark found; it is stored as JSON. */
export interface Report {
  /** When and on what it was measured. */
  readonly about: readonly string[];
  readonly rounds: number;
  readonly rows: readonly ReportRow[];
}

export interface ReportRow {
  readonly name: string;
  readonly title: string;
  readonly unit: Row["unit"];
  readonly isGrowth: boolean;
  readonly servers: readonly ReportCell[];
}

/** One server in one row. All figures are medians of the rounds. */
export interface ReportCell {
  readonly server: string;
  readonly score: number;
  /** The largest difference between the rounds, as a part of the median. */
  readonly spread: number;
  /** Seconds of CPU time of the server in a second. */
  readonly serverShare: number;
  /** The part of the time in which the load had work to do. */
  readonly driverShare: number;
  readonly residentBytes: number;
  readonly details: Readonly<Record<string, number>>;
}

/** Summarises the runs of all servers. */
export function makeReport(
  measured: readonly Measured[],
  { rows, rounds, about }: { rows: ReadonlyMap<string, Row> } & Omit<Report, "rows">,
): Report {
  return {
    rounds,
    about,
    rows: [...rows].map(([name, { title, unit, isGrowth }]) => ({
      name,
      title,
      unit,
      isGrowth: isGrowth === true,
      servers: measured.filter((one) => one.row === name && one.runs.length > 0)
        .map(({ server, runs }) => summarise(server, runs)),
    })),
  };
}

function summarise(server: string, runs: readonly Result[]): ReportCell {
  const of = (read: (run: Result) => number) => median(runs.map(read));
  const names = Object.keys(runs[0]?.details ?? {});
  return {
    server,
    score: of((run) => run.score),
    spread: spread(runs.map((run) => run.score)),
    serverShare: of((run) => run.cpuSeconds / run.wallSeconds),
    driverShare: of((run) => run.driverShare),
    residentBytes: of((run) => run.residentBytes),
    details: Object.fromEntries(names.map((name) => [name, of((run) => run.details?.[name] ?? 0)])),
  };
}

/** Whether the load had time to spare, so that the figure is the server's. */
export function isServersOwn({ driverShare }: ReportCell): boolean {
  return driverShare < MOST_DRIVER_SHARE;
}

/** Whether a smaller score is a better one. */
export function isLessBetter({ unit }: ReportRow): boolean {
  return unit === "µs" || unit === "bytes/connection";
}
