import { answerBatch } from "../../session/answer_batch.ts";
import { isMetadataKey, valueLine } from "../../metadata/lines.ts";
import type { Context, EarlyCommand, Handled } from "../context.ts";
import { clear, set } from "./changes.ts";
import { failureLine, invalidKey, invalidSubcommand } from "../../metadata/failures.ts";
import { subscribe, tellSubscriptions, unsubscribe } from "./subscriptions.ts";
import { syncAll, syncTarget } from "../../metadata/sync.ts";
import { readable } from "../../metadata/targets.ts";

/** What a target of SYNC means all that one hears of. */
const ALL = "*ALL";

/** What people and rooms say of themselves. IRCv3, "Metadata", drafts 2 and 3. */
export const METADATA: EarlyCommand = {
  runAnytime: metadata,
  min: 2,
  usage: "METADATA <room or nickname> GET <key>… | LIST | SET <key> [<value>] | CLEAR | " +
    "SUB <key>… | UNSUB <key>… | SUBS | SYNC",
};

function metadata(context: Context, params: readonly string[]): Handled {
  const [target = "", subcommand = "", ...rest] = params;
  const name = subcommand.toUpperCase();
  if (rest.length === 0 && (name === "GET" || name === "SET" || name.endsWith("SUB"))) {
    context.session.numeric("ERR_NEEDMOREPARAMS", ["METADATA"]);
    return;
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
      return tellSubscriptions(context);
    case "SYNC":
      return target.toUpperCase() === ALL ? syncAll(context) : syncTarget(context, target);
    default:
      invalidSubcommand(context.session, subcommand);
  }
}

function get(context: Context, target: string, keys: readonly string[]): void {
  const { server, session } = context;
  const found = readable(context, target);
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
  const found = readable(context, target);
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
