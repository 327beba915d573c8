/**
 * The format of `chat join --json`: for every event, one line with a JSON object on standard
 * output. It is stable: fields and types may be added, but none is renamed or removed.
 *
 * Every object has `type` and `time` (ISO 8601, UTC). Rooms have the names that people write: `1`
 * is the channel `#1`. An unknown value is null. The fields of each type:
 *
 * - `welcome`: `nick`, `server`, `network`
 * - `connection`: `status` (`connecting`, `online`, `waiting`, `closed`), `reason`, `retryMs` (0 if
 *   another server of the network is tried at once), `server` (the address of this connection or the
 *   next one, if the network has several)
 * - `message`: `kind` (`message`, `notice`, `action`), `from`, `to` (the recipient of a direct
 *   message; null in a room), `room` (null for a direct message), `text` (its lines are separated
 *   by `\n`), `own` (sent by us, and taken by the server), `history` (sent before we came, or while
 *   the connection was lost), `missed` (sent while the connection was lost), `id`
 * - `join`: `nick`, `room`, `own`, `account`
 * - `part`: `nick`, `room`, `own`, `reason`
 * - `kick`: `nick`, `room`, `own`, `by`, `reason`
 * - `quit`: `nick`, `own`, `reason`
 * - `nick`: `nick`, `newNick`, `own`
 * - `topic`: `room`, `topic`, `by` (null for the topic that a room has when we join)
 * - `names`: `room`, `people`: a list of `nick` and `prefixes`
 * - `mode`: `target`, `by`, `modes`, `args`
 * - `invite`: `nick`, `room`, `own`, `by`
 * - `away`: `nick`, `own`, `away`, `message`
 * - `presence`: `nick`, `online`: a friend came online or went offline
 * - `whois`: `nick`, `user`, `host`, `realname`, `server`, `account`, `away`, `rooms`,
 *   `idleSeconds`, `signedOn`, `notes`
 * - `listed`: `room`, `people`, `topic`: one room of the answer to /list
 * - `found`: `searched` (null for /history), `place` (a room or person; null for everywhere),
 *   `more` (whether a search has more results),
 *   `messages` (objects with the fields of `message`): the answer to /history or /search
 * - `server`: `code`, `text`: a text of the server; with the code `ANNOUNCEMENT`, what the operator
 *   of a `chat serve` says to everybody
 * - `refused`: `code`, `about`, `reason`, `text` (what was typed): the server refused it
 * - `problem`: `reason`, `text` (what was typed): it could not be done and was not sent
 * - `local`: `text`: a text of the client itself
 */

import type { ChatMessageEvent, ClientEvent } from "../events.ts";
import { type SafeText, sanitizeJson } from "./sanitize.ts";
import { roomName, withoutRights } from "./names.ts";

type Fields = Readonly<Record<string, unknown>>;
type Formatters = {
  readonly [Type in ClientEvent["type"]]?: (event: Extract<ClientEvent, { type: Type }>) => Fields;
};

const FORMATTERS: Formatters = {
  welcome: ({ nick, server, network }) => ({ nick, server, network }),
  connection: ({ status, reason, retryMs, server }) => ({ status, reason, retryMs, server }),
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
    rooms: channels.map((channel) => roomName(withoutRights(channel))),
    signedOn: signedOn === undefined ? null : new Date(signedOn).toISOString(),
  }),
  listed: ({ channel, people, topic }) => ({ room: roomName(channel), people, topic }),
  found: ({ searched, conversation, messages, more }) => ({
    searched,
    more: more === true,
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

/**
 * Formats an event as a line of JSON, with further fields; undefined if it is of no use to a
 * script.
 */
export function toJson(event: ClientEvent, more: Fields = {}): SafeText | undefined {
  const formatter = FORMATTERS[event.type] as ((event: ClientEvent) => Fields) | undefined;
  if (formatter === undefined) return undefined;
  const fields = Object.entries(formatter(event)).map(([name, value]) => [name, value ?? null]);
  const time = new Date(event.time).toISOString();
  return sanitizeJson({ type: event.type, time, ...Object.fromEntries(fields), ...more });
}
