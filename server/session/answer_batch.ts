import type { EventLine } from "./event_line.ts";
import { batchEnd, batchStart } from "./lines.ts";
import { andThen, eachInTurn, type MaybePromise } from "../maybe_promise.ts";
import type { Server } from "../server.ts";
import type { Session } from "./session.ts";

/** A batch that is an answer. */
export interface AnswerBatch {
  /** The batch's type and parameters. */
  readonly type: string;
  /** Makes its lines; `batch` is its id, undefined if there is no batch. */
  readonly lines: (batch: string | undefined) => Iterable<EventLine>;
}

/**
 * Answers with a batch, or with its lines alone if the session does not have the capability.
 * IRCv3, "Batch".
 */
export function answerBatch(
  server: Server,
  session: Session,
  { type, lines }: AnswerBatch,
): void {
  if (!session.capabilities.has("batch")) {
    for (const line of lines(undefined)) session.answer(line);
    return;
  }
  const { name } = server.options;
  const id = server.newId();
  session.answer(batchStart(name, { id, type }));
  for (const line of lines(id)) session.answer(line);
  session.answer(batchEnd(name, id));
}

/** Answers with a batch of any length, as fast as the client reads. */
export function answerLongBatch(
  server: Server,
  session: Session,
  { type, lines }: AnswerBatch,
): MaybePromise {
  const { name } = server.options;
  const id = session.capabilities.has("batch") ? server.newId() : undefined;
  if (id !== undefined) session.answer(batchStart(name, { id, type }));
  const answer = (line: EventLine) => {
    session.answer(line);
    return session.drained();
  };
  return andThen(eachInTurn(lines(id), answer), () => {
    if (id !== undefined) session.answer(batchEnd(name, id));
  });
}
