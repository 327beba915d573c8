import { ClientBatches } from "../session/client_batches.ts";
import { type BatchFailure, invalid } from "../session/open_batch.ts";
import type { Session } from "../session/session.ts";

/** Answers BATCH with a failure. */
export function sendBatchFailure(session: Session, failure: BatchFailure): void {
  session.standard("FAIL", { command: "BATCH", ...failure });
}

/**
 * Refuses a batch: ends the batch that is open, and drops the lines that still follow of both.
 * If a batch is open, the failure is sent under its label.
 */
export function refuseBatch(session: Session, reference: string, failure: BatchFailure): void {
  const batches = session.batches ??= new ClientBatches();
  const { open } = batches;
  if (open === undefined) {
    sendBatchFailure(session, failure);
  } else {
    batches.refuse(open.reference);
    session.answerEarlier(open.label, () => sendBatchFailure(session, failure));
  }
  batches.refuse(reference);
}

/** Refuses the batch that is open, if there is one, because of what came in between its lines. */
export function dropBatch(session: Session, text: string): void {
  const open = session.batches?.open;
  if (open !== undefined) refuseBatch(session, open.reference, invalid(text));
}

/** Refuses the batch that is open if its next line is overdue; `now` is in milliseconds. */
export function dropLateBatch(session: Session, now: number): void {
  const open = session.batches?.open;
  if (open === undefined || !open.isLate(now)) return;
  const { reference } = open;
  const text = "The batch was left open for too long";
  refuseBatch(session, reference, { code: "TIMEOUT", context: [reference], text });
}
