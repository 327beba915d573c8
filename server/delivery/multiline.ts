import { EventLine, fitBody, type LineTags } from "../session/event_line.ts";
import { MULTILINE } from "../session/multiline.ts";
import type { Entry, MultilineLine } from "../network/events.ts";
import { formatMessageId } from "../network/ids.ts";
import type { Effects } from "../network/outcome.ts";
import { sourceOf } from "../network/state.ts";
import { SHAPE } from "../session/shapes.ts";
import type { Delivery } from "./delivery.ts";
import { nameOfTarget } from "./lines.ts";

/** Whether a shape gets a message of many lines as one. */
export function knowsMultiline(shape: number): boolean {
  const needed = SHAPE["draft/multiline"] | SHAPE.batch;
  return (shape & needed) === needed;
}

/** A message of many lines: a batch for those who know that, else its lines that are not blank. */
export function deliverLines(
  delivery: Delivery,
  entry: Entry<"message">,
  effect: Effects["message"],
): void {
  const { from, channel, to } = effect;
  const { target, lines = [] } = entry.event;
  const forms = formsOf(delivery, entry, { effect, lines });
  const origin = delivery.sessions.byId(entry.origin);
  const theirs = to === undefined ? [] : delivery.sessions.of(to.id);
  const own = delivery.sessions.of(from.id).filter((session) => session !== origin);
  for (const { line, pick } of forms) {
    if (channel !== undefined) {
      const status = "channel" in target && target.status > 0 ? { status: target.status } : {};
      delivery.toChannel(channel, pick, { except: origin, pledged: true, ...status });
    } else {
      delivery.toSessions([...theirs, ...own], pick, { pledged: true });
    }
    if (origin?.wantsEcho && pick(origin.shape) !== undefined) origin.answer(line, true);
  }
}

interface Form {
  readonly line: EventLine;
  readonly pick: (shape: number) => EventLine | undefined;
}

/** All lines of both forms, in the order they are sent. */
function formsOf(
  { serverName }: Delivery,
  entry: Entry<"message">,
  { effect, lines }: { effect: Effects["message"]; lines: readonly MultilineLine[] },
): Form[] {
  const { from } = effect;
  const { kind, tags: client } = entry.event;
  const source = sourceOf(from);
  const name = nameOfTarget(entry, effect);
  const msgid = formatMessageId(entry.sequence);
  const { account } = from;
  const tags: LineTags = { time: entry.time, msgid, account, bot: from.modes.has("B"), client };
  const head = `:${source} ${kind} ${name} :`;
  const batched = (body: string, tags: LineTags) => formFor(true, new EventLine(body, tags));
  const forms = [batched(`:${source} BATCH +${msgid} ${MULTILINE} ${name}`, tags)];
  for (const { text, concat } of lines) {
    forms.push(batched(fitBody(head + text), { batch: msgid, concat }));
  }
  forms.push(batched(`:${serverName} BATCH -${msgid}`, { endsBatch: true }));
  const texts = lines.filter(({ text }) => text !== "");
  for (const [index, { text }] of texts.entries()) {
    const own = index === 0 ? tags : { ...tags, msgid: undefined };
    forms.push(formFor(false, new EventLine(fitBody(head + text), own)));
  }
  return forms;
}

function formFor(multiline: boolean, line: EventLine): Form {
  return { line, pick: (shape) => knowsMultiline(shape) === multiline ? line : undefined };
}
