import type { Readable } from "../history/mod.ts";
import { coverage, EVERYTHING, type Part } from "../history/reading/parts.ts";
import { playback } from "../history/reading/playback.ts";
import type { Row } from "../history/row.ts";
import type { Steps } from "../io/turns.ts";
import type { Channel, User } from "../network/state.ts";
import type { Server } from "../server.ts";
import { batchEnd, batchStart } from "../session/lines.ts";
import type { Session } from "../session/session.ts";
import { COST } from "../budgets/costs.ts";

/** Options for {@linkcode answerWithRows}. */
export interface RowsAnswer {
  /** The type and the parameters of the batch. */
  readonly type: string;
  /** The rows in the order of the answer; an empty list is a pause. */
  readonly lists: Iterable<readonly Row[]>;
  /** The name that the channel of a target has now; undefined for a conversation. */
  readonly nameOf: (target: number) => string | undefined;
  /** What the user may read at present, asked anew when the client has let the answer wait. */
  readonly parts: () => readonly Part[];
  /** Whether nothing is sent if there are no rows. */
  readonly isOptional?: boolean;
}

/**
 * Answers with a batch of rows of any number, as fast as the client reads. Without the capability
 * the lines have no batch.
 */
export function* answerWithRows(
  server: Server,
  session: Session,
  { type, lists, nameOf, parts, isOptional = false }: RowsAnswer,
): Steps {
  const { newId, options: { name: serverName } } = server;
  const batch = session.capabilities.has("batch") ? newId() : undefined;
  const options = { nameOf, shape: session.shape, batch, newId, serverName };
  let hasBegun = false;
  const begin = () => {
    hasBegun = true;
    if (batch !== undefined) session.answer(batchStart(serverName, { id: batch, type }));
  };
  if (!isOptional) begin();
  for (const rows of lists) {
    session.budget.spend(rows.length * COST.row);
    if (!hasBegun && rows.length > 0) begin();
    let hasWaited = false;
    for (const row of rows) {
      if (hasWaited && !isStillReadable(server, { row, parts })) continue;
      for (const line of playback(row, options)) session.answer(line);
      const wait = session.drained();
      if (wait === undefined) continue;
      yield wait;
      hasWaited = true;
    }
    yield;
  }
  if (hasBegun && batch !== undefined) session.answer(batchEnd(serverName, batch));
}

function isStillReadable(
  { history }: Server,
  { row, parts }: { readonly row: Row; readonly parts: () => readonly Part[] },
): boolean {
  return coverage(parts())(row) && history.at(row.seq) !== undefined;
}

/** What a user may read under a name at present; nothing if that is not known any more. */
export function partsUnder(
  { history }: Server,
  { user, name }: { readonly user: User; readonly name: string },
): () => readonly Part[] {
  return () => history.readable(user, name)?.parts ?? [];
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
 * Sends a channel's last messages to a session that cannot ask for them; of an account only those
 * since it was last in the channel, as many clients would show the others again. A session without
 * server-time is sent nothing: to its user, or to a bot, old messages would look like new ones.
 */
export function* replay(server: Server, session: Session, channel: Channel): Steps {
  const { user, capabilities } = session;
  const limit = server.options.history.autoReplay;
  if (limit === 0 || user === undefined) return;
  if (capabilities.has("draft/chathistory") || !capabilities.has("server-time")) return;
  const parts = partsUnder(server, { user, name: channel.name });
  const after = server.history.lastLeft(user, channel);
  const range = { ...EVERYTHING, after, limit, from: "newest", events: false } as const;
  yield* answerWithRows(server, session, {
    type: `chathistory ${channel.name}`,
    lists: server.history.rows(parts, range),
    nameOf: () => channel.name,
    parts,
    isOptional: true,
  });
}
