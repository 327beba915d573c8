import { MAX_LINE_BYTES, utf8Length } from "../../../protocol/lines.ts";
import { answerBatch } from "../../session/answer_batch.ts";
import { andThen, type MaybePromise, settled } from "../../maybe_promise.ts";
import { isMetadataKey, metadataDraft, valueLine, valueLineBytes } from "../../metadata/lines.ts";
import type { MetadataChange } from "../../network/events.ts";
import { reaches } from "../../options/mod.ts";
import type { Context, Handled } from "../context.ts";
import { fail, invalidKey, invalidValue, tooManyKeys } from "../../metadata/failures.ts";
import { type MetadataTarget, writable } from "../../metadata/targets.ts";

/** METADATA … SET: gives a key a value, or removes it. */
export function set(
  context: Context,
  name: string,
  [key = "", value]: readonly string[],
): Handled {
  const { server, session } = context;
  if (!isMetadataKey(key)) return fail(session, invalidKey(session, key));
  const target = writable(context, name, key);
  if (target === undefined) return;
  if (value === undefined) {
    if (metadataDraft(session) === 2 && !target.values.has(key)) {
      const text = "This key is not set";
      return fail(session, { code: "KEY_NOT_SET", context: [target.name, key], text });
    }
  } else {
    const { metadataKeys, metadataValueBytes } = server.options.limits;
    if (!fits(context, target, { key, value })) {
      return fail(session, invalidValue(session, key, metadataValueBytes));
    }
    if (!target.values.has(key) && reaches(target.values.size, metadataKeys)) {
      return fail(session, tooManyKeys(session, target.name, metadataKeys));
    }
  }
  return andThen(change(context, target, [{ key, value }]), () => {
    if (value === undefined) session.numeric("RPL_KEYNOTSET", [target.name, key]);
    else session.numeric("RPL_KEYVALUE", [target.name, key, "*"], value);
  });
}

/** METADATA … CLEAR: removes all keys. */
export function clear(context: Context, name: string): Handled {
  const { server, session } = context;
  const target = writable(context, name, "*");
  if (target === undefined) return;
  const changes = [...target.values.keys()].map((key) => ({ key, value: undefined }));
  const serverName = server.options.name;
  return andThen(change(context, target, changes), () =>
    answerBatch(server, session, {
      type: `metadata ${target.name}`,
      *lines(batch) {
        for (const { key } of changes) {
          const to = session.name;
          yield valueLine({ serverName, to, target: target.name, key, value: undefined, batch });
        }
      },
    }));
}

function change(
  { server, session }: Context,
  { channel, user }: MetadataTarget,
  changes: readonly MetadataChange[],
): MaybePromise {
  if (session.user === undefined) {
    const { metadata } = session.registration ?? {};
    for (const { key, value } of changes) {
      if (value === undefined) metadata?.delete(key);
      else metadata?.set(key, value);
    }
    return;
  }
  const whose = channel === undefined
    ? { user: user?.id ?? session.user.id }
    : { channel: channel.key };
  const event = { type: "metadata", by: session.user.id, target: whose, changes } as const;
  return settled(server.journal.append(event, session.id));
}

/** Whether a value is short enough to be told to anybody on a line. */
function fits(
  { server }: Context,
  { name }: MetadataTarget,
  { key, value }: { key: string; value: string },
): boolean {
  const { limits, name: serverName } = server.options;
  if (utf8Length(value) > limits.metadataValueBytes) return false;
  const line = { serverName, target: name, key, value };
  return valueLineBytes(line, limits.nickLength) <= MAX_LINE_BYTES - 2;
}
