/**
 * Writes the parts of README.md that come from the program's tables: the help
 * of `chat join`, what its `--json` prints, the flags of `chat serve` and a chat.toml. `deno run -A scripts/manual.ts` brings them
 * up to date, and its test fails when they are not.
 */

import { joinHelp } from "../client/cli/options.ts";
import { flagGroups, type FlagRow } from "../server/options/help.ts";
import { LIMITS } from "../server/options/limits.ts";
import { formatLimit } from "../server/options/values.ts";

const README = new URL("../README.md", import.meta.url);

/** The parts by name, as Markdown. Each stands between two comments of its name. */
export function manualParts(): ReadonlyMap<string, string> {
  return new Map([
    ["join", `\`\`\`\n${joinHelp().trimEnd()}\n\`\`\`\n`],
    ["json", jsonForm()],
    ["flags", flagTables()],
    ["settings", sampleSettings()],
  ]);
}

/** What the source says of it, in its lines. */
function jsonForm(): string {
  const source = Deno.readTextFileSync(new URL("../client/format/json.ts", import.meta.url));
  const [comment = ""] = /(?<=^\/\*\*\n)[\s\S]*?(?= \*\/)/.exec(source) ?? [];
  const text = comment.replace(/^ \* ?/gm, "").trimEnd();
  return `<!-- deno-fmt-ignore-start -->\n\n${text}\n\n<!-- deno-fmt-ignore-end -->\n`;
}

function flagTables(): string {
  return flagGroups().map(({ title, rows }) => {
    const head = ["flag", "in `chat.toml`", "what", "if not set"];
    return `### ${title}\n\n${formatTable([head, ...rows.map(flagCells)])}\n`;
  }).join("\n");
}

function flagCells({ flag, variable, key, purpose, otherwise = "" }: FlagRow): string[] {
  const name = flag === "" ? `only \`${variable}\`` : `\`${flag}\``;
  return [name, key ? `\`${key}\`` : "", purpose, otherwise];
}

/** A Markdown table as the formatter would leave it; the first row is its head. */
function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)));
  lines.splice(1, 0, widths.map((width) => "-".repeat(width)));
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function sampleSettings(): string {
  const limits = LIMITS.map((row) => {
    const shown = row.default === 0 ? "0" : formatLimit(row.default, row);
    const value = /^\d+$/.test(shown) ? shown : `"${shown}"`;
    return `${row.key} = ${value}`.padEnd(34) + `# ${row.purpose}`;
  });
  return `\`\`\`toml
name = "irc.example.org"          # this server's name
network = "Example"
motd = "Be kind."                 # or the name of a file
# password = "…"                  # needed to enter, if set

[listen]
host = ["0.0.0.0", "::"]
port = 6667

[tls]
port = 6697
cert = "fullchain.pem"
key = "privkey.pem"

[[operator]]                      # may use OPER; repeat for others
name = "root"
password-file = "root.password"

[admin]
email = "root@example.org"

[accounts]
mode = "optional"                 # required, optional or off

[history]
retention-days = 0                # 0 keeps everything

[log]
level = "info"
format = "text"

[limits]                          # 0 is none
${limits.join("\n")}
\`\`\`
`;
}

/** Puts the parts into a text that has their places. Throws for a place that is missing. */
export function fillManual(text: string): string {
  let filled = text;
  for (const [name, part] of manualParts()) {
    const place = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`);
    if (!place.test(filled)) throw new Error(`Cannot find <!-- ${name} --> in README.md`);
    filled = filled.replace(place, (_, open, close) => `${open}\n${part}\n${close}`);
  }
  return filled;
}

if (import.meta.main) {
  await Deno.writeTextFile(README, fillManual(await Deno.readTextFile(README)));
}
