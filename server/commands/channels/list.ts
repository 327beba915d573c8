import { compileMask, isChannelName } from "../../../protocol/names.ts";
import type { Steps } from "../../io/turns.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
import type { Channel, Topic } from "../../network/state.ts";
import { maySee, maySeeTopic } from "../../permissions/channels.ts";
import { COST } from "../../budgets/costs.ts";
import type { UserCommand, UserContext } from "../context.ts";

/** Conditions that one LIST may have; the others are ignored. */
const MAX_CONDITIONS = 20;
/** Rooms that are compared in a step; masks can make one take some microseconds. */
const ROOMS_PER_STEP = 4;

/** What LIST shows of a channel. */
interface Listed extends Pick<Channel, "name" | "members" | "createdAt"> {
  /** Undefined if there is none, or it is not for those who ask. */
  readonly topic: Topic | undefined;
}

type Condition = (channel: Listed, now: number) => boolean;

/** Modern IRC, "LIST message", with the conditions of ELIST C, M, N, T and U. */
export const LIST: UserCommand = {
  run: list,
  usage: "LIST [<room or condition>{,…}]",
  description:
    "Lists rooms: by name or mask, by size (>10, <3), age (C<60) or topic (T<60), in minutes.",
};

function list(context: UserContext, params: readonly string[]): MaybePromise {
  return context.session.takeTurns(listAll(context, params));
}

function* listAll(context: UserContext, [conditions = ""]: readonly string[]): Steps {
  const { server, session, user } = context;
  const isListed = parseConditions(conditions, server.now());
  const cost = COST.look + conditions.length * COST.maskCharacter;
  const { channels } = server.network;
  session.numeric("RPL_LISTSTART", ["Channel"]);
  // Rooms that are opened meanwhile are at the end, and would make the list endless.
  let left = channels.size;
  for (const channel of channels.values()) {
    if (left-- === 0) break;
    session.budget.spend(cost);
    if (left % ROOMS_PER_STEP === 0) yield session.drained();
    if (channel.members.size === 0 || !maySee(channel, user)) continue;
    const { name, members, createdAt } = channel;
    const topic = maySeeTopic(channel, user) ? channel.topic : undefined;
    if (!isListed({ name, members, createdAt, topic })) continue;
    session.numeric("RPL_LIST", [name, String(members.size)], topic?.text ?? "");
  }
  session.numeric("RPL_LISTEND");
}

/** Compiles the conditions of LIST once, for all rooms. */
function parseConditions(conditions: string, now: number): (channel: Listed) => boolean {
  const words = conditions.split(",").filter((word) => word !== "").slice(0, MAX_CONDITIONS);
  const names = words.filter(isNameMask).map(compileMask);
  const others = words.filter((word) => !isNameMask(word)).map(parseCondition);
  return (channel) =>
    (names.length === 0 || names.some((matches) => matches(channel.name))) &&
    others.every((condition) => condition(channel, now));
}

function isNameMask(word: string): boolean {
  return isChannelName(word) || (/[*?]/.test(word) && !word.startsWith("!"));
}

/** Parses `>3`, `<3`, `C<10`, `T>60` or `!mask`; any other word is a condition that never holds. */
function parseCondition(word: string): Condition {
  if (word.startsWith("!")) {
    const matches = compileMask(word.slice(1));
    return ({ name }) => !matches(name);
  }
  const [, what, sign, digits] = /^([CT]?)([<>])(\d{1,9})$/i.exec(word) ?? [];
  if (sign === undefined) return () => false;
  const count = Number(digits);
  const compare = (value: number) => sign === ">" ? value > count : value < count;
  switch (what?.toUpperCase()) {
    case "C":
      return ({ createdAt }, now) => compare((now - createdAt) / 60_000);
    case "T":
      return ({ topic }, now) => topic !== undefined && compare((now - topic.setAt) / 60_000);
    default:
      return ({ members }) => compare(members.size);
  }
}
