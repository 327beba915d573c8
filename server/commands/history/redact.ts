import { casefold, isChannelName, sameName } from "../../../protocol/names.ts";
import { coverage } from "../../history/reading/parts.ts";
import { isMessage } from "../../history/reading/reader.ts";
import { extraOf, type Row } from "../../history/row.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
import type { MessageTarget } from "../../network/events.ts";
import { parseMessageId, timeOfSequence } from "../../network/ids.ts";
import { sourceOf } from "../../network/state.ts";
import { hasStatus } from "../../permissions/channels.ts";
import { append } from "../../session_context.ts";
import type { UserCommand, UserContext } from "../context.ts";
import { optionalReason } from "../reasons.ts";

/** IRCv3, "draft/message-redaction". */
export const REDACT: UserCommand = {
  run: redact,
  minParams: 2,
  capability: "draft/message-redaction",
  usage: "REDACT <room or nickname> <msgid> [<reason>]",
  description: "Deletes a message.",
};

function redact(
  context: UserContext,
  [name = "", id = "", reason]: readonly string[],
): MaybePromise {
  const { server, session, user } = context;
  const readable = server.history.readable(user, name);
  if (readable === undefined) {
    const text = `You cannot delete messages from ${name}`;
    return fail(context, { code: "INVALID_TARGET", context: [name], text });
  }
  const seq = parseMessageId(id);
  const row = seq === undefined ? undefined : server.history.at(seq);
  if (row === undefined || !coverage(readable.parts)(row) || !isMessage(row)) {
    const text = "This message does not exist or is too old";
    return fail(context, { code: "UNKNOWN_MSGID", context: [name, id], text });
  }
  const channel = isChannelName(name) ? server.network.channel(name) : undefined;
  const isOperator = channel !== undefined && hasStatus(channel, user, "o");
  if (!isOperator && !isOwn(context, row)) {
    const text = "You are not authorised to delete this message";
    return fail(context, { code: "REDACT_FORBIDDEN", context: [name, id], text });
  }
  return append(context, {
    type: "redact",
    by: user.id,
    target: targetOf(context, { name, row }),
    name: readable.name,
    message: row.seq,
    reason: optionalReason(server, reason),
    label: session.pledge(),
  });
}

function fail(
  { session }: UserContext,
  reply: { readonly code: string; readonly context: readonly string[]; readonly text: string },
): void {
  session.standard("FAIL", { command: "REDACT", ...reply });
}

/** The target of the redaction; undefined if neither a user nor an account has the name now. */
function targetOf(
  { server }: UserContext,
  { name, row }: { readonly name: string; readonly row: Row },
): MessageTarget | undefined {
  if (isChannelName(name)) return { channel: casefold(name), status: extraOf(row).status ?? 0 };
  const holder = server.network.userByNickname(name);
  if (holder !== undefined) return { user: holder.id };
  const account = server.accounts.findName(name);
  return account === undefined ? undefined : { account };
}

/**
 * Whether a user sent a message: their account did, and has existed since before; or, if the
 * sender had no account, the source is theirs and they had the nickname already.
 */
function isOwn({ server, user }: UserContext, { account, source, seq }: Row): boolean {
  if (account === null) return source === sourceOf(user) && seq > user.namedBy;
  if (!sameName(user.account, account)) return false;
  return timeOfSequence(seq) >= (server.accounts.creationTime(account) ?? Infinity);
}
