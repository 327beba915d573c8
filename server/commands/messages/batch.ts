import type { MaybePromise } from "../../maybe_promise.ts";
import { dropBatch, refuseBatch, sendBatchFailure } from "../../replies/batch_failures.ts";
import { ClientBatches } from "../../session/client_batches.ts";
import { MULTILINE } from "../../session/multiline.ts";
import { invalid, OpenBatch } from "../../session/open_batch.ts";
import type { UserCommand, UserContext } from "../context.ts";
import { sendLines } from "./send.ts";

/** A client's name for a batch. IRCv3, "Batch", "Reference tags". */
const REFERENCE = /^[A-Za-z0-9-]{1,64}$/;

/** IRCv3, "Client-initiated batches". */
export const BATCH: UserCommand = {
  run: batch,
  minParams: 1,
  usage: `BATCH +<name> ${MULTILINE} <room or nickname> | -<name>`,
  description: "Begins a multi-line message with +, ends it with -.",
};

function batch(context: UserContext, params: readonly string[]): MaybePromise {
  const { session } = context;
  const [name = "", type = "*", target] = params;
  const sign = name.slice(0, 1);
  const reference = name.slice(1);
  if ((sign !== "+" && sign !== "-") || !REFERENCE.test(reference)) {
    const text = "A batch is named by + or -, then letters, digits and hyphens";
    return sendBatchFailure(session, { code: "INVALID_REFTAG", context: [reference], text });
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
    return refuseBatch(session, reference, {
      code: "UNKNOWN_TYPE",
      context: [reference, type],
      text: "Batches of this type are not accepted",
    });
  }
  if (session.batches?.open !== undefined) {
    return refuseBatch(session, reference, invalid("Another batch is open"));
  }
  if (target === undefined || target === "" || target.includes(",")) {
    return refuseBatch(session, reference, invalid("A multi-line message needs one target"));
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

function close(context: UserContext, reference: string): MaybePromise {
  const { session } = context;
  const { batches } = session;
  if (batches?.open?.reference !== reference) {
    if (batches?.forget(reference) === true) return;
    dropBatch(session, "Another batch was ended");
    return sendBatchFailure(session, invalid("No batch of this name is open"));
  }
  const ended = batches.end();
  if (ended === undefined) return;
  const { target, tags, label } = ended;
  session.answerUnder(label);
  const message = ended.finish();
  if ("code" in message) return sendBatchFailure(session, message);
  return sendLines(context, { target, tags, ...message });
}

/** Adds a line with a `batch` tag to the batch that is open, or refuses it. */
export function takeBatchLine(context: UserContext, reference: string): void {
  const { server, session, message } = context;
  const { open } = session.batches ?? {};
  if (open?.reference === reference) {
    const failure = open.add(message, server.now());
    if (failure !== undefined) refuseBatch(session, reference, failure);
  } else if (session.batches?.isRefused(reference) !== true) {
    refuseBatch(session, reference, invalid("No batch of this name is open"));
  }
}
