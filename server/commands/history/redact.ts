import { truncateUtf8 } from "../../../protocol/lines.ts";
import { casefold, isChannelName, sameName } from "../../../protocol/names.ts";
import { isMessage } from "../../history/reader.ts";
import { extraOf, type Row } from "../../history/row.ts";
import { settled } from "../../maybe_promise.ts";
import type { MessageTarget } from "../../network/events.ts";
import { parseMessageId, timeOfSequence } from "../../network/ids.ts";
import { sourceOf } from "../../network/state.ts";
import { hasStatus } from "../../permissions/channels.ts";
import type { Handled, UserCommand, UserContext } from "../context.ts";

/** Takes a message back. IRCv3, "draft/message-redaction". */
export const REDACT: UserCommand = {
  run: redact,
  min: 2,
  usage: "REDACT <room or nickname> <msgid> [<reason>]",
};

function redact(
  context: UserContext,
  [name = "", id = "", reason]: readonly string[],
): Handled {
  const { server, session, user } = context;
  if (!session.capabilities.has("draft/message-redaction")) {
    session.numeric("ERR_UNKNOWNCOMMAND", ["REDACT"]);
    return;
  }
  const readable = server.history.readable(user, name);
  if (readable === undefined) {
    const text = `You cannot delete messages from ${name}`;
    session.standard("FAIL", { command: "REDACT", code: "INVALID_TARGET", context: [name], text });
    return;
  }
  const seq = parseMessageId(id);
  const row = seq === undefined ? undefined : server.history.at(seq);
  if (row === undefined || !readable.targets.includes(row.target) || !isMessage(row)) {
    session.standard("FAIL", {
      command: "REDACT",
      code: "UNKNOWN_MSGID",
      context: [name, id],
      text: "This message does not exist or is too old",
    });
    return;
  }
  const channel = isChannelName(name) ? server.network.channel(name) : undefined;
  const isOperator = channel !== undefined && hasStatus(channel, user, "o");
  if (!isOperator && !isOwn(context, row)) {
    session.standard("FAIL", {
      command: "REDACT",
      code: "REDACT_FORBIDDEN",
      context: [name, id],
      text: "You are not authorised to delete this message",
    });
    return;
  }
  const event = {
    type: "redact",
    by: user.id,
    target: targetOf(context, { name, row }),
    name: readable.name,
    message: row.seq,
    reason: reason === undefined || reason === ""
      ? undefined
      : truncateUtf8(reason, server.options.limits.kickLength),
    label: session.pledge(),
  } as const;
  return settled(server.journal.append(event, session.id));
}

/** Whom the message was for, as far as they are here. */
function targetOf(
  { server }: UserContext,
  { name, row }: { name: string; row: Row },
): MessageTarget | undefined {
  if (isChannelName(name)) return { channel: casefold(name), status: extraOf(row).status ?? 0 };
  const holder = server.network.userByNickname(name);
  if (holder !== undefined) return { user: holder.id };
  const account = server.accounts.findName(name);
  return account === undefined ? undefined : { account };
}

/**
 * Whether a user said it: their account did, or where it had none, who is called the same and
 * has had that nickname since before it was said.
 */
function isOwn({ server, user }: UserContext, { account, source, seq }: Row): boolean {
  const time = timeOfSequence(seq);
  if (account === null) return source === sourceOf(user) && time >= user.namedAt;
  if (!sameName(user.account, account)) return false;
  return time >= (server.accounts.creationTime(account) ?? Infinity);
}
