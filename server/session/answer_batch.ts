import type { EventLine } from "./event_line.ts";
import { batchEnd, batchStart } from "./lines.ts";
import type { Steps } from "../io/turns.ts";
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

/** A batch of any length that is an answer. */
export interface LongBatch {
  readonly type: AnswerBatch["type"];
  /** Makes its lines, and undefined where it may pause without one. */
  readonly lines: (batch: string | undefined) => Iterable<EventLine | undefined>;
  /** Whether it is sent if it has no lines. */
  readonly evenEmpty: boolean;
}

/** Answers with a batch of any length, in turns with other work and as fast as the client reads. */
export function* longBatch(
  server: Server,
  session: Session,
  { type, lines, evenEmpty }: LongBatch,
): Steps {
  const { name } = server.options;
  const id = session.capabilities.has("batch") ? server.newId() : undefined;
  let begun = false;
  const begin = () => {
    if (!begun && id !== undefined) session.answer(batchStart(name, { id, type }));
    begun = true;
  };
  if (evenEmpty) begin();
  for (const line of lines(id)) {
    if (line !== undefined) {
      begin();
      session.answer(line);
    }
    yield session.drained();
  }
  if (begun && id !== undefined) session.answer(batchEnd(name, id));
}
