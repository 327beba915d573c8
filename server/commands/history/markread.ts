import { messageOf } from "../../../protocol/errors.ts";
import { isChannelName, isValidNickname } from "../../../protocol/names.ts";
import { markerLine } from "../../replies/markers.ts";
import type { Context, UserCommand, UserContext } from "../context.ts";
import { parseTimestamp } from "./message_reference.ts";

/** How far one has read. IRCv3, "draft/read-marker". */
export const MARKREAD: UserCommand = {
  run: markread,
  usage: "MARKREAD <room or nickname> [timestamp=…]",
};

const PREFIX = "timestamp=";

function markread(
  context: UserContext,
  [name = "", word]: readonly string[],
): void {
  const { server, session, user } = context;
  if (!session.capabilities.has("draft/read-marker")) {
    session.numeric("ERR_UNKNOWNCOMMAND", ["MARKREAD"]);
    return;
  }
  if (name === "") {
    fail(context, { code: "NEED_MORE_PARAMS", context: [], text: "Missing parameters" });
    return;
  }
  const { channelLength, nickLength } = server.options.limits;
  const known = isChannelName(name)
    ? name.length <= channelLength
    : isValidNickname(name, nickLength);
  if (!known) {
    fail(context, { code: "INVALID_PARAMS", context: [name], text: "Invalid parameters" });
    return;
  }
  if (word === undefined) {
    session.answer(markerLine(server, { name, time: server.history.markers.get(user, name) }));
    return;
  }
  const time = word.startsWith(PREFIX) ? parseTimestamp(word.slice(PREFIX.length)) : undefined;
  if (time === undefined) {
    fail(context, { code: "INVALID_PARAMS", context: [name, word], text: "Invalid parameters" });
    return;
  }
  advance(context, { name, time });
}

function advance(context: UserContext, { name, time }: { name: string; time: number }): void {
  const { server, session, user } = context;
  const { markers } = server.history;
  try {
    const now = markers.advance(user, name, Math.min(time, server.now()));
    const line = markerLine(server, { name, time: now.time });
    session.answer(line);
    if (!now.moved) return;
    for (const other of server.sessions.of(user.id)) {
      if (other !== session && other.capabilities.has("draft/read-marker")) other.push(line);
    }
  } catch (error) {
    const why = messageOf(error);
    server.log.error("A read marker could not be stored", { why });
    const text = "The read timestamp could not be set";
    fail(context, { code: "INTERNAL_ERROR", context: [name], text });
  }
}

function fail(
  { session }: Context,
  reply: { readonly code: string; readonly context: readonly string[]; readonly text: string },
): void {
  session.standard("FAIL", { command: "MARKREAD", ...reply });
}
