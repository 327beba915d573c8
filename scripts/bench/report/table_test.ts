import { assert, assertEquals, assertStringIncludes } from "@std/assert";

import { drawChart } from "./chart.ts";
import { makeReport, type ReportRow } from "./report.ts";
import { alignTable, detailTable, growthTable, speedTable } from "./table.ts";
import type { Measured } from "../rounds.ts";
import { QUICK, type Result, rowsOf } from "../scenarios.ts";

const RUN: Result = {
  score: 0,
  work: 1,
  wallSeconds: 2,
  cpuSeconds: 1,
  residentBytes: 2 ** 20,
  driverShare: 0.4,
};

function measured(
  [row, server]: readonly [string, string],
  ...runs: readonly Partial<Result>[]
): Measured {
  return { row, server, runs: runs.map((run) => ({ ...RUN, ...run })) };
}

const REPORT = makeReport([
  measured(["direct", "chat"], { score: 30_000 }, { score: 40_000 }, { score: 41_000 }),
  measured(["direct", "ergo"], { score: 80_000 }),
  measured(["direct", "relay"], { score: 1_250_000 }),
  measured(["delay", "chat"], { score: 525.4, details: { "99 of 100, µs": 900 } }),
  measured(["delay", "ergo"], { score: 408, driverShare: 0.95 }),
  measured(["idle", "chat"], { score: 5730 }),
  measured(["members-10", "chat"], { score: 500_000 }),
], { rows: rowsOf(QUICK), rounds: 3, about: [] });

function rowOf(name: string): ReportRow {
  return REPORT.rows.find((row) => row.name === name)!;
}

Deno.test("The table has a line for each work and a column for each server", () => {
  assertEquals(speedTable(REPORT), [
    ["work", "chat", "ergo", "relay"],
    ["direct messages", "40.0 k", "80.0 k", "1.25 M"],
    [
      "delay in a room of 100, 200 lines a second (less is better)",
      "525 µs",
      "driver",
      "",
    ],
    ["an idle connection (less is better)", "5.73 kB", "", ""],
  ]);
});

Deno.test("A figure is not printed if the load had no time to spare", () => {
  const [, chat, ergo] = detailTable(rowOf("delay"), 3);
  assertEquals(chat?.[1], "525");
  assertEquals(ergo?.[1], "driver");
  assert(!JSON.stringify(detailTable(rowOf("delay"), 3)).includes("408"));
  assert(!drawChart(REPORT).includes("408"));
});

Deno.test("The details have the spread of the rounds and what chat is to the others", () => {
  assertEquals(detailTable(rowOf("direct"), 3).slice(1, 3), [
    ["chat", "40,000", "28 %", "50 %", "40 %", "1.0", ""],
    ["ergo", "80,000", "0 %", "50 %", "40 %", "1.0", "0.50 ×"],
  ]);
});

Deno.test("Growth is the cost of a delivery", () => {
  assertEquals(growthTable(REPORT), [
    ["one delivery costs", "chat"],
    ["10 members in a room", "2.0 µs"],
  ]);
});

Deno.test("The columns of a table are aligned", () => {
  assertEquals(alignTable([["work", "chat"], ["a", "1"]]), "work  chat\na        1");
});

Deno.test("The chart has a panel for each work, with bars as long as the scores", () => {
  const svg = drawChart(REPORT);
  assertStringIncludes(svg, ">direct messages<");
  assertStringIncludes(svg, "less is better");
  const widths = [...svg.matchAll(/<rect [^>]*width="(\d+)"/g)].map(([, width]) => Number(width));
  const [chat = 0, ergo = 0, relay = 0] = widths;
  assert(chat < ergo && ergo < relay);
  assert(!/NaN|Infinity|undefined/.test(svg));
});
