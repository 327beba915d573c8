import type { DatabaseSync } from "node:sqlite";
import { parseSource } from "../../protocol/message.ts";
import { casefold } from "../../protocol/names.ts";
import { extraOf, KIND, KIND_NAMES, type Row } from "../history/row.ts";
import {
  accountParty,
  channelKey,
  conversationKey,
  parseTargetKey,
} from "../history/target_keys.ts";
import { firstSequenceAt, formatMessageId, timeOfSequence } from "../network/ids.ts";
import { escapeControls } from "../operator/log.ts";
import { UsageError } from "../options/mod.ts";
import { readFlags } from "./flags.ts";
import { openForReading } from "./read_store.ts";

const HELP = `chat export --room ROOM [options]
chat export --people ONE,OTHER [options]
chat export --list [--data DIR]

Prints the messages of a room or between two people, the oldest first, or a list of the rooms and
people with messages. The server may be running.

  --room ROOM      name of the room, 1 or #1
  --people TWO     two accounts, or guests as --list names them, with a comma between them
  --list           list the rooms and people
  --data DIR       the server's data folder (this system's data folder)
  --since TIME     only messages from this time on: 2026-01-31, or 2026-01-31T18:00:00Z
  --until TIME     only messages before this time
  --format FORMAT  text, or json with one object per line (text)`;

/** Rows in one query: however long the export takes, it does not hold up the server. */
const PAGE_ROWS = 1_000;

/** A list of targets with their rows to print. */
interface Export {
  /** The ids of the targets. */
  readonly targets: readonly number[];
  /** The targets whose rows are printed only before a sequence. */
  readonly until: ReadonlyMap<number, number>;
  /** The targets of what was said while a room was closed. */
  readonly closed: ReadonlySet<number>;
}

interface Printing {
  readonly after: number;
  readonly before: number;
  /** Formats a row; `closed` tells whether it was said while the room was closed. */
  readonly print: (row: Row, closed: boolean) => string;
}

/** Runs `chat export`. Returns its exit code. Throws UsageError, and Error if it cannot read. */
export function runExport(args: readonly string[]): number {
  const names = ["room", "people", "data", "since", "until", "format"];
  const { values, switches, words, help } = readFlags(args, names, { switches: ["list"] });
  if (help) {
    console.log(HELP);
    return 0;
  }
  if (words.length > 0) {
    throw new UsageError(`Unknown word ${JSON.stringify(words[0])}; name a room with --room`);
  }
  const { room, people, data, since, until, format = "text" } = values;
  const asked = [room, people, ...switches].filter((word) => word !== undefined);
  if (asked.length !== 1) {
    throw new UsageError("Name a room with --room, or two people with --people; --list lists them");
  }
  const name = room === undefined || room.startsWith("#") ? room : `#${room}`;
  if (format !== "text" && format !== "json") {
    throw new UsageError(`--format is text or json, not ${JSON.stringify(format)}`);
  }
  const printing: Printing = {
    after: since === undefined ? -1 : firstSequenceAt(momentOf("since", since)) - 1,
    before: until === undefined
      ? Number.MAX_SAFE_INTEGER
      : firstSequenceAt(momentOf("until", until)),
    print: format === "text"
      ? formatText
      : (row, closed) => formatJson(row, { room: name, closed }),
  };
  const { db, path } = openForReading(data);
  try {
    if (switches.has("list")) return printList(db);
    const chosen = name === undefined ? peopleExport(db, people ?? "") : roomExport(db, name);
    if (chosen === undefined) {
      throw new Error(
        `Cannot export "${name ?? people}": it is not in "${path}"; --list lists what is`,
      );
    }
    printAll(db, chosen, printing);
  } catch (error) {
    // The reader of the pipe has closed it, as head does.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  } finally {
    db.close();
  }
  return 0;
}

function momentOf(flag: string, text: string): number {
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(time)) {
    throw new UsageError(`--${flag} is a time such as 2026-01-31, not ${JSON.stringify(text)}`);
  }
  return time;
}

/** All that was said in a room; undefined if it is not known. */
function roomExport(db: DatabaseSync, room: string): Export | undefined {
  const key = channelKey(casefold(room), 0);
  // What only some people may read has other keys, see history/targets.ts.
  const targets = db.prepare(
    "SELECT id, key = ?1 || ' closed' AS closed FROM (SELECT id, CASE substr(key, 1, 1) " +
      "WHEN 'x' THEN substr(key, instr(key, ' ') + 1) ELSE key END AS key FROM targets) " +
      "WHERE key = ?1 OR substr(key, 1, length(?1) + 1) = ?1 || ' '",
  ).all(key);
  if (targets.length === 0) return undefined;
  const until = earlierTargets(db, key.slice(1));
  return {
    targets: [...targets.map(({ id }) => Number(id)), ...until.keys()],
    until,
    closed: new Set(targets.flatMap(({ id, closed }) => closed === 1 ? [Number(id)] : [])),
  };
}

