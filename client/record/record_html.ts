import type { ConversationEntry, GapEntry, MessageEntry, NoteEntry } from "../model/mod.ts";
import { parseFormatting, type StyledText } from "../format/formatting.ts";
import { sanitize } from "../format/sanitize.ts";
import { formatDateTime } from "../format/text.ts";

/** An entry of a record: what was said, or who came and left. */
export type RecordEntry = Exclude<ConversationEntry, NoteEntry | GapEntry>;

/** Options for {@linkcode formatHtmlRecord}. */
export interface HtmlRecordOptions {
  readonly title: string;
  /** An entry as a line of text, without its time. */
  readonly describe: (entry: RecordEntry) => string | undefined;
  /** The message that a message replies to, in one line. */
  readonly quoted: (entry: MessageEntry) => string | undefined;
}

/** Hues of nicknames, in degrees. */
const HUES = 24;

const STYLE = `:root { color-scheme: light dark; }
body { font: 15px/1.45 system-ui, sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; }
h2 { font-size: 1em; border-bottom: 1px solid #8886; margin: 1.5em 0 .5em; }
ol { list-style: none; margin: 0; padding: 0; }
li { display: grid; grid-template-columns: 5.5em 9em 1fr; gap: 0 .7em; padding: .1em 0; }
time, .event { opacity: .65; }
b { text-align: right; overflow-wrap: anywhere; }
p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
blockquote { margin: 0; padding-left: .6em; border-left: 3px solid #8888; opacity: .75; }
.reactions { font-size: .9em; }
@media print { li { break-inside: avoid; } }`;

/**
 * Formats a record as a page that needs no other file and runs no program. All text of people is
 * escaped, and links go to http and https only.
 */
export function formatHtmlRecord(
  entries: readonly RecordEntry[],
  options: HtmlRecordOptions,
): string {
  const parts: string[] = [];
  let day = "";
  for (const entry of entries) {
    const [date = "", clock = ""] = formatDateTime(entry.time).split(" ");
    const content = entry.type === "message" ? message(entry, options) : event(entry, options);
    if (content === undefined) continue;
    if (date !== day) {
      if (day !== "") parts.push("</ol>");
      parts.push(`<h2>${date}</h2>`, "<ol>");
      day = date;
    }
    const time = new Date(entry.time).toISOString();
    parts.push(`<li><time datetime="${time}">${clock}</time> ${content}</li>`);
  }
  if (day !== "") parts.push("</ol>");
  const title = escape(options.title);
  return `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>
${STYLE}
</style>
</head>
<body>
<h1>${title}</h1>
${parts.join("\n")}
</body>
</html>
`;
}

function message(entry: MessageEntry, options: HtmlRecordOptions): string | undefined {
  if (entry.redacted !== undefined) return event(entry, options);
  const quote = options.quoted(entry);
  const reactions = [...entry.reactions ?? []]
    .map(([emoji, nicks]) =>
      `<span title="${escape(nicks.join(", "))}">${escape(emoji)} ${nicks.length}</span>`
    )
    .join(" ");
  const name = entry.kind === "action" ? `* ${entry.from}` : entry.from;
  const text = entry.text.split("\n").map(styled).join("\n");
  return `<b style="color: hsl(${hueOf(entry.from)} 60% 45%)"><bdi>${
    escape(name)
  }</bdi></b> <div>` +
    (quote === undefined ? "" : `<blockquote dir="auto">${escape(quote)}</blockquote>`) +
    `<p dir="auto"${entry.kind === "notice" ? ' class="event"' : ""}>${text}</p>` +
    (reactions === "" ? "" : `<div class="reactions">${reactions}</div>`) +
    "</div>";
}

function event(entry: RecordEntry, options: HtmlRecordOptions): string | undefined {
  const text = options.describe(entry);
  if (text === undefined) return undefined;
  return `<span></span> <p class="event" dir="auto">${escape(text.trim().replace(/^\* /, ""))}</p>`;
}

function styled(line: string): string {
  return parseFormatting(line).map(styledPiece).join("");
}

function styledPiece(
  { text, bold, italic, underline, strike, monospace, href }: StyledText,
): string {
  let html = escape(text);
  if (href !== undefined) html = `<a rel="noreferrer" href="${escape(href)}">${html}</a>`;
  const tags = { strong: bold, em: italic, u: underline, s: strike, code: monospace };
  for (const [tag, isOn] of Object.entries(tags)) if (isOn) html = `<${tag}>${html}</${tag}>`;
  return html;
}

function escape(text: string): string {
  return sanitize(text).replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

function hueOf(nick: string): number {
  let hash = 0;
  for (const letter of nick.toLowerCase()) {
    hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) >>> 0;
  }
  return (hash % HUES) * (360 / HUES);
}
