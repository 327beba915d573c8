import { MAX_LINE_BYTES, utf8Length } from "../../../protocol/lines.ts";
import { andThen, type MaybePromise } from "../../maybe_promise.ts";
import { invalidKey, invalidValue, sendFailure, tooManyKeys } from "../../metadata/failures.ts";
import type { MetadataFailure } from "../../metadata/failures.ts";
import { isMetadataKey, metadataDraft, valueLine, valueLineBytes } from "../../metadata/lines.ts";
import { findWritable, type MetadataTarget } from "../../metadata/targets.ts";
import type { MetadataChange } from "../../network/events.ts";
import { reaches } from "../../options/mod.ts";
import { append } from "../../session_context.ts";
import { answerBatch } from "../../session/answer_batch.ts";
import type { Context } from "../context.ts";

/** METADATA … SET: gives a key a value, or removes it. */
export function set(
  context: Context,
  name: string,
  [key = "", value]: readonly string[],
): MaybePromise {
  const { session } = context;
  if (!isMetadataKey(key)) return sendFailure(session, invalidKey(session, key));
  const target = findWritable(context, name, key);
  if (target === undefined) return;
  const failure = failureOf(context, target, { key, value });
  if (failure !== undefined) return sendFailure(session, failure);
  return andThen(change(context, target, [{ key, value }]), () => {
    if (value === undefined) session.numeric("RPL_KEYNOTSET", [target.name, key]);
    else session.numeric("RPL_KEYVALUE", [target.name, key, "*"], value);
  });
}

/** METADATA … CLEAR: removes all keys. */
export function clear(context: Context, name: string): MaybePromise {
  const { server, session } = context;
  const target = findWritable(context, name, "*");
  if (target === undefined) return;
  const changes = [...target.values.keys()].map((key) => ({ key, value: undefined }));
  const serverName = server.options.name;
  return andThen(change(context, target, changes), () =>
    answerBatch(server, session, {
      type: `metadata ${target.name}`,
      *lines(batch) {
        for (const { key, value } of changes) {
          yield valueLine({ serverName, to: session.name, target: target.name, key, value, batch });
        }
      },
    }));
}

/** Why a change is refused; undefined if it is not. */
function failureOf(
  context: Context,
  target: MetadataTarget,
  { key, value }: MetadataChange,
): MetadataFailure | undefined {
  const { server, session } = context;
  if (value === undefined) {
    if (metadataDraft(session) !== 2 || target.values.has(key)) return undefined;
    return { code: "KEY_NOT_SET", context: [target.name, key], text: "This key is not set" };
  }
  const { metadataKeys, metadataValueBytes } = server.options.limits;
  if (!fits(context, target, { key, value })) {
    return invalidValue(session, key, metadataValueBytes);
  }
  if (!target.values.has(key) && reaches(target.values.size, metadataKeys)) {
    return tooManyKeys(session, target.name, metadataKeys);
  }
}

/** Changes metadata; before registration, what the session will bring when it registers. */
function change(
  context: Context,
  { channel, user }: MetadataTarget,
  changes: readonly MetadataChange[],
): MaybePromise {
  const { session } = context;
  if (session.user === undefined) {
    const { metadata } = session.registration ?? {};
    for (const { key, value } of changes) {
      if (value === undefined) metadata?.delete(key);
      else metadata?.set(key, value);
    }
    return;
  }
  const target = channel === undefined
    ? { user: user?.id ?? session.user.id }
    : { channel: channel.key };
  return append(context, { type: "metadata", by: session.user.id, target, changes });
}

/** Whether a value is short enough for a line to any user. */
function fits(
  { server }: Context,
  { name }: MetadataTarget,
  { key, value }: { readonly key: string; readonly value: string },
): boolean {
  const { limits, name: serverName } = server.options;
  if (utf8Length(value) > limits.metadataValueBytes) return false;
  const line = { serverName, target: name, key, value };
  return valueLineBytes(line, limits.nickLength) <= MAX_LINE_BYTES - 2;
}
