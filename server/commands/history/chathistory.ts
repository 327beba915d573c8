import { casefold } from "../../../protocol/names.ts";
import type { Readable } from "../../history/mod.ts";
import type { Range } from "../../history/reader.ts";
import type { Row } from "../../history/row.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
import { timeOfSequence } from "../../network/ids.ts";
import { nameOfTargets, rowLines } from "../../replies/playback.ts";
import { answerBatch } from "../../session/answer_batch.ts";
import { EventLine, formatTime } from "../../session/event_line.ts";
import type { UserCommand, UserContext } from "../context.ts";
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
  if (subcommand === "TARGETS") sendTargets(context, request);
  else sendMessages(context, request);
  // A client may ask for the history of all its rooms at once; each answer waits for the last.
  return context.session.drained();
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

function sendMessages(context: UserContext, { subcommand, params }: Request): void {
  const { server, session, user } = context;
  const [name = ""] = params;
  const references = referencesOf(context, { subcommand, params: params.slice(1, -1) });
  if (references === undefined) return;
  const limit = limitOf(context, { subcommand, params });
  if (limit === undefined) return;
  const readable = server.history.readable(user, name);
  if (readable === undefined) {
    const text = "Messages could not be retrieved";
    return fail(context, "INVALID_TARGET", { context: [subcommand, name], text });
  }
  const events = session.capabilities.has("draft/event-playback");
  const rows = select(context, { subcommand, references, limit, readable, events });
  answerBatch(server, session, {
    type: `chathistory ${readable.name}`,
    lines: (batch) =>
      rowLines(server, {
        rows,
        batch,
        session,
        nameOf: nameOfTargets([readable]),
        keep: isForwards(subcommand, references) ? "oldest" : "newest",
      }),
  });
}

/** Parses the references; undefined, and answered with a FAIL, if one is invalid. */
function referencesOf(
  context: UserContext,
  { subcommand, params }: Request,
): Reference[] | undefined {
  const references: Reference[] = [];
  for (const word of params) {
    const isLatest = word === "*" && subcommand === "LATEST";
    const reference = isLatest ? UNBOUNDED : parseReference(context.server, word);
    if (reference === "type") {
      const text = "Messages are referred to as timestamp=… or msgid=…";
      fail(context, "INVALID_MSGREFTYPE", { context: [subcommand, word], text });
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
  readonly readable: Readable;
  /** Whether JOIN, PART and the like are selected, too. */
  readonly events: boolean;
}

function select(
  { server }: UserContext,
  { subcommand, references, limit, readable, events }: Selection,
): Row[] {
  const [one = UNBOUNDED, other = UNBOUNDED] = references;
  const all = { after: 0, before: Number.MAX_SAFE_INTEGER, from: "newest", limit, events } as const;
  const read = (range: Partial<Range>) =>
    server.history.range(readable.parts, { ...all, ...range });
  switch (subcommand) {
    case "BEFORE":
      return read({ before: one.first });
    case "AFTER":
      return read({ after: one.last, from: "oldest" });
    case "AROUND": {
      const before = read({ before: one.first, limit: Math.floor(limit / 2) });
      const from = { after: one.first - 1, from: "oldest", limit: limit - before.length } as const;
      return [...before, ...read(from)];
    }
    case "BETWEEN":
      return isForwards(subcommand, references)
        ? read({ after: one.last, before: other.first, from: "oldest" })
        : read({ after: other.last, before: one.first });
    default:
      return read({ after: one.last });
  }
}

/** Whether the oldest messages of the range are sent if it holds more than the limit. */
function isForwards(subcommand: string, references: readonly Reference[]): boolean {
  const [one = UNBOUNDED, other = UNBOUNDED] = references;
  if (subcommand === "BETWEEN") return one.first <= other.first;
  return subcommand === "AFTER" || subcommand === "AROUND";
}

/** Sends the rooms and people whose last message is in a range, ordered by that message. */
function sendTargets(context: UserContext, request: Request): void {
  const { server, session, user } = context;
  const limit = limitOf(context, request);
  if (limit === undefined) return;
  const references = referencesOf(context, { ...request, params: request.params.slice(0, 2) });
  if (references === undefined) return;
  const [one = UNBOUNDED, other = UNBOUNDED] = references;
  const forwards = one.first <= other.first;
  const after = forwards ? one.last : other.last;
  const before = forwards ? other.first : one.first;
  const latest = new Map<string, { name: string; seq: number }>();
  for (const { name, parts } of server.history.readableAll(user)) {
    const seq = server.history.newest(parts) ?? 0;
    const key = casefold(name);
    if ((latest.get(key)?.seq ?? 0) < seq) latest.set(key, { name, seq });
  }
  const inRange = [...latest.values()]
    .filter(({ seq }) => seq > after && seq < before)
    .sort((a, b) => a.seq - b.seq);
  const chosen = forwards ? inRange.slice(0, limit) : inRange.slice(-limit);
  const prefix = `:${server.options.name} CHATHISTORY TARGETS`;
  answerBatch(server, session, {
    type: "draft/chathistory-targets",
    lines: (batch) =>
      chosen.map(({ name, seq }) => {
        const time = timeOfSequence(seq);
        return new EventLine(`${prefix} ${name} ${formatTime(time)}`, { batch, time });
      }),
  });
}
