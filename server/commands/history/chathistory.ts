import { EVERYTHING, type Part } from "../../history/reading/parts.ts";
import type { Range } from "../../history/reading/reader.ts";
import type { Row } from "../../history/row.ts";
import type { Steps } from "../../io/turns.ts";
import { type MaybePromise, settled } from "../../maybe_promise.ts";
import { timeOfSequence } from "../../network/ids.ts";
import { answerWithRows, nameOfTargets, partsUnder } from "../../replies/playback.ts";
import type { Server } from "../../server.ts";
import { answerBatch } from "../../session/answer_batch.ts";
import { EventLine, formatTime } from "../../session/event_line.ts";
import type { UserCommand, UserContext } from "../context.ts";
import { latestTargets } from "./latest_targets.ts";
import { parseReference, type Reference } from "./message_reference.ts";

/** IRCv3, "draft/chathistory". */
export const CHATHISTORY: UserCommand = {
  run: chathistory,
  capability: "draft/chathistory",
  usage: "CHATHISTORY LATEST|BEFORE|AFTER|AROUND|BETWEEN <room or nickname> " +
    "<*|timestamp=…|msgid=…> [<timestamp=…|msgid=…>] <limit>",
  description: "Requests earlier messages.",
};

/** The number of references that each subcommand takes. */
const REFERENCES: ReadonlyMap<string, number> = new Map([
  ["LATEST", 1],
  ["BEFORE", 1],
  ["AFTER", 1],
  ["AROUND", 1],
  ["BETWEEN", 2],
  ["TARGETS", 2],
]);

/** The reference `*`: the range begins with the first message or ends with the last. */
const UNBOUNDED: Reference = { first: 0, last: 0 };

function chathistory(context: UserContext, params: readonly string[]): MaybePromise {
  const subcommand = (params[0] ?? "").toUpperCase();
  const references = REFERENCES.get(subcommand);
  if (references === undefined) {
    const text = "Unknown command";
    return fail(context, "INVALID_PARAMS", { context: [subcommand], text });
  }
  const expected = references + (subcommand === "TARGETS" ? 2 : 3);
  if (params.length !== expected) {
    const text = params.length < expected ? "Insufficient parameters" : "Too many parameters";
    return fail(context, "INVALID_PARAMS", { context: [subcommand], text });
  }
  const request = { subcommand, params: params.slice(1) };
  const steps = subcommand === "TARGETS" ? targetSteps : messageSteps;
  return settled(context.session.takeTurns(steps(context, request)));
}

type FailCode = "INVALID_PARAMS" | "INVALID_TARGET" | "INVALID_MSGREFTYPE";

function fail(
  { session }: UserContext,
  code: FailCode,
  rest: { readonly context: readonly string[]; readonly text: string },
): void {
  session.standard("FAIL", { command: "CHATHISTORY", code, ...rest });
}

interface Request {
  readonly subcommand: string;
  /** The parameters after the subcommand. */
  readonly params: readonly string[];
}

function* messageSteps(context: UserContext, { subcommand, params }: Request): Steps {
  const { server, session, user } = context;
  const [name = ""] = params;
  const references = referencesOf(context, {
    subcommand,
    target: name,
    params: params.slice(1, -1),
  });
  if (references === undefined) return;
  const limit = limitOf(context, { subcommand, params });
  if (limit === undefined) return;
  const readable = server.history.readable(user, name);
  if (readable === undefined) {
    const text = "Messages could not be retrieved";
    return fail(context, "INVALID_TARGET", { context: [subcommand, name], text });
  }
  const parts = partsUnder(server, { user, name });
  const events = session.capabilities.has("draft/event-playback");
  const ranges = rangesOf({ subcommand, references, limit, events });
  yield* answerWithRows(server, session, {
    type: `chathistory ${readable.name}`,
    lists: readRanges(server, { parts, ranges, limit }),
    nameOf: nameOfTargets([readable]),
    parts,
  });
}

