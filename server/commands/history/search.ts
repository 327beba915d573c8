import { unescapeTagValue } from "../../../protocol/message.ts";
import type { Readable } from "../../history/mod.ts";
import type { Part } from "../../history/reading/parts.ts";
import type { Query } from "../../history/search/search.ts";
import type { Steps } from "../../io/turns.ts";
import { type MaybePromise, settled } from "../../maybe_promise.ts";
import { firstSequenceAt } from "../../network/ids.ts";
import { answerWithRows, nameOfTargets } from "../../replies/playback.ts";
import { COST } from "../../budgets/costs.ts";
import type { UserCommand, UserContext } from "../context.ts";
import { parseTimestamp } from "./message_reference.ts";

/** Messages in an answer to a search without a limit. */
const DEFAULT_LIMIT = 100;
/** Words of one search; the others are ignored. */
const MAX_WORDS = 16;
/** Rooms and people that a search without a name covers, the people with the latest messages. */
const MAX_READABLES = 200;
/**
 * What the rows of one search cost at most, in units of work: a short word is looked for in all
 * messages, and whoever does that shall not have to wait for long.
 */
const MAX_COST = 2_000;
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

function search(context: UserContext, params: readonly string[]): MaybePromise {
  return settled(context.session.takeTurns(searchSteps(context, params)));
}

function* searchSteps(context: UserContext, params: readonly string[]): Steps {
  const { server, session } = context;
  const attributes = parseAttributes(params.join(" "));
  const unknown = [...attributes.keys()].find((name) => !ATTRIBUTES.has(name));
  if (unknown !== undefined) return fail(context, { about: unknown, text: "Unknown attribute" });
  const query = queryOf(context, attributes);
  if (query === undefined) return;
  const name = attributes.get("in");
  const readables = () => readablesOf(context, name);
  const before = readables();
  if (name !== undefined && before.length === 0) {
    return fail(context, { about: name, text: "You are not in that room" });
  }
  session.budget.spend(COST.search);
  let unspent = MAX_COST;
  const found = yield* server.history.find({
    ...query,
    parts: partsOf(before),
    lane: session.lane,
    onRead: (rows) => {
      const cost = Math.min(rows * COST.row, unspent);
      unspent -= cost;
      session.budget.spend(cost);
    },
  });
  // During the search the user may have left a room, and messages may have been removed.
  const parts = () => partsOf(readables());
  yield* answerWithRows(server, session, {
    type: "soju.im/search",
    lists: server.history.rowsOf(found, parts),
    nameOf: nameOfTargets(before),
    parts,
  });
}

/** What the user may read under a name, or of all that they may read the latest. */
function readablesOf({ server, user }: UserContext, name: string | undefined): Readable[] {
  if (name === undefined) return [...take(server.history.readables(user), MAX_READABLES)];
  const readable = server.history.readable(user, name);
  return readable === undefined ? [] : [readable];
}

function partsOf(readables: readonly Readable[]): Part[] {
  return readables.flatMap(({ parts }) => parts);
}

function* take<T>(items: Iterable<T>, count: number): Iterable<T> {
  if (count === 0) return;
  for (const item of items) {
    yield item;
    if (--count === 0) return;
  }
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
): Omit<Query, "parts" | "lane" | "onRead"> | undefined {
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
