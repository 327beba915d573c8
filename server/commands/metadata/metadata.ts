import type { MaybePromise } from "../../maybe_promise.ts";
import { failureLine, invalidKey, sendInvalidSubcommand } from "../../metadata/failures.ts";
import { isMetadataKey, valueLine } from "../../metadata/lines.ts";
import { syncAll, syncTarget } from "../../metadata/sync.ts";
import { findReadable } from "../../metadata/targets.ts";
import { answerBatch } from "../../session/answer_batch.ts";
import type { Context, EarlyCommand } from "../context.ts";
import { clear, set } from "./changes.ts";
import { sendSubscriptions, subscribe, unsubscribe } from "./subscriptions.ts";

/** The target of a SYNC of everything that the session is subscribed to. */
const ALL = "*ALL";

/** IRCv3, "Metadata", drafts 2 and 3. */
export const METADATA: EarlyCommand = {
  run: metadata,
  beforeRegistration: true,
  minParams: 2,
  usage: "METADATA <room or nickname> GET <key>… | LIST | SET <key> [<value>] | CLEAR | " +
    "SUB <key>… | UNSUB <key>… | SUBS | SYNC",
  description: "Reads and writes what people and rooms state about themselves.",
};

function metadata(context: Context, params: readonly string[]): MaybePromise {
  const [target = "", subcommand = "", ...rest] = params;
  const name = subcommand.toUpperCase();
  if (rest.length === 0 && (name === "GET" || name === "SET" || name.endsWith("SUB"))) {
    return context.session.numeric("ERR_NEEDMOREPARAMS", ["METADATA"]);
  }
  switch (name) {
    case "GET":
      return get(context, target, rest);
    case "LIST":
      return list(context, target);
    case "SET":
      return set(context, target, rest);
    case "CLEAR":
      return clear(context, target);
    case "SUB":
      return subscribe(context, rest);
    case "UNSUB":
      return unsubscribe(context, rest);
    case "SUBS":
      return sendSubscriptions(context);
    case "SYNC":
      return target.toUpperCase() === ALL ? syncAll(context) : syncTarget(context, target);
    default:
      sendInvalidSubcommand(context.session, subcommand);
  }
}

function get(context: Context, target: string, keys: readonly string[]): void {
  const { server, session } = context;
  const found = findReadable(context, target);
  if (found === undefined) return;
  const { name, values } = found;
  const serverName = server.options.name;
  answerBatch(server, session, {
    type: `metadata ${name}`,
    *lines(batch) {
      for (const key of keys) {
        if (!isMetadataKey(key)) {
          yield failureLine(invalidKey(session, key), { serverName, batch });
          continue;
        }
        const value = values.get(key);
        yield valueLine({ serverName, to: session.name, target: name, key, value, batch });
      }
    },
  });
}

function list(context: Context, target: string): void {
  const { server, session } = context;
  const found = findReadable(context, target);
  if (found === undefined) return;
  const { name, values } = found;
  const serverName = server.options.name;
  answerBatch(server, session, {
    type: `metadata ${name}`,
    *lines(batch) {
      for (const [key, value] of values) {
        yield valueLine({ serverName, to: session.name, target: name, key, value, batch });
      }
    },
  });
}