/** The rows of some ranges, one after the other, together no more than the limit. */
function* readRanges(
  { history }: Server,
  { parts, ranges, limit }: {
    readonly parts: () => readonly Part[];
    readonly ranges: readonly Range[];
    readonly limit: number;
  },
): Iterable<readonly Row[]> {
  let left = limit;
  for (const range of ranges) {
    for (const rows of history.rows(parts, { ...range, limit: Math.min(range.limit, left) })) {
      left -= rows.length;
      yield rows;
    }
  }
}

/**
 * Parses the references; undefined, and answered with a FAIL, if one is invalid. Without a target
 * they are times, as TARGETS asks for.
 */
function referencesOf(
  context: UserContext,
  { subcommand, target, params }: Request & { readonly target?: string },
): Reference[] | undefined {
  const references: Reference[] = [];
  for (const word of params) {
    const isLatest = word === "*" && subcommand === "LATEST";
    const reference = isLatest
      ? UNBOUNDED
      : target === undefined && word.startsWith("msgid=")
      ? "type"
      : parseReference(context.server, word);
    if (reference === "type") {
      const text = target === undefined
        ? "The time of a message is written as timestamp=…"
        : "Messages are referred to as timestamp=… or msgid=…";
      const about = target === undefined ? [word] : [target, word];
      fail(context, "INVALID_MSGREFTYPE", { context: [subcommand, ...about], text });
      return undefined;
    }
    if (reference === "value") {
      fail(context, "INVALID_PARAMS", { context: [subcommand, word], text: "Invalid reference" });
      return undefined;
    }
    references.push(reference);
  }
  return references;
}

/** The limit within the server's; undefined, and answered with a FAIL, if it is invalid. */
function limitOf(context: UserContext, { subcommand, params }: Request): number | undefined {
  const word = params.at(-1) ?? "";
  const limit = /^\d{1,9}$/.test(word) ? Number(word) : 0;
  if (limit > 0) return Math.min(limit, context.server.options.limits.historyMessages);
  fail(context, "INVALID_PARAMS", { context: [subcommand, word], text: "Invalid limit" });
}

interface Selection {
  readonly subcommand: string;
  readonly references: readonly Reference[];
  readonly limit: number;
  /** Whether JOIN, PART and the like are selected, too. */
  readonly events: boolean;
}

/** The ranges that a request selects, in the order of the answer. */
function rangesOf({ subcommand, references, limit, events }: Selection): Range[] {
  const [one = UNBOUNDED, other = UNBOUNDED] = references;
  const newest = { ...EVERYTHING, from: "newest", limit, events } as const;
  const oldest = { ...newest, from: "oldest" } as const;
  switch (subcommand) {
    case "BEFORE":
      return [{ ...newest, before: one.first }];
    case "AFTER":
      return [{ ...oldest, after: one.last }];
    case "AROUND":
      return [
        { ...newest, before: one.first, limit: Math.floor(limit / 2) },
        { ...oldest, after: one.first - 1 },
      ];
    case "BETWEEN":
      return one.first <= other.first
        ? [{ ...oldest, after: one.last, before: other.first }]
        : [{ ...newest, after: other.last, before: one.first }];
    default:
      return [{ ...newest, after: one.last }];
  }
}

/** Sends the rooms and people whose last message is in a range, ordered by that message. */
function* targetSteps(context: UserContext, request: Request): Steps {
  const { server, session } = context;
  const limit = limitOf(context, request);
  if (limit === undefined) return;
  const references = referencesOf(context, { ...request, params: request.params.slice(0, 2) });
  if (references === undefined) return;
  const [one = UNBOUNDED, other = UNBOUNDED] = references;
  const forwards = one.first <= other.first;
  const chosen = yield* latestTargets(context, {
    after: forwards ? one.last : other.last,
    before: forwards ? other.first : one.first,
    from: forwards ? "oldest" : "newest",
    limit,
  });
  const prefix = `:${server.options.name} CHATHISTORY TARGETS`;
  answerBatch(server, session, {
    type: "draft/chathistory-targets",
    lines: (batch) =>
      chosen.map(({ name, seq }) => {
        const time = timeOfSequence(seq);
        return new EventLine(`${prefix} ${name} ${formatTime(time)}`, { batch, time });
      }),
  });
  // A client may ask for a lot at once; each answer waits for the last.
  yield session.drained();
}
