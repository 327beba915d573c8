import { answerBatch } from "../session/answer_batch.ts";
import type { EventLine } from "../session/event_line.ts";
import type { Readable } from "../history/mod.ts";
import { playback } from "../history/playback.ts";
import type { Row } from "../history/row.ts";
import { MAX_ANSWER_SHARE } from "../io/send_queue.ts";
import type { Channel } from "../network/state.ts";
import type { Server } from "../server.ts";
import type { Session } from "../session/session.ts";

/** An estimate of a line's bytes beside its text. */
const LINE_BYTES = 200;
/** The most UTF-8 bytes that one UTF-16 code unit can become. */
const MAX_BYTES_PER_UNIT = 3;

/** Options for {@linkcode rowLines}. */
export interface RowLinesOptions {
  readonly rows: readonly Row[];
  readonly batch: string | undefined;
  readonly session: Session;
  readonly nameOf: (target: number) => string | undefined;
  /** The end of the rows that is sent if they do not all fit the send queue. */
  readonly keep: "newest" | "oldest";
}

/** The lines of rows; no more of them than a session's send queue has space for. */
export function* rowLines(server: Server, options: RowLinesOptions): Iterable<EventLine> {
  const { batch, session, nameOf } = options;
  const playbackOptions = {
    nameOf,
    shape: session.shape,
    batch,
    newId: server.newId,
    serverName: server.options.name,
  };
  for (const row of fitting(server, options)) yield* playback(row, playbackOptions);
}

/** The current name of a row's target; undefined for a conversation. */
export function nameOfTargets(readables: readonly Readable[]): (t: number) => string | undefined {
  const names = new Map<number, string>();
  for (const { name, parts } of readables) {
    if (!name.startsWith("#")) continue;
    for (const { target } of parts) names.set(target, name);
  }
  return (target) => names.get(target);
}

/**
 * Sends a channel's last messages to a session that cannot ask for them. A session without
 * server-time is sent nothing: to its user, or to a bot, old messages would look like new ones.
 */
export function replay(server: Server, session: Session, channel: Channel): void {
  const { user, capabilities } = session;
  const limit = server.options.history.autoReplay;
  if (limit === 0 || user === undefined) return;
  if (capabilities.has("draft/chathistory") || !capabilities.has("server-time")) return;
  const readable = server.history.readable(user, channel.name);
  if (readable === undefined) return;
  const rows = server.history.range(readable.parts, {
    after: 0,
    before: Number.MAX_SAFE_INTEGER,
    from: "newest",
    limit,
    events: false,
  });
  if (rows.length === 0) return;
  answerBatch(server, session, {
    type: `chathistory ${channel.name}`,
    lines: (batch) =>
      rowLines(server, {
        rows,
        batch,
        session,
        nameOf: nameOfTargets([readable]),
        keep: "newest",
      }),
  });
}

function fitting(server: Server, { rows, keep }: RowLinesOptions): readonly Row[] {
  const { sendQueue } = server.options.limits;
  if (sendQueue === 0) return rows;
  let bytes = 0;
  for (let count = 0; count < rows.length; count++) {
    const row = keep === "oldest" ? rows[count] : rows.at(-1 - count);
    if (row === undefined) continue;
    bytes += LINE_BYTES + (row.text.length + (row.extra?.length ?? 0)) * MAX_BYTES_PER_UNIT;
    if (bytes <= sendQueue * MAX_ANSWER_SHARE) continue;
    const max = Math.max(count, 1);
    return keep === "oldest" ? rows.slice(0, max) : rows.slice(-max);
  }
  return rows;
}
