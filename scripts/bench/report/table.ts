/** The report as tables of text. */

import {
  isLessBetter,
  isServersOwn,
  type Report,
  type ReportCell,
  type ReportRow,
} from "./report.ts";

const PERCENT = 100;
const MICROSECONDS = 1e6;
/** Stands for the figure of a load that had no time to spare. */
const DRIVER = "driver";

/** One line for each row, one column for each server. */
export function speedTable(report: Report): string[][] {
  const rows = report.rows.filter(({ isGrowth, servers }) => !isGrowth && servers.length > 0);
  const servers = serversOf(rows);
  return [
    ["work", ...servers],
    ...rows.map((row) => [
      describe(row),
      ...servers.map((server) => {
        const cell = row.servers.find((one) => one.server === server);
        return cell === undefined ? "" : formatScore(row, cell);
      }),
    ]),
  ];
}

/** The cost of a delivery as something grows, in microseconds of CPU time. */
export function growthTable(report: Report): string[][] {
  const rows = report.rows.filter(({ isGrowth, servers }) => isGrowth && servers.length > 0);
  const servers = serversOf(rows);
  return [
    ["one delivery costs", ...servers],
    ...rows.map((row) => [
      row.title,
      ...servers.map((server) => {
        const cell = row.servers.find((one) => one.server === server);
        if (cell === undefined) return "";
        return isServersOwn(cell) ? `${(MICROSECONDS / cell.score).toFixed(1)} µs` : DRIVER;
      }),
    ]),
  ];
}

/** Everything that was measured of one row; there is no spread in a single round. */
export function detailTable(row: ReportRow, rounds: number): string[][] {
  const ours = row.servers.find(({ server }) => server === "chat");
  const names = [...new Set(row.servers.flatMap(({ details }) => Object.keys(details)))];
  const head = ["server", row.unit, "spread", "server CPU", "load busy", "RSS MiB", ...names];
  return [
    [...head, "chat is"],
    ...row.servers.map((cell) => [
      cell.server,
      isServersOwn(cell) ? Math.round(cell.score).toLocaleString("en") : DRIVER,
      rounds > 1 ? percent(cell.spread) : "",
      percent(cell.serverShare),
      percent(cell.driverShare),
      (cell.residentBytes / 2 ** 20).toFixed(1),
      ...names.map((name) => formatDetail(cell.details[name])),
      ours === undefined || cell === ours || !isServersOwn(cell) || !isServersOwn(ours)
        ? ""
        : `${(ours.score / cell.score).toFixed(2)} ×`,
    ]),
  ];
}

/** When, where and how often it was measured. */
export function aboutLines({ about, rounds }: Report): string[] {
  return [...about, rounds === 1 ? "One round" : `Medians of ${rounds} rounds`];
}

/** Aligns the cells of a table, for a terminal. */
export function alignTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0))
  );
  return rows.map((row) =>
    row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths?.[0] ?? 0) : cell.padStart(widths?.[column] ?? 0)
    ).join("  ").trimEnd()
  ).join("\n");
}

/** The title of a row, and which way is better. */
export function describe(row: ReportRow): string {
  return isLessBetter(row) ? `${row.title} (less is better)` : row.title;
}

/** A score with three digits and a unit: `40.1 k`, `525 µs`, `5.7 KB`. */
export function formatScore({ unit }: ReportRow, cell: ReportCell): string {
  if (!isServersOwn(cell)) return DRIVER;
  if (unit === "µs") return `${Math.round(cell.score)} µs`;
  return unit === "bytes/connection" ? `${scale(cell.score)}B` : scale(cell.score).trimEnd();
}

function scale(value: number): string {
  const [factor, suffix] = value >= 1e6 ? [1e6, "M"] : value >= 1e3 ? [1e3, "k"] : [1, ""];
  const scaled = value / factor;
  return `${
    scaled >= PERCENT ? scaled.toFixed(0) : scaled.toPrecision(2 + Number(scaled >= 1))
  } ${suffix}`;
}

function serversOf(rows: readonly ReportRow[]): string[] {
  return [...new Set(rows.flatMap((row) => row.servers.map(({ server }) => server)))];
}

function percent(part: number): string {
  return `${Math.round(part * PERCENT)} %`;
}

function formatDetail(value: number | undefined): string {
  if (value === undefined) return "";
  return value >= PERCENT || Number.isInteger(value) ? value.toFixed(0) : value.toFixed(2);
}
