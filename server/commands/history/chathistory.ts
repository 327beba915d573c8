import { casefold } from "../../../protocol/names.ts";
import { answerBatch } from "../../session/answer_batch.ts";
import { EventLine } from "../../session/event_line.ts";
import { type Range } from "../../history/reader.ts";
import type { Readable } from "../../history/mod.ts";
import type { Row } from "../../history/row.ts";
import { timeOfSequence } from "../../network/ids.ts";
import type { Handled, UserCommand, UserContext } from "../context.ts";
import { parseReference, type Reference, timestampOf } from "./message_reference.ts";
import { nameOfTargets, tellRows } from "../../replies/playback.ts";

/** CHATHISTORY answers what was said. IRCv3, "draft/chathistory". */
export const CHATHISTORY: UserCommand = {
  run: chathistory,
  usage: "CHATHISTORY LATEST|BEFORE|AFTER|AROUND|BETWEEN <room or nickname> " +
    "<*|timestamp=…|msgid=…> [<timestamp=…|msgid=…>] <limit>",
};

/** How many references each subcommand takes. */
const REFERENCES: ReadonlyMap<string, number> = new Map([
  ["LATEST", 1],
  ["BEFORE", 1],
  ["AFTER", 1],
  ["AROUND", 1],
  ["BETWEEN", 2],
  ["TARGETS", 2],
]);

function chathistory(context: UserContext, params: readonly string[]): Handled {
  const { session } = context;
  if (!session.capabilities.has("draft/chathistory")) {
    session.numeric("ERR_UNKNOWNCOMMAND", ["CHATHISTORY"]);
    return;
  }
  const subcommand = (params[0] ?? "").toUpperCase();
  const references = REFERENCES.get(subcommand);
  if (references === undefined) {
    fail(context, "INVALID_PARAMS", { context: [subcommand], text: "Unknown command" });
    return;
  }
  const expected = references + (subcommand === "TARGETS" ? 2 : 3);
  if (params.length !== expected) {
    const text = params.length < expected ? "Insufficient parameters" : "Too many parameters";
    fail(context, "INVALID_PARAMS", { context: [subcommand], text });
    return;
  }
  if (subcommand === "TARGETS") listTargets(context, params.slice(1));
  else tellHistory(context, { subcommand, params: params.slice(1) });
  // A client may ask about all its rooms in one breath: the next answer waits for its place.
  return session.drained();
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
  /** What follows the subcommand. */
  readonly params: readonly string[];
}

function tellHistory(context: UserContext, { subcommand, params }: Request): void {
  const { server, session, user } = context;
  const [name = ""] = params;
  const references = referencesOf(context, { subcommand, params: params.slice(1, -1) });
  if (references === undefined) return;
  const limit = limitOf(context, { subcommand, params });
  if (limit === undefined) return;
  const readable = server.history.readable(user, name);
  if (readable === undefined) {
    const text = "Messages could not be retrieved";
    fail(context, "INVALID_TARGET", { context: [subcommand, name], text });
    return;
  }
  const events = session.capabilities.has("draft/event-playback");
  const rows = select(context, { subcommand, references, limit, readable, events });
  answerBatch(server, session, {
    type: `chathistory ${readable.name}`,
    lines: (batch) =>
      tellRows(server, {
        rows,
        batch,
        session,
        nameOf: nameOfTargets([readable]),
        keep: isForwards(subcommand, references) ? "oldest" : "newest",
      }),
  });
}

/** Reads the references; refuses those that are wrong. `*` stands for the very beginning. */
function referencesOf(
  context: UserContext,
  { subcommand, params }: Request,
): Reference[] | undefined {
  const references: Reference[] = [];
  for (const word of params) {
    const latest = word === "*" && subcommand === "LATEST";
    const reference = latest ? { first: 0, last: 0 } : parseReference(context.server, word);
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

function limitOf(context: UserContext, { subcommand, params }: Request): number | undefined {
  const word = params.at(-1) ?? "";
  const limit = /^\d{1,9}$/.test(word) ? Number(word) : 0;
  if (limit === 0) {
    fail(context, "INVALID_PARAMS", { context: [subcommand, word], text: "Invalid limit" });
    return undefined;
  }
  return Math.min(limit, context.server.options.limits.historyMessages);
}

interface Selection {
  readonly subcommand: string;
  readonly references: readonly Reference[];
  readonly limit: number;
  readonly readable: Readable;
  readonly events: boolean;
}

function select(
  { server }: UserContext,
  { subcommand, references, limit, readable, events }: Selection,
): Row[] {
  const [one = EVERYTHING, other = EVERYTHING] = references;
  const all = { after: 0, before: Number.MAX_SAFE_INTEGER, from: "newest", limit, events } as const;
  const read = (range: Partial<Range>) =>
    server.history.range(readable.targets, { ...all, ...range });
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

/** Whether the oldest of what was asked for count, where there is more than the limit. */
function isForwards(subcommand: string, references: readonly Reference[]): boolean {
  const [one = EVERYTHING, other = EVERYTHING] = references;
  if (subcommand === "BETWEEN") return one.first <= other.first;
  return subcommand === "AFTER" || subcommand === "AROUND";
}

const EVERYTHING: Reference = { first: 0, last: 0 };

/** Rooms and people, in the order of the last that was said, for whom that is in a range. */
function listTargets(context: UserContext, params: readonly string[]): void {
  const { server, session, user } = context;
  const request = { subcommand: "TARGETS", params };
  const limit = limitOf(context, request);
  if (limit === undefined) return;
  const references = referencesOf(context, { ...request, params: params.slice(0, 2) });
  const [one = EVERYTHING, other = EVERYTHING] = references ?? [];
  if (references === undefined) return;
  const forwards = one.first <= other.first;
  const after = forwards ? one.last : other.last;
  const before = forwards ? other.first : one.first;
  const latest = new Map<string, { name: string; seq: number }>();
  for (const { name, targets } of server.history.readableAll(user)) {
    const seq = server.history.newest(targets) ?? 0;
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
      chosen.map(({ name, seq }) =>
        new EventLine(`${prefix} ${name} ${timestampOf(seq)}`, { batch, time: timeOfSequence(seq) })
      ),
  });
}
