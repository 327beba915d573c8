import { answerBatch } from "../session/answer_batch.ts";
import type { EventLine } from "../session/event_line.ts";
import type { Readable } from "../history/mod.ts";
import { playback } from "../history/playback.ts";
import type { Row } from "../history/row.ts";
import type { Channel } from "../network/state.ts";
import type { Server } from "../server.ts";
import type { Session } from "../session/session.ts";

/** The part of a session's send queue that one answer may fill. */
const SHARE_OF_QUEUE = 0.5;
/** What a line has beside its text, in bytes, at most as it is counted here. */
const LINE_BYTES = 200;
/** Bytes of UTF-8 to a UTF-16 unit, at most. */
const BYTES_PER_UNIT = 3;

/** Rows to be told to a session. */
export interface Telling {
  readonly rows: readonly Row[];
  readonly batch: string | undefined;
  readonly session: Session;
  readonly nameOf: (target: number) => string | undefined;
  /** Which end is left out where there is too much. */
  readonly keep: "newest" | "oldest";
}

/** The lines that tell rows again; at most as many as fit a session's queue. */
export function* tellRows(server: Server, telling: Telling): Iterable<EventLine> {
  const { batch, session, nameOf } = telling;
  const options = {
    nameOf,
    shape: session.shape,
    batch,
    newId: server.newId,
    serverName: server.options.name,
  };
  for (const row of fitting(server, telling)) yield* playback(row, options);
}

/** What a row's target is called now; undefined for a conversation. */
export function nameOfTargets(readables: readonly Readable[]): (t: number) => string | undefined {
  const names = new Map<number, string>();
  for (const { name, targets } of readables) {
    if (!name.startsWith("#")) continue;
    for (const target of targets) names.set(target, name);
  }
  return (target) => names.get(target);
}

/**
 * Shows a room's last messages to a session that cannot ask for them. One that does not know
 * when a message was said is shown nothing: to it, and to a program that answers what it reads,
 * they would be new.
 */
export function replay(server: Server, session: Session, channel: Channel): void {
  const { user, capabilities } = session;
  const limit = server.options.history.autoReplay;
  if (limit === 0 || user === undefined) return;
  if (capabilities.has("draft/chathistory") || !capabilities.has("server-time")) return;
  const readable = server.history.readable(user, channel.name);
  if (readable === undefined) return;
  const rows = server.history.range(readable.targets, {
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
      tellRows(server, {
        rows,
        batch,
        session,
        nameOf: nameOfTargets([readable]),
        keep: "newest",
      }),
  });
}

function fitting(server: Server, { rows, keep }: Telling): readonly Row[] {
  const { sendQueue } = server.options.limits;
  if (sendQueue === 0) return rows;
  let bytes = 0;
  for (let count = 0; count < rows.length; count++) {
    const row = keep === "oldest" ? rows[count] : rows.at(-1 - count);
    if (row === undefined) continue;
    bytes += LINE_BYTES + (row.text.length + (row.extra?.length ?? 0)) * BYTES_PER_UNIT;
    if (bytes <= sendQueue * SHARE_OF_QUEUE) continue;
    const most = Math.max(count, 1);
    return keep === "oldest" ? rows.slice(0, most) : rows.slice(-most);
  }
  return rows;
}
