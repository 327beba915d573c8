import { answerBatch } from "../../session/answer_batch.ts";
import { numericLine } from "../../session/lines.ts";
import { isMetadataKey, metadataDraft } from "../../metadata/lines.ts";
import { reaches } from "../../options/mod.ts";
import type { Session } from "../../session/session.ts";
import type { Context, Handled } from "../context.ts";
import { fail, invalidKey, tooManySubscriptions } from "../../metadata/failures.ts";
import { syncKeys } from "../../metadata/sync.ts";
import { packWords } from "../../replies/packing.ts";

/** Keys on one line, each a parameter: at most so many, and so many bytes of them. */
const MAX_KEYS_PER_LINE = 12;
const MAX_KEY_BYTES_PER_LINE = 300;

/** METADATA * SUB: tells of these keys from now on. */
export function subscribe({ server, session }: Context, keys: readonly string[]): Handled {
  const { metadataSubscriptions } = server.options.limits;
  const subscriptions = session.subscriptions ??= new Set();
  const wanted = new Set<string>();
  const added = new Set<string>();
  for (const key of keys) {
    if (!isMetadataKey(key)) {
      fail(session, invalidKey(session, key));
      continue;
    }
    if (!subscriptions.has(key)) {
      if (reaches(subscriptions.size, metadataSubscriptions)) {
        fail(session, tooManySubscriptions(session, key, metadataSubscriptions));
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
  else if (metadataDraft(session) === 2) return syncKeys({ server, session }, added);
}

/** METADATA * UNSUB: ends that. */
export function unsubscribe({ session }: Context, keys: readonly string[]): void {
  const ended = new Set<string>();
  for (const key of keys) {
    if (!isMetadataKey(key)) {
      fail(session, invalidKey(session, key));
      continue;
    }
    session.subscriptions?.delete(key);
    ended.add(key);
  }
  if (session.subscriptions?.size === 0) session.subscriptions = undefined;
  for (const words of keyLines(ended)) session.numeric("RPL_METADATAUNSUBOK", words);
}

/** METADATA * SUBS: lists the keys. */
export function tellSubscriptions({ server, session }: Context): void {
  answerBatch(server, session, {
    type: "metadata-subs",
    *lines(batch) {
      for (const words of keyLines(subscriptionsOf(session))) {
        const reply = { serverName: server.options.name, to: session.name, params: words, batch };
        yield numericLine("RPL_METADATASUBS", reply);
      }
    },
  });
}

function subscriptionsOf({ subscriptions }: Session): Iterable<string> {
  return subscriptions ?? [];
}

/** Keys by line, each a word. */
function* keyLines(keys: Iterable<string>): Iterable<string[]> {
  const all = [...keys];
  for (let at = 0; at < all.length; at += MAX_KEYS_PER_LINE) {
    const some = all.slice(at, at + MAX_KEYS_PER_LINE);
    for (const line of packWords(some, { maxBytes: MAX_KEY_BYTES_PER_LINE })) yield line.split(" ");
  }
}
