import { utf8Length } from "../../../protocol/lines.ts";
import type { ModeChange as ParsedChange } from "../../../protocol/modes.ts";
import { casefold, normalizeMask } from "../../../protocol/names.ts";
import type { ModeChange } from "../../network/events.ts";
import { type Channel, isStatusMode, type ListMode } from "../../network/state.ts";
import { reaches } from "../../options/mod.ts";
import { MASK_KINDS } from "../../permissions/channels.ts";
import type { UserContext } from "../context.ts";
import { findUser } from "../lookup.ts";

/** Bytes of a mask in a list; leaves space for the source of a MODE line. */
const MAX_MASK_BYTES = 200;
const LIST_MODES: ReadonlySet<string> = new Set<ListMode>(["b", "e", "I"]);

/** Whether a mode is a list of masks. */
export function isListMode(mode: string): mode is ListMode {
  return LIST_MODES.has(mode);
}

/**
 * A change as an event holds it: with the user of a status, and with a mask in its full form.
 * Undefined, and answered with an error, if the argument cannot be used.
 */
export function completeChange(
  context: UserContext,
  channel: Channel,
  change: ParsedChange,
): ModeChange | undefined {
  const { mode, adding } = change;
  if (isStatusMode(mode)) return completeStatus(context, channel, change);
  if (isListMode(mode)) return completeMask(context, channel, change);
  if (mode === "k" && adding) return completeKey(context, channel, change);
  if (mode === "l" && adding) return completeLimit(context, channel, change);
  return change;
}

function completeStatus(
  context: UserContext,
  channel: Channel,
  change: ParsedChange,
): ModeChange | undefined {
  const { session } = context;
  if (change.argument === undefined) return refuseMissing(context);
  const target = findUser(context, change.argument);
  if (target === undefined) return undefined;
  if (channel.members.has(target.id)) return { ...change, user: target.id };
  session.numeric("ERR_USERNOTINCHANNEL", [target.nickname, channel.name]);
}

function completeMask(
  context: UserContext,
  channel: Channel,
  change: ParsedChange,
): ModeChange | undefined {
  const { argument: mask = "" } = change;
  const text = mask === "" || utf8Length(mask) > MAX_MASK_BYTES || /^:|\s/.test(mask)
    ? `A mask has 1 to ${MAX_MASK_BYTES} bytes, and no space in it`
    : change.adding
    ? whyUnknownKind(mask)
    : undefined;
  if (text === undefined) return { ...change, argument: fullMask(mask) };
  refuseArgument(context, channel, { change, text });
}

/** Why a mask is not of a known kind; undefined if it is, or is a mask of names and hosts. */
function whyUnknownKind(mask: string): string | undefined {
  const [, kind, rest = ""] = /^~([^:!@]*):(.*)$/s.exec(mask) ?? [];
  if (kind === undefined) return undefined;
  if (!(MASK_KINDS as readonly string[]).includes(kind)) {
    return `"~${kind}:" is no kind of mask here; there are ~a:ACCOUNT and ~m:MASK`;
  }
  if (rest === "") return `"~${kind}:" needs ${kind === "a" ? "an account" : "a mask"} after it`;
  return kind === "m" ? whyUnknownKind(rest) : undefined;
}

function completeKey(
  context: UserContext,
  channel: Channel,
  change: ParsedChange,
): ModeChange | undefined {
  const { server, session } = context;
  const { argument: key } = change;
  if (key === undefined) return refuseMissing(context);
  const { keyLength } = server.options.limits;
  if (key !== "" && !/^:|[\s,]/.test(key) && utf8Length(key) <= keyLength) return change;
  session.numeric("ERR_INVALIDKEY", [channel.name]);
}

function completeLimit(
  context: UserContext,
  channel: Channel,
  change: ParsedChange,
): ModeChange | undefined {
  if (change.argument === undefined) return refuseMissing(context);
  if (/^[1-9]\d{0,8}$/.test(change.argument)) return change;
  const text = "A limit is a whole number, 1 or more";
  refuseArgument(context, channel, { change, text });
}

function fullMask(mask: string): string {
  if (mask.startsWith("~m:")) return `~m:${fullMask(mask.slice(3))}`;
  return mask.startsWith("~a:") ? mask : normalizeMask(mask);
}

/** Whether the last of these changes adds a mask to a list that the others have filled. */
export function exceedsList(
  { server }: UserContext,
  channel: Channel,
  changes: readonly ModeChange[],
): boolean {
  const last = changes.at(-1);
  if (last === undefined || !last.adding || !isListMode(last.mode)) return false;
  const masks = new Set(channel.lists[last.mode].keys());
  for (const { mode, adding, argument = "" } of changes.slice(0, -1)) {
    if (mode !== last.mode) continue;
    if (adding) masks.add(casefold(argument));
    else masks.delete(casefold(argument));
  }
  return reaches(masks.size, server.options.limits.listEntries);
}

function refuseMissing({ session }: UserContext): undefined {
  session.numeric("ERR_NEEDMOREPARAMS", ["MODE"]);
}

/** Refuses an argument with 696. Modern IRC, "ERR_INVALIDMODEPARAM". */
function refuseArgument(
  { session }: UserContext,
  channel: Channel,
  { change, text }: { readonly change: ParsedChange; readonly text: string },
): void {
  const { mode, argument = "*" } = change;
  session.numeric("ERR_INVALIDMODEPARAM", [channel.name, mode, argument], text);
}
