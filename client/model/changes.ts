import type {
  AwayEvent,
  ClientEvent,
  ConnectionEvent,
  FocusEvent,
  JoinEvent,
  ModeEvent,
  NamesEvent,
  NickEvent,
  PersonEvent,
  QuitEvent,
} from "../events.ts";
import { channelModesIn, prefixSymbolsOf } from "../../protocol/isupport.ts";
import { parseModeChanges } from "../../protocol/modes.ts";
import type { Changeable, Draft } from "./draft.ts";
import {
  applyDelivered,
  applyDiscard,
  applyMessage,
  applyPage,
  applyQueued,
  applyReaction,
  applyRead,
  applyRedact,
  applyRefusal,
  applyTyping,
  stopTyping,
} from "./messages.ts";
import { addNote, addNoteTo } from "./notes.ts";
import { type Conversation, type ConversationEntry, MAX_ENTRIES, SERVER_KEY } from "./state.ts";

type Changes = {
  readonly [Type in ClientEvent["type"]]?: (
    draft: Draft,
    event: Extract<ClientEvent, { type: Type }>,
  ) => void;
};

/** Applies each type of event to the state. The types that are missing change nothing. */
export const CHANGES: Changes = {
  connection: applyConnection,
  welcome(draft, event) {
    draft.state.nick = event.nick;
    draft.state.network = event.network;
    draft.state.isupport = event.isupport;
  },
  lag(draft, event) {
    draft.state.lagMs = event.milliseconds;
  },
  message: applyMessage,
  queued: applyQueued,
  delivered: applyDelivered,
  refused(draft, event) {
    const conversation = applyRefusal(draft, event);
    const isSeen = conversation !== undefined && draft.isLookedAt(conversation.name);
    if (!isSeen) addNote(draft, event);
  },
  discard: applyDiscard,
  reaction: applyReaction,
  redact: applyRedact,
  typing: applyTyping,
  read: applyRead,
  "page-requested"(draft, event) {
    const conversation = draft.known(event.conversation);
    if (conversation !== undefined) conversation.older = "loading";
  },
  page: applyPage,
  join: applyJoin,
  part: applyLeave,
  kick: applyLeave,
  quit: applyQuit,
  nick: applyNick,
  topic(draft, event) {
    const room = draft.room(event.channel);
    if (room === undefined) return;
    room.topic = event.topic;
    if (event.by !== undefined) draft.add(room, event);
  },
  names: applyNames,
  mode: applyMode,
  away: applyAway,
  person: applyPerson,
  presence(draft, event) {
    setOnline(draft, event.nick, event.online);
    addNoteTo(draft, event, event.nick);
  },
  invite(draft, event) {
    if (event.own) addNote(draft, event);
    else addNoteTo(draft, event, event.channel);
  },
  whois: (draft, event) => addNote(draft, event),
  listed: (draft, event) => addNote(draft, event),
  found: (draft, event) => event.token === undefined ? addNote(draft, event) : undefined,
  server(draft, event) {
    const isForPerson = event.requested || event.code === "ANNOUNCEMENT";
    addNote(draft, event, isForPerson ? "current" : "server");
  },
  local: (draft, event) => addNote(draft, event),
  problem: (draft, event) => addNote(draft, event),
  focus: applyFocus,
  look(draft, event) {
    draft.state.looking = event.looking;
    if (event.looking) markLookedAt(draft);
  },
  clear(draft, event) {
    const conversation = draft.known(event.conversation);
    if (conversation === undefined) return;
    // A message that is not delivered yet can still be refused, which has to be seen.
    const isOpen = (entry: ConversationEntry) =>
      entry.type === "message" && entry.delivery !== undefined;
    draft.setEntries(conversation, conversation.entries.filter(isOpen));
    // Otherwise the screen would load at once what was cleared.
    conversation.older = "none";
  },
  close(draft, event) {
    const conversations = draft.map(draft.state.conversations);
    const key = draft.fold(event.conversation);
    draft.state.entryCount -= conversations.get(key)?.entries.length ?? 0;
    if (key !== SERVER_KEY) conversations.delete(key);
    draft.state.conversations = conversations;
    if (draft.state.current === key) draft.state.current = undefined;
    draft.forgetIfStranger(event.conversation);
  },
  friends(draft, event) {
    const before = draft.state.friends;
    draft.state.friends = new Map(
      event.nicks.map((nick) => [
        draft.fold(nick),
        { nick, online: before.get(draft.fold(nick))?.online },
      ]),
    );
  },
};

