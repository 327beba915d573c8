import type { MultilineLine } from "../network/events.ts";
import { EventLine, fitBody, type LineTags } from "./event_line.ts";
import { batchEnd, batchStart } from "./lines.ts";
import { SHAPE } from "./shapes.ts";

/** The type of a batch that is one multi-line message. */
export const MULTILINE = "draft/multiline";

/** A multi-line message that is to be written. */
export interface OutgoingMultiline {
  readonly source: string;
  readonly command: string;
  /** The channel or nickname that it is addressed to. */
  readonly target: string;
  readonly lines: readonly MultilineLine[];
  /** The tags of the whole message. */
  readonly tags: LineTags;
}

/** Whether a shape gets a multi-line message as a batch. */
export function knowsMultiline(shape: number): boolean {
  const needed = SHAPE["draft/multiline"] | SHAPE.batch;
  return (shape & needed) === needed;
}

/** The message as a batch called `id`. IRCv3, "Multiline messages". */
export function* batchedLines(
  message: OutgoingMultiline,
  { id, serverName }: { id: string; serverName: string },
): Iterable<EventLine> {
  const { source, target, lines, tags } = message;
  yield batchStart(source, { id, type: `${MULTILINE} ${target}`, tags });
  const head = headOf(message);
  for (const { text, concat } of lines) {
    yield new EventLine(fitBody(head + text), { batch: id, concat });
  }
  yield batchEnd(serverName, id, tags.batch);
}

/** The message as separate lines without the blank ones; only the first has the message's id. */
export function* separateLines(message: OutgoingMultiline): Iterable<EventLine> {
  const head = headOf(message);
  let { tags } = message;
  for (const { text } of message.lines) {
    if (text === "") continue;
    yield new EventLine(fitBody(head + text), tags);
    if (tags.sequence !== undefined) tags = { ...tags, sequence: undefined };
  }
}

function headOf({ source, command, target }: OutgoingMultiline): string {
  return `:${source} ${command} ${target} :`;
}
