import { isChannelName, isValidNickname } from "../../../protocol/names.ts";
import { markerLine } from "../../replies/markers.ts";
import type { UserCommand, UserContext } from "../context.ts";
import { parseTimestamp } from "./message_reference.ts";

const CAPABILITY = "draft/read-marker";
const PREFIX = "timestamp=";

/** IRCv3, "draft/read-marker". */
export const MARKREAD: UserCommand = {
  run: markread,
  capability: CAPABILITY,
  usage: "MARKREAD <room or nickname> [timestamp=…]",
  description: "Shows or sets how far you have read in a room or conversation.",
};

function markread(context: UserContext, [name = "", word]: readonly string[]): void {
  const { server, session, user } = context;
  if (name === "") {
    const text = "Missing parameters";
    return fail(context, { code: "NEED_MORE_PARAMS", context: [], text });
  }
  const { channelLength, nickLength } = server.options.limits;
  const isValid = isChannelName(name)
    ? name.length <= channelLength
    : isValidNickname(name, nickLength);
  if (!isValid) {
    const text = "Invalid parameters";
    return fail(context, { code: "INVALID_PARAMS", context: [name], text });
  }
  if (word === undefined) {
    const time = server.history.markers.get(user, name);
    return session.answer(markerLine(server, { name, time }));
  }
  const time = word.startsWith(PREFIX) ? parseTimestamp(word.slice(PREFIX.length)) : undefined;
  if (time === undefined) {
    const text = "Invalid parameters";
    return fail(context, { code: "INVALID_PARAMS", context: [name, word], text });
  }
  advance(context, { name, time });
}

/** Moves a marker forwards; all sessions of the user are sent it. */
function advance(
  context: UserContext,
  { name, time }: { readonly name: string; readonly time: number },
): void {
  const { server, session, user } = context;
  const now = server.history.markers.advance(user, name, Math.min(time, server.now()));
  const line = markerLine(server, { name, time: now.time });
  session.answer(line);
  if (!now.moved) return;
  for (const other of server.sessions.of(user.id)) {
    if (other !== session && other.capabilities.has(CAPABILITY)) other.push(line);
  }
}

function fail(
  { session }: UserContext,
  reply: { readonly code: string; readonly context: readonly string[]; readonly text: string },
): void {
  session.standard("FAIL", { command: "MARKREAD", ...reply });
}
