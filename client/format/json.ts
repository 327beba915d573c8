/**
 * The form of `chat join --json`: one JSON object a line on standard output, for every thing that
 * happens. It is stable: fields and types may be added, none is renamed or taken away.
 *
 * Every object has `type` and `time` (ISO 8601, UTC). A room is named as people name it, `1` for
 * the channel `#1`. What may be unknown is null. By type:
 *
 * - `welcome`: `nick`, `server`, `network`
 * - `connection`: `status` (`connecting`, `online`, `waiting`, `closed`), `reason`, `retryMs`
 * - `message`: `kind` (`message`, `notice`, `action`), `from`, `to` (a person: us, or whom we wrote
 *   to; null in a room), `room` (null between two people), `text`, `own` (said by us and taken by
 *   the server), `history` (told afterwards: said before we came, or while we were cut off),
 *   `missed` (of those, said while we were cut off), `id`; lines of a text are separated by `\n`
 * - `join`: `nick`, `room`, `own`, `account`
 * - `part`: `nick`, `room`, `own`, `reason`
 * - `kick`: `nick`, `room`, `own`, `by`, `reason`
 * - `quit`: `nick`, `own`, `reason`
 * - `nick`: `nick`, `newNick`, `own`
 * - `topic`: `room`, `topic`, `by` (null when it was there before)
 * - `names`: `room`, `people`: a list of `nick` and `prefixes`
 * - `mode`: `target`, `by`, `modes`, `args`
 * - `invite`: `nick`, `room`, `own`, `by`
 * - `away`: `nick`, `own`, `away`, `message`
 * - `presence`: `nick`, `online`: a friend came or went
 * - `whois`: `nick`, `user`, `host`, `realname`, `server`, `account`, `away`, `rooms`,
 *   `idleSeconds`, `signedOn`, `notes`
 * - `listed`: `room`, `people`, `topic`
 * - `found`: `searched` (null for the last messages), `place` (a room or person; null for
 *   everywhere), `messages`: a list of what `message` has: the answer to /history or /search
 * - `server`: `code`, `text`
 * - `refused`: `code`, `about`, `reason`, `text` (what had been typed)
 * - `problem`: `reason`, `text`: could not be done, and was not sent
 * - `local`: `text`: the client's own words
 */

import type { ChatMessageEvent, ClientEvent } from "../events.ts";
import { sanitizeJson } from "./sanitize.ts";
import { roomName } from "./names.ts";

type Fields = Readonly<Record<string, unknown>>;
type Forms = {
  readonly [Type in ClientEvent["type"]]?: (event: Extract<ClientEvent, { type: Type }>) => Fields;
};

const FORMS: Forms = {
  welcome: ({ nick, server, network }) => ({ nick, server, network }),
  connection: ({ status, reason, retryMs }) => ({ status, reason, retryMs }),
  message: messageFields,
  join: ({ nick, channel, own, account }) => ({ nick, room: roomName(channel), own, account }),
  part: ({ nick, channel, own, reason }) => ({ nick, room: roomName(channel), own, reason }),
  kick: ({ nick, channel, own, by, reason }) => ({
    nick,
    room: roomName(channel),
    own,
    by,
    reason,
  }),
  quit: ({ nick, own, reason }) => ({ nick, own, reason }),
  nick: ({ nick, newNick, own }) => ({ nick, newNick, own }),
  topic: ({ channel, topic, by }) => ({ room: roomName(channel), topic, by }),
  names: ({ channel, members }) => ({ room: roomName(channel), people: members }),
  mode: ({ target, room, by, modes, args }) => ({
    target: room ? roomName(target) : target,
    by,
    modes,
    args,
  }),
  invite: ({ nick, channel, own, by }) => ({ nick, room: roomName(channel), own, by }),
  away: ({ nick, own, message }) => ({ nick, own, away: message !== undefined, message }),
  presence: ({ nick, online }) => ({ nick, online }),
  whois: ({ type: _type, time: _time, channels, signedOn, ...rest }) => ({
    ...rest,
    rooms: channels.map(roomName),
    signedOn: signedOn === undefined ? null : new Date(signedOn).toISOString(),
  }),
  listed: ({ channel, people, topic }) => ({ room: roomName(channel), people, topic }),
  found: ({ searched, conversation, messages }) => ({
    searched,
    place: conversation === undefined ? null : roomName(conversation),
    messages: messages.map((one) => ({
      time: new Date(one.time).toISOString(),
      ...messageFields(one),
    })),
  }),
  server: ({ code, text }) => ({ code, text }),
  refused: ({ code, about, reason, text }) => ({ code, about, reason, text }),
  problem: ({ reason, text }) => ({ reason, text }),
  local: ({ text }) => ({ text }),
};

function messageFields(event: ChatMessageEvent): Fields {
  return {
    kind: event.kind,
    from: event.from,
    to: event.room ? null : event.target,
    room: event.room ? roomName(event.conversation) : null,
    text: event.text,
    own: event.own,
    history: event.history,
    missed: event.missed === true,
    id: event.msgid ?? null,
  };
}

/** One event as a line of JSON, undefined when it is of no use to a script. */
export function toJson(event: ClientEvent): string | undefined {
  const form = FORMS[event.type] as ((event: ClientEvent) => Fields) | undefined;
  if (form === undefined) return undefined;
  const fields = Object.entries(form(event)).map(([name, value]) => [name, value ?? null]);
  const time = new Date(event.time).toISOString();
  return sanitizeJson({ type: event.type, time, ...Object.fromEntries(fields) });
}