function applyConnection(draft: Draft, event: ConnectionEvent): void {
  draft.state.status = event.status;
  draft.state.server = event.server;
  if (event.status === "waiting" || event.status === "closed") applyDisconnect(draft);
  const isNews = event.status === "waiting" || event.status === "online";
  if (isNews) addNote(draft, event, "server");
}

function applyFocus(draft: Draft, event: FocusEvent): void {
  const before = draft.known(draft.state.current ?? SERVER_KEY);
  draft.state.current = event.conversation === "" ? undefined : draft.fold(event.conversation);
  if (event.conversation !== "") {
    draft.conversation(event.conversation, event.room ? "room" : "person");
  }
  const after = draft.current();
  if (before !== undefined && before !== after && before.maxEntries > MAX_ENTRIES) {
    before.maxEntries = MAX_ENTRIES;
    draft.trim(before);
  }
  if (draft.state.looking) markLookedAt(draft);
}

function markLookedAt(draft: Draft): void {
  const conversation = draft.current();
  conversation.unread = 0;
  conversation.mentions = 0;
}

function applyAway(draft: Draft, event: AwayEvent): void {
  if (event.own) {
    draft.state.away = event.message !== undefined;
    // The server may say it twice: as an answer, and as it tells everybody.
    if (!isSaidAgain(draft.current().entries.at(-1), event)) addNote(draft, event);
    return;
  }
  const conversation = draft.known(event.nick);
  const known = draft.state.people.get(draft.fold(event.nick));
  if (known === undefined && conversation === undefined) return;
  if (conversation !== undefined && known?.away !== event.message) {
    draft.add(conversation, event);
  }
  draft.person(event.nick, { away: event.message });
}

function isSaidAgain(last: ConversationEntry | undefined, { message }: AwayEvent): boolean {
  if (last?.type !== "note" || last.event.type !== "away") return false;
  return last.event.own && (last.event.message === undefined) === (message === undefined);
}

function applyJoin(draft: Draft, event: JoinEvent): void {
  const room = draft.conversation(event.channel, "room");
  const members = draft.map(room.members);
  if (event.own) {
    room.joined = true;
    room.name = event.channel;
    room.modes = "";
    members.clear();
  }
  const isListed = draft.freeMembers > 0;
  if (isListed) members.set(draft.fold(event.nick), { nick: event.nick, prefixes: "" });
  room.members = members;
  draft.add(room, event);
  if (!isListed) return;
  draft.person(event.nick, {
    user: event.user,
    host: event.host,
    account: event.account,
    realname: event.realname,
  });
}

function applyLeave(
  draft: Draft,
  event: Extract<ClientEvent, { type: "part" | "kick" }>,
): void {
  const room = draft.room(event.channel);
  if (room !== undefined) {
    draft.add(room, event);
    stopTyping(draft, room, event.nick);
    const members = draft.map(room.members);
    const others = event.own ? [...members.values()] : [];
    if (event.own) {
      room.joined = false;
      members.clear();
    } else members.delete(draft.fold(event.nick));
    room.members = members;
    for (const { nick } of others) draft.forgetIfStranger(nick);
  }
  draft.forgetIfStranger(event.nick);
}

function applyQuit(draft: Draft, event: QuitEvent): void {
  const key = draft.fold(event.nick);
  for (const name of draft.roomsOf(event.nick)) {
    const room = draft.conversation(name, "room");
    const members = draft.map(room.members);
    members.delete(key);
    room.members = members;
    draft.add(room, event);
    stopTyping(draft, room, event.nick);
  }
  const conversation = draft.state.conversations.get(key);
  if (conversation?.kind === "person") {
    const changed = draft.conversation(event.nick, "person");
    draft.add(changed, event);
    stopTyping(draft, changed, event.nick);
  }
  draft.forgetIfStranger(event.nick);
}

function applyNick(draft: Draft, event: NickEvent): void {
  const from = draft.fold(event.nick);
  const to = draft.fold(event.newNick);
  for (const name of draft.roomsOf(event.nick)) {
    const room = draft.conversation(name, "room");
    const members = draft.map(room.members);
    const member = members.get(from);
    members.delete(from);
    members.set(to, { nick: event.newNick, prefixes: member?.prefixes ?? "" });
    room.members = members;
    draft.add(room, event);
    stopTyping(draft, room, event.nick);
  }
  if (event.own) draft.state.nick = event.newNick;
  const person = draft.state.people.get(from);
  if (person !== undefined) {
    const people = draft.map(draft.state.people);
    people.delete(from);
    people.set(to, { ...person, nick: event.newNick });
    draft.state.people = people;
  }
  moveConversation(draft, { from, to, event });
}

