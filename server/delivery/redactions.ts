import type { Entry } from "../network/events.ts";
import { formatMessageId } from "../network/ids.ts";
import type { Effects } from "../network/outcome.ts";
import { SHAPE } from "../session/shapes.ts";
import type { Delivery } from "./delivery.ts";
import { statusOfTarget, userLine } from "./lines.ts";

/** Sends a redaction to the sessions with that capability that could see the message. */
export function deliverRedaction(
  delivery: Delivery,
  entry: Entry<"redact">,
  { by, channel, to }: Effects["redact"],
): void {
  const { message, reason, target, name } = entry.event;
  const text = reason === undefined ? "" : ` :${reason}`;
  const line = userLine(entry, by, { body: `REDACT ${name} ${formatMessageId(message)}${text}` });
  const pick = (shape: number) =>
    (shape & SHAPE["draft/message-redaction"]) === 0 ? undefined : line;
  if (channel !== undefined) {
    delivery.answerAndSend(entry, pick, { channel, pledged: true, status: statusOfTarget(target) });
    return;
  }
  const origin = delivery.sessions.byId(entry.origin);
  origin?.answer(line, true);
  const own = delivery.sessions.of(by.id);
  const theirs = to === undefined || to === by ? [] : delivery.sessions.of(to.id);
  const others = [...own, ...theirs].filter((session) => session !== origin);
  delivery.toSessions(others, pick, { pledged: true });
}
