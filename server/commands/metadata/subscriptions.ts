import { packWords } from "../../../protocol/packing.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
import { invalidKey, sendFailure, tooManySubscriptions } from "../../metadata/failures.ts";
import { isMetadataKey, metadataDraft } from "../../metadata/lines.ts";
import { syncKeys } from "../../metadata/sync.ts";
import { reaches } from "../../options/mod.ts";
import { answerBatch } from "../../session/answer_batch.ts";
import { numericLine } from "../../session/lines.ts";
import type { Context } from "../context.ts";

/** Keys on one line, each of which is a parameter. */
const MAX_KEYS_PER_LINE = 12;
/** Bytes of these keys; leaves space for the rest of the line. */
const MAX_KEY_BYTES_PER_LINE = 300;

/** METADATA * SUB: subscribes the session to keys. */
export function subscribe(context: Context, keys: readonly string[]): MaybePromise {
  const { server, session } = context;
  const { metadataSubscriptions } = server.options.limits;
  const subscriptions = session.subscriptions ??= new Set();
  const wanted = new Set<string>();
  const added = new Set<string>();
  for (const key of keys) {
    if (!isMetadataKey(key)) {
      sendFailure(session, invalidKey(session, key));
      continue;
    }
    if (!subscriptions.has(key)) {
      if (reaches(subscriptions.size, metadataSubscriptions)) {
        sendFailure(session, tooManySubscriptions(session, key, metadataSubscriptions));
        break;
      }
      subscriptions.add(key);
      added.add(key);
    }
    wanted.add(key);
  }
  for (const words of keyLines(wanted)) session.numeric("RPL_METADATASUBOK", words);
  if (session.user === undefined || added.size === 0) return;
  if (metadataDraft(session) === 3) session.numeric("RPL_METADATASYNCLATER", ["*ALL", "0"]);
  else if (metadataDraft(session) === 2) return syncKeys(context, added);
}

/** METADATA * UNSUB: ends subscriptions. */
export function unsubscribe({ session }: Context, keys: readonly string[]): void {
  const ended = new Set<string>();
  for (const key of keys) {
    if (!isMetadataKey(key)) {
      sendFailure(session, invalidKey(session, key));
      continue;
    }
    session.subscriptions?.delete(key);
    ended.add(key);
  }
  if (session.subscriptions?.size === 0) session.subscriptions = undefined;
  for (const words of keyLines(ended)) session.numeric("RPL_METADATAUNSUBOK", words);
}

/** METADATA * SUBS: lists the keys that the session is subscribed to. */
export function sendSubscriptions({ server, session }: Context): void {
  answerBatch(server, session, {
    type: "metadata-subs",
    *lines(batch) {
      for (const words of keyLines(session.subscriptions ?? [])) {
        const reply = { serverName: server.options.name, to: session.name, params: words, batch };
        yield numericLine("RPL_METADATASUBS", reply);
      }
    },
  });
}

function* keyLines(keys: Iterable<string>): Iterable<string[]> {
  const limits = { maxWords: MAX_KEYS_PER_LINE, maxBytes: MAX_KEY_BYTES_PER_LINE };
  for (const line of packWords(keys, limits)) yield line.split(" ");
}
