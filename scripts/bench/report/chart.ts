/** Draws a report as an SVG image, readable on light and dark pages. */

import { isLessBetter, isServersOwn, type Report, type ReportRow } from "./report.ts";
import { formatScore } from "./table.ts";

// All sizes are in pixels.
const COLUMNS = 2;
const PANEL_WIDTH = 430;
const PANEL_GAP = 24;
const PADDING = 12;
const TITLE_HEIGHT = 30;
const BAR_HEIGHT = 13;
const BAR_STEP = 19;
const NAME_WIDTH = 72;
const SCORE_WIDTH = 66;
const BAR_WIDTH = PANEL_WIDTH - NAME_WIDTH - SCORE_WIDTH;
const SMALLEST_BAR = 2;

const STYLE = `
text { font: 12px ui-sans-serif, system-ui, sans-serif; fill: #57606a; }
.title { font-weight: 600; fill: #1f2328; }
.chat { font-weight: 600; fill: #0b57d0; }
rect { fill: #afb8c1; }
rect.chat { fill: #0b57d0; }
@media (prefers-color-scheme: dark) {
  text { fill: #9da7b3; }
  .title { fill: #e6edf3; }
  .chat { fill: #6cb0ff; }
  rect { fill: #545d68; }
  rect.chat { fill: #6cb0ff; }
}
`;

/** Draws a panel for each row: the servers with bars as long as their scores. */
export function drawChart(report: Report): string {
  const rows = report.rows.filter(({ isGrowth, servers }) => !isGrowth && servers.length > 0);
  const lines = Math.max(...rows.map(({ servers }) => servers.length));
  const panelHeight = TITLE_HEIGHT + lines * BAR_STEP + PADDING;
  const width = 2 * PADDING + COLUMNS * PANEL_WIDTH + (COLUMNS - 1) * PANEL_GAP;
  const height = PADDING + Math.ceil(rows.length / COLUMNS) * panelHeight;
  const panels = rows.map((row, index) =>
    drawPanel(row, {
      left: PADDING + (index % COLUMNS) * (PANEL_WIDTH + PANEL_GAP),
      top: PADDING + Math.floor(index / COLUMNS) * panelHeight,
    })
  );
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  const title = "chat and other servers: work done in a second of the server's CPU time";
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img">\n<title>${title}</title>\n` +
    `<style>${STYLE}</style>\n${panels.join("\n")}\n</svg>\n`;
}

function drawPanel(row: ReportRow, { left, top }: { left: number; top: number }): string {
  const best = Math.max(...row.servers.filter(isServersOwn).map(({ score }) => score));
  const note = isLessBetter(row) ? " – less is better" : "";
  const parts = [
    `<text x="${left}" y="${top + 14}" class="title">${escapeXml(row.title + note)}</text>`,
  ];
  row.servers.forEach((cell, index) => {
    const y = top + TITLE_HEIGHT + index * BAR_STEP;
    const kind = cell.server === "chat" ? ' class="chat"' : "";
    const length = isServersOwn(cell)
      ? Math.max(SMALLEST_BAR, Math.round(BAR_WIDTH * cell.score / best))
      : SMALLEST_BAR;
    const x = left + NAME_WIDTH;
    const baseline = y + BAR_HEIGHT - 2;
    parts.push(
      `<text x="${left}" y="${baseline}"${kind}>${escapeXml(cell.server)}</text>`,
      `<rect x="${x}" y="${y}" width="${length}" height="${BAR_HEIGHT}" rx="2"${kind}/>`,
      `<text x="${x + length + 6}" y="${baseline}"${kind}>${formatScore(row, cell)}</text>`,
    );
  });
  return parts.join("\n");
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