// A conversation takes the person's new nickname, unless there is one with that name already.
function moveConversation(
  draft: Draft,
  { from, to, event }: { from: string; to: string; event: NickEvent },
): void {
  if (draft.state.conversations.get(from)?.kind !== "person") return;
  if (from !== to && draft.state.conversations.has(to)) return;
  const moved = draft.conversation(event.nick, "person");
  moved.name = event.newNick;
  draft.add(moved, event);
  const conversations = draft.map(draft.state.conversations);
  conversations.delete(from);
  conversations.set(to, moved);
  draft.state.conversations = conversations;
  if (draft.state.current === from) draft.state.current = to;
}

function applyNames(draft: Draft, event: NamesEvent): void {
  if (event.requested) addNote(draft, event);
  const room = draft.room(event.channel);
  if (room === undefined || !room.joined) return;
  room.members = new Map();
  const members = event.members.slice(0, Math.max(0, draft.freeMembers));
  room.members = new Map(members.map((member) => [draft.fold(member.nick), member]));
  for (const { nick } of members) {
    if (!draft.state.people.has(draft.fold(nick))) draft.person(nick, {});
  }
}

function applyMode(draft: Draft, event: ModeEvent): void {
  const room = event.room ? draft.room(event.target) : undefined;
  if (!event.room || event.by === undefined) {
    if (room !== undefined) room.modes = modesAfter({ ...event, before: "" }, draft);
    if (event.quiet !== true) addNote(draft, event, event.by === undefined ? "current" : "server");
    return;
  }
  if (room === undefined) return;
  draft.add(room, event);
  room.modes = modesAfter({ ...event, before: room.modes }, draft);
  applyPrefixes(draft, { room, event });
}

/** The letters of a room's modes after a change. */
function modesAfter(
  { modes, args, before }: Pick<ModeEvent, "modes" | "args"> & { readonly before: string },
  draft: Draft,
): string {
  const table = channelModesIn(draft.state.isupport);
  const letters = new Set(before);
  for (const { mode, adding } of parseModeChanges(modes, args, table).changes) {
    const kind = table.find((row) => row.letter === mode)?.kind;
    if (kind === "prefix" || kind === "list") continue;
    if (adding) letters.add(mode);
    else letters.delete(mode);
  }
  return [...letters].sort().join("");
}

/** Changes what the members of a room may do. */
function applyPrefixes(
  draft: Draft,
  { room, event }: { readonly room: Changeable<Conversation>; readonly event: ModeEvent },
): void {
  const table = channelModesIn(draft.state.isupport);
  const symbols = prefixSymbolsOf(draft.state.isupport);
  const members = draft.map(room.members);
  room.members = members;
  const { changes } = parseModeChanges(event.modes, event.args, table);
  for (const { mode, adding, argument } of changes) {
    const symbol = table.find((row) => row.kind === "prefix" && row.letter === mode)?.symbol;
    const member = argument === undefined ? undefined : members.get(draft.fold(argument));
    if (symbol === undefined || member === undefined) continue;
    const rest = member.prefixes.replaceAll(symbol, "");
    const prefixes = [...(adding ? rest + symbol : rest)]
      .sort((a, b) => symbols.indexOf(a) - symbols.indexOf(b)).join("");
    members.set(draft.fold(member.nick), { nick: member.nick, prefixes });
  }
}

function applyPerson(draft: Draft, event: PersonEvent): void {
  const known = draft.state.people.get(draft.fold(event.nick));
  if (known === undefined) return;
  draft.person(event.nick, {
    ...(event.user === undefined ? {} : { user: event.user }),
    ...(event.host === undefined ? {} : { host: event.host }),
    ...(event.realname === undefined ? {} : { realname: event.realname }),
    ...(event.away === undefined ? {} : { away: event.away ? known.away ?? "" : undefined }),
    ...(event.account === undefined ? {} : { account: event.account ?? undefined }),
  });
}

function setOnline(draft: Draft, nick: string, online: boolean | undefined): void {
  const key = draft.fold(nick);
  const friend = draft.state.friends.get(key);
  if (friend === undefined) return;
  const friends = draft.map(draft.state.friends);
  friends.set(key, { nick: friend.nick, online });
  draft.state.friends = friends;
}

function applyDisconnect(draft: Draft): void {
  for (const { nick } of draft.state.friends.values()) setOnline(draft, nick, undefined);
  for (const { kind, name } of draft.state.conversations.values()) {
    if (kind !== "room") continue;
    const room = draft.conversation(name, "room");
    room.joined = false;
    room.members = new Map();
    room.typing = new Map();
  }
  draft.state.lagMs = undefined;
  draft.state.people = new Map();
}
