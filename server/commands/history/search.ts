import { unescapeTagValue } from "../../../protocol/message.ts";
import type { Readable } from "../../history/mod.ts";
import type { Query } from "../../history/search/search.ts";
import { firstSequenceAt } from "../../network/ids.ts";
import { nameOfTargets, rowLines } from "../../replies/playback.ts";
import { answerBatch } from "../../session/answer_batch.ts";
import type { UserCommand, UserContext } from "../context.ts";
import { parseTimestamp } from "./message_reference.ts";

/** Messages in an answer to a search without a limit. */
const DEFAULT_LIMIT = 100;
/** Words of one search; the others are ignored. */
const MAX_WORDS = 16;
const ATTRIBUTES: ReadonlySet<string> = new Set([
  "in",
  "from",
  "after",
  "before",
  "text",
  "limit",
]);

/** Searches all messages that the user may read. soju.im/search. */
export const SEARCH: UserCommand = {
  run: search,
  minParams: 1,
  capability: "soju.im/search",
  usage: "SEARCH <in|from|after|before|text|limit>=<value>{;…}",
  description: "Finds messages by their text.",
};

async function search(context: UserContext, params: readonly string[]): Promise<void> {
  const { server, session, user } = context;
  const attributes = parseAttributes(params.join(" "));
  const unknown = [...attributes.keys()].find((name) => !ATTRIBUTES.has(name));
  if (unknown !== undefined) return fail(context, { about: unknown, text: "Unknown attribute" });
  const query = queryOf(context, attributes);
  if (query === undefined) return;
  const name = attributes.get("in");
  const before = readablesOf(context, name);
  if (name !== undefined && before.length === 0) {
    return fail(context, { about: name, text: "You are not in that room" });
  }
  const isWanted = () => session.user === user && !session.connection.closing;
  const parts = before.flatMap(({ parts }) => parts);
  const rows = await server.history.search({ ...query, parts }, isWanted);
  if (!isWanted()) return;
  // During the search the user may have left a room, and messages may have been removed.
  const now = readablesOf(context, name);
  const remaining = server.history.stillReadable(rows, now.flatMap(({ parts }) => parts));
  answerBatch(server, session, {
    type: "soju.im/search",
    lines: (batch) =>
      rowLines(server, {
        rows: remaining,
        batch,
        session,
        nameOf: nameOfTargets(now),
        keep: query.order,
      }),
  });
  await session.drained();
}

/** The channel or conversation of a name as far as the user may read it, or all of them. */
function readablesOf({ server, user }: UserContext, name: string | undefined): Readable[] {
  if (name === undefined) return server.history.readableAll(user);
  const readable = server.history.readable(user, name);
  return readable === undefined ? [] : [readable];
}

/** Parses attributes, which are written like tags: `from=bob;text=good\smorning`. */
function parseAttributes(text: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const part of text.split(";")) {
    if (part === "") continue;
    const at = part.indexOf("=");
    const name = at === -1 ? part : part.slice(0, at);
    attributes.set(name, at === -1 ? "" : unescapeTagValue(part.slice(at + 1)));
  }
  return attributes;
}

/** The query of these attributes; undefined, and answered with a FAIL, if one is invalid. */
function queryOf(
  context: UserContext,
  attributes: ReadonlyMap<string, string>,
): Omit<Query, "parts"> | undefined {
  const { historyMessages } = context.server.options.limits;
  const limit = attributes.get("limit") ?? String(DEFAULT_LIMIT);
  if (!/^[1-9]\d{0,8}$/.test(limit)) {
    fail(context, { about: limit, text: "Invalid limit" });
    return undefined;
  }
  const times = { after: 0, before: Number.MAX_SAFE_INTEGER };
  for (const name of ["after", "before"] as const) {
    const value = attributes.get(name);
    if (value === undefined) continue;
    const time = parseTimestamp(value);
    if (time === undefined) {
      fail(context, { about: value, text: "Invalid time" });
      return undefined;
    }
    times[name] = name === "after" ? firstSequenceAt(time) - 1 : firstSequenceAt(time + 1);
  }
  const words = (attributes.get("text") ?? "").split(/\s+/).filter((word) => word !== "");
  return {
    ...times,
    from: attributes.get("from"),
    words: words.slice(0, MAX_WORDS),
    order: attributes.has("after") ? "oldest" : "newest",
    limit: Math.min(Number(limit), historyMessages),
  };
}

function fail(
  { session }: UserContext,
  { about, text }: { readonly about: string; readonly text: string },
): void {
  session.standard("FAIL", { command: "SEARCH", code: "INVALID_PARAMS", context: [about], text });
}
