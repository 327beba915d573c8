import type { EventLine } from "../session/event_line.ts";
import {
  batchedLines,
  knowsMultiline,
  type OutgoingMultiline,
  separateLines,
} from "../session/multiline.ts";
import type { Entry } from "../network/events.ts";
import { formatMessageId } from "../network/ids.ts";
import type { Effects } from "../network/outcome.ts";
import { sourceOf } from "../network/state.ts";
import type { Delivery } from "./delivery.ts";
import { nameOfTarget, statusOfTarget } from "./lines.ts";

/** Sends a multi-line message: as a batch or, without that capability, as separate lines. */
export function deliverMultiline(
  delivery: Delivery,
  entry: Entry<"message">,
  effect: Effects["message"],
): void {
  const { from, channel, to } = effect;
  const origin = delivery.sessions.byId(entry.origin);
  const status = statusOfTarget(entry.event.target);
  const theirs = to === undefined ? [] : delivery.sessions.of(to.id);
  const own = delivery.sessions.of(from.id).filter((session) => session !== origin);
  const sessions = [...theirs, ...own];
  const send = (line: EventLine, inBatch: boolean) => {
    const pick = (shape: number) => knowsMultiline(shape) === inBatch ? line : undefined;
    if (channel === undefined) delivery.toSessions(sessions, pick, { pledged: true });
    else delivery.toChannel(channel, pick, { except: origin, pledged: true, status });
    if (origin?.wantsEcho && pick(origin.shape) !== undefined) origin.answer(line, true);
  };
  const message = messageOf(entry, effect);
  const batch = { id: formatMessageId(entry.sequence), serverName: delivery.serverName };
  for (const line of batchedLines(message, batch)) send(line, true);
  for (const line of separateLines(message)) send(line, false);
}

function messageOf(entry: Entry<"message">, effect: Effects["message"]): OutgoingMultiline {
  const { from } = effect;
  const { kind, tags, lines = [] } = entry.event;
  return {
    source: sourceOf(from),
    command: kind,
    target: nameOfTarget(entry, effect),
    lines,
    tags: {
      time: entry.time,
      sequence: entry.sequence,
      account: from.account,
      bot: from.modes.includes("B"),
      client: tags,
    },
  };
}
