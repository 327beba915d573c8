import { ClientBatches } from "../../session/client_batches.ts";
import { MULTILINE } from "../../session/multiline.ts";
import { type BatchFailure, invalid, OpenBatch } from "../../session/open_batch.ts";
import type { Session } from "../../session/session.ts";
import type { Handled, UserCommand, UserContext } from "../context.ts";
import { sendLines } from "./send.ts";

/** What a client may call a batch. IRCv3, "Batch", "Reference tags". */
const REFERENCE = /^[A-Za-z0-9-]{1,64}$/;

/** Batches that a client sends. IRCv3, "Client-initiated batches". */
export const BATCH: UserCommand = {
  run: batch,
  min: 1,
  usage: `BATCH +<name> ${MULTILINE} <room or nickname> | -<name>`,
};

function batch(context: UserContext, params: readonly string[]): Handled {
  const { session } = context;
  const [name = "", type = "*", target] = params;
  const sign = name.slice(0, 1);
  const reference = name.slice(1);
  if ((sign !== "+" && sign !== "-") || !REFERENCE.test(reference)) {
    const text = "A batch is named by + or -, then letters, digits and hyphens";
    return tell(session, { code: "INVALID_REFTAG", context: [reference], text });
  }
  if (sign === "-") return close(context, reference);
  return open(context, { reference, type, target });
}

interface Opening {
  readonly reference: string;
  readonly type: string;
  readonly target: string | undefined;
}

function open({ server, session, message }: UserContext, opening: Opening): void {
  const { reference, type, target } = opening;
  const { limits } = server.options;
  if (type !== MULTILINE || !session.capabilities.has("draft/multiline")) {
    const text = "Batches of this type are not taken";
    return refuse(session, reference, {
      code: "UNKNOWN_TYPE",
      context: [reference, type],
      text,
    });
  }
  if (session.batches?.open !== undefined) {
    return refuse(session, reference, invalid("Another batch is open"));
  }
  if (target === undefined || target === "" || target.includes(",")) {
    return refuse(session, reference, invalid("A message of many lines needs one target"));
  }
  session.batches ??= new ClientBatches();
  session.batches.begin(
    new OpenBatch({
      reference,
      target,
      tags: message.tags,
      label: session.takeLabel(),
      maxBytes: limits.multilineBytes,
      maxLines: limits.multilineLines,
      now: server.now(),
    }),
  );
}

function close(context: UserContext, reference: string): Handled {
  const { session } = context;
  const { batches } = session;
  if (batches?.open?.reference !== reference) {
    if (batches?.forget(reference) === true) return;
    dropBatch(session, "Another batch was ended");
    return tell(session, invalid("No batch of this name is open"));
  }
  const ended = batches.end();
  if (ended === undefined) return;
  const { target, tags, label } = ended;
  session.answerUnder(label);
  const message = ended.finish();
  if ("code" in message) return tell(session, message);
  return sendLines(context, { target, tags, ...message });
}

/** Takes a line that says it is part of a batch. */
export function takeBatchLine(context: UserContext, reference: string): void {
  const { server, session, message } = context;
  const { open } = session.batches ?? {};
  if (open?.reference === reference) {
    const failure = open.add(message, server.now());
    if (failure !== undefined) refuse(session, reference, failure);
  } else if (session.batches?.isRefused(reference) !== true) {
    refuse(session, reference, invalid("No batch of this name is open"));
  }
}

/** Refuses the batch that is open, if one is: something else than its lines came. */
export function dropBatch(session: Session, text: string): void {
  const open = session.batches?.open;
  if (open !== undefined) refuse(session, open.reference, invalid(text));
}

/** Refuses the batch that is open when its next line is overdue; `now` is in milliseconds. */
export function dropLateBatch(session: Session, now: number): void {
  const open = session.batches?.open;
  if (open === undefined || !open.isLate(now)) return;
  const { reference } = open;
  const text = "The batch was left open for too long";
  refuse(session, reference, { code: "TIMEOUT", context: [reference], text });
}

/** Tells why a batch is refused; what was open is no more, and what is still to come is dropped. */
function refuse(session: Session, reference: string, failure: BatchFailure): void {
  const batches = session.batches ??= new ClientBatches();
  const { open } = batches;
  if (open === undefined) {
    tell(session, failure);
  } else {
    batches.refuse(open.reference);
    session.answerEarlier(open.label, () => tell(session, failure));
  }
  batches.refuse(reference);
}

function tell(session: Session, failure: BatchFailure): void {
  session.standard("FAIL", { command: "BATCH", ...failure });
}
