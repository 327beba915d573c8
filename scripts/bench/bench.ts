/** The command that compares servers: see its --help. */

import { drawChart } from "./report/chart.ts";
import { makeReport, type Report } from "./report/report.ts";
import { aboutLines, alignTable, detailTable, growthTable, speedTable } from "./report/table.ts";
import { measureAll } from "./rounds.ts";
import { readSettings, type Settings } from "./settings.ts";

async function makeOrRead(settings: Settings): Promise<Report> {
  if (settings.from !== undefined) return JSON.parse(await Deno.readTextFile(settings.from));
  const started = performance.now();
  const onRun = (about: string) => {
    const seconds = Math.round((performance.now() - started) / 1000);
    console.error(`${String(seconds).padStart(5)} s  ${about}`);
  };
  const measured = await measureAll({ ...settings, onRun });
  return makeReport(measured, settings);
}

function print(report: Report): void {
  for (const row of report.rows.filter(({ servers }) => servers.length > 0)) {
    console.log(`\n${row.title} (${row.name})`);
    console.log(alignTable(detailTable(row, report.rounds)));
  }
  console.log(`\n${aboutLines(report).join("\n")}\n`);
  console.log(alignTable(speedTable(report)));
  console.log(`\n${alignTable(growthTable(report))}`);
}

if (import.meta.main) {
  const settings = readSettings(Deno.args);
  const report = await makeOrRead(settings);
  if (settings.json !== undefined) {
    await Deno.writeTextFile(settings.json, `${JSON.stringify(report, null, 2)}\n`);
  }
  if (settings.svg !== undefined) await Deno.writeTextFile(settings.svg, drawChart(report));
  print(report);
}
