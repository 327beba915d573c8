import { EventLine } from "./event_line.ts";
import type { Server } from "./server.ts";
import type { Session } from "./session.ts";

/**
 * Answers with a batch, or with its lines alone where the session does not know batches.
 * `lines` makes them, each a part of the batch it is given. IRCv3, "Batch".
 */
export function answerBatch(
  server: Server,
  session: Session,
  { type, lines }: {
    /** The batch's type and parameters. */
    readonly type: string;
    readonly lines: (batch: string | undefined) => Iterable<EventLine>;
  },
): void {
  if (!session.capabilities.has("batch")) {
    for (const line of lines(undefined)) session.answer(line);
    return;
  }
  const { name } = server.options;
  const id = server.newId();
  session.answer(new EventLine(`:${name} BATCH +${id} ${type}`));
  for (const line of lines(id)) session.answer(line);
  session.answer(new EventLine(`:${name} BATCH -${id}`, { endsBatch: true }));
}
