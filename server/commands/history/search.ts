import { unescapeTagValue } from "../../../protocol/message.ts";
import { answerBatch } from "../../session/answer_batch.ts";
import type { Readable } from "../../history/mod.ts";
import type { Query } from "../../history/search/search.ts";
import { firstSequenceAt } from "../../network/ids.ts";
import type { UserCommand, UserContext } from "../context.ts";
import { parseTimestamp } from "./message_reference.ts";
import { nameOfTargets, tellRows } from "../../replies/playback.ts";

/** Messages in an answer where the asker names no limit. */
const DEFAULT_LIMIT = 100;
/** Words in one search. */
const MAX_WORDS = 16;
const ATTRIBUTES: ReadonlySet<string> = new Set([
  "in",
  "from",
  "after",
  "before",
  "text",
  "limit",
]);

/** Finds messages in what the asker may read. soju.im/search. */
export const SEARCH: UserCommand = {
  run: search,
  min: 1,
  usage: "SEARCH <in|from|after|before|text|limit>=<value>{;…}",
};

async function search(context: UserContext, params: readonly string[]): Promise<void> {
  const { server, session, user } = context;
  if (!session.capabilities.has("soju.im/search")) {
    session.numeric("ERR_UNKNOWNCOMMAND", ["SEARCH"]);
    return;
  }
  const attributes = parseAttributes(params.join(" "));
  const bad = [...attributes.keys()].find((name) => !ATTRIBUTES.has(name));
  if (bad !== undefined) return fail(context, { about: bad, text: "Unknown attribute" });
  const query = queryOf(context, attributes);
  if (query === undefined) return;
  const place = attributes.get("in");
  const places = placesOf(context, place);
  if (place !== undefined && places.length === 0) {
    return fail(context, { about: place, text: "You are not in that room" });
  }
  const isHere = () => session.user === user && !session.connection.closing;
  const targets = places.flatMap(({ targets }) => targets);
  const rows = await server.history.search({ ...query, targets }, isHere);
  if (!isHere()) return;
  // Meanwhile one may have left a room, and what was said may have been taken back.
  const now = placesOf(context, place);
  const readable = server.history.stillReadable(rows, now.flatMap(({ targets }) => targets));
  answerBatch(server, session, {
    type: "soju.im/search",
    lines: (batch) =>
      tellRows(server, {
        rows: readable,
        batch,
        session,
        nameOf: nameOfTargets(now),
        keep: query.order,
      }),
  });
  await session.drained();
}

/** What the asker may read of a place, or of all. */
function placesOf({ server, user }: UserContext, place: string | undefined): Readable[] {
  if (place === undefined) return server.history.readableAll(user);
  const readable = server.history.readable(user, place);
  return readable === undefined ? [] : [readable];
}

/** Attributes are written as tags are: `from=bob;text=good\smorning`. */
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

function queryOf(
  context: UserContext,
  attributes: ReadonlyMap<string, string>,
): Omit<Query, "targets"> | undefined {
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

function fail({ session }: UserContext, { about, text }: { about: string; text: string }): void {
  session.standard("FAIL", { command: "SEARCH", code: "INVALID_PARAMS", context: [about], text });
}