/** All that two people said to each other; undefined if they said nothing. */
function peopleExport(db: DatabaseSync, people: string): Export | undefined {
  const parties = people.split(",").map((one) => one.trim());
  if (parties.length !== 2 || parties.includes("")) {
    throw new UsageError(`--people is two names like alice,bob, not ${JSON.stringify(people)}`);
  }
  const [one = "", other = ""] = parties.map((name) =>
    name.startsWith("u:") ? name : accountParty(name)
  );
  const row = db.prepare("SELECT id FROM targets WHERE key = ?").get(conversationKey(one, other));
  if (row === undefined) return undefined;
  return { targets: [Number(row["id"])], until: new Map(), closed: new Set() };
}

/** Prints the rooms and pairs of people with the number and the latest time of their messages. */
function printList(db: DatabaseSync): number {
  const rows = db.prepare(
    "SELECT key, count(*) AS count, max(seq) AS last FROM history JOIN targets ON id = target " +
      "GROUP BY target",
  ).all();
  const listed = new Map<string, { count: number; last: number }>();
  for (const { key, count, last } of rows) {
    const { name, parties } = parseTargetKey(String(key));
    const flag = name === ""
      ? `--people ${parties.map((party) => party.replace(/^a:/, "")).join(",")}`
      : `--room ${name}`;
    const before = listed.get(flag) ?? { count: 0, last: 0 };
    listed.set(flag, {
      count: before.count + Number(count),
      last: Math.max(before.last, Number(last)),
    });
  }
  const lines = [...listed].sort(([one], [other]) => one < other ? -1 : 1)
    .map(([flag, { count, last }]) => {
      const time = new Date(timeOfSequence(last)).toISOString();
      return escapeControls(`${flag}  ${count} ${count === 1 ? "row" : "rows"}, last ${time}`);
    });
  writeAll(new TextEncoder().encode(lines.map((line) => line + "\n").join("")));
  return 0;
}

function printAll(
  db: DatabaseSync,
  { targets, until, closed }: Export,
  { after, before, print }: Printing,
): void {
  const page = db.prepare(
    "SELECT * FROM history WHERE target IN (SELECT value FROM json_each(?)) AND seq > ? AND " +
      "seq < ? ORDER BY seq LIMIT ?",
  );
  const list = JSON.stringify(targets);
  const isOwn = ({ seq, target }: Row) => seq < (until.get(target) ?? Infinity);
  for (let last = after;;) {
    const rows = page.all(list, last, before, PAGE_ROWS) as unknown as Row[];
    const text = rows.filter(isOwn).map((row) => print(row, closed.has(row.target)) + "\n");
    writeAll(new TextEncoder().encode(text.join("")));
    last = rows.at(-1)?.seq ?? last;
    if (rows.length < PAGE_ROWS) return;
  }
}

/**
 * The targets of a room's earlier names, each with the sequence before which its rows are the
 * room's.
 */
function earlierTargets(db: DatabaseSync, name: string): Map<number, number> {
  // A database of an earlier version does not have the table.
  const table = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'earlier_names'").get();
  if (table === undefined) return new Map();
  const rows = db.prepare(
    "SELECT target, before FROM earlier_names WHERE name = ?1 AND target NOT IN " +
      "(SELECT id FROM targets WHERE key = 'c' || ?1)",
  ).all(name);
  return new Map(rows.map(({ target, before }) => [Number(target), Number(before)]));
}

function writeAll(bytes: Uint8Array): void {
  for (let rest = bytes; rest.length > 0;) rest = rest.subarray(Deno.stdout.writeSync(rest));
}

function timeOf({ seq }: Row): string {
  return new Date(timeOfSequence(seq)).toISOString();
}

function formatJson(
  row: Row,
  { room, closed }: { readonly room: string | undefined; readonly closed: boolean },
): string {
  const { bot, tags, status, of } = extraOf(row);
  return JSON.stringify({
    time: timeOf(row),
    msgid: formatMessageId(of ?? row.seq),
    room,
    to: row.recipient ?? undefined,
    kind: KIND_NAMES.get(row.kind),
    source: row.source,
    account: row.account ?? undefined,
    bot,
    tags: tags === undefined ? undefined : Object.fromEntries(tags),
    status,
    closed: closed || undefined,
    text: row.text,
  });
}

/** One row as text. A message cannot break out of its line or control the terminal. */
export function formatText(row: Row): string {
  return escapeControls(`${timeOf(row)} ${describe(row)}`).replaceAll("\\u000a", "\n    ");
}

function describe({ kind, source, text }: Row): string {
  const who = parseSource(source).name;
  switch (kind) {
    case KIND.PRIVMSG:
      return text.startsWith("\x01ACTION ")
        ? `* ${who} ${text.slice("\x01ACTION ".length).replaceAll("\x01", "")}`
        : `<${who}> ${text}`;
    case KIND.NOTICE:
      return `-${who}- ${text}`;
    case KIND.TAGMSG:
      return `--- ${who} reacted`;
    case KIND.JOIN:
      return `--- ${who} entered`;
    case KIND.PART:
      return `--- ${who} left${text === "" ? "" : `: ${text}`}`;
    case KIND.QUIT:
      return `--- ${who} quit: ${text}`;
    case KIND.NICK:
      return `--- ${who} is now ${text}`;
    case KIND.TOPIC:
      return `--- ${who} set the topic: ${text}`;
    case KIND.MODE:
      return `--- ${who} set ${text}`;
    default:
      return `--- ${who} removed ${text}`;
  }
}
