import { isChannelName, isValidNickname } from "../../../protocol/names.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
import { markerLine, READ_MARKER } from "../../replies/markers.ts";
import { append } from "../../session_context.ts";
import type { UserCommand, UserContext } from "../context.ts";
import { parseTimestamp } from "./message_reference.ts";

const PREFIX = "timestamp=";

/** IRCv3, "draft/read-marker". */
export const MARKREAD: UserCommand = {
  run: markread,
  capability: READ_MARKER,
  usage: "MARKREAD <room or nickname> [timestamp=…]",
  description: "Shows or sets how far you have read in a room or conversation.",
};

function markread(context: UserContext, [name = "", word]: readonly string[]): MaybePromise {
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
  return advance(context, { name, time: Math.min(time, server.now()) });
}

/** Moves a marker forwards; the other sessions of the user are sent it, see consequences.ts. */
function advance(
  context: UserContext,
  { name, time }: { readonly name: string; readonly time: number },
): MaybePromise {
  const { server, session, user } = context;
  const answer = () => {
    const now = server.history.markers.get(user, name);
    session.answer(markerLine(server, { name, time: now }));
  };
  if (time <= (server.history.markers.get(user, name) ?? -1)) return answer();
  return append(context, { type: "marker", user: user.id, target: name, time }, answer);
}

function fail(
  { session }: UserContext,
  reply: { readonly code: string; readonly context: readonly string[]; readonly text: string },
): void {
  session.standard("FAIL", { command: "MARKREAD", ...reply });
}
