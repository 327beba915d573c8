import { ownText } from "../../protocol/lines.ts";
import type {
  ChatMessageEvent,
  DeliveredEvent,
  DiscardEvent,
  PageEvent,
  QueuedEvent,
  ReactionEvent,
  ReadEvent,
  RedactEvent,
  RefusedEvent,
  TypingEvent,
} from "../events.ts";
import type { Changeable, Draft } from "./draft.ts";
import { endOf, indexOfMessage, mergePage, placeOf } from "./entries.ts";
import { MAX_ENTRIES, MAX_LAST_CHARACTERS, MAX_TYPING } from "./state.ts";
import type { Conversation, MessageEntry } from "./state.ts";

/** How long somebody is taken to be typing after they said so, in milliseconds. */
const TYPING_MS = 6_000;
/** Different emoji, and people for each, that are kept of one message. */
const MAX_EMOJI = 50;
const MAX_REACTING = 500;
/** Reactions of one conversation that wait for their messages to come from the history. */
const MAX_UNPLACED_REACTIONS = 200;

/** Whether a nickname is in a text, as a word of its own. */
export function mentions(text: string, nick: string): boolean {
  if (nick === "") return false;
  const lower = text.toLowerCase();
  const name = nick.toLowerCase();
  for (let at = lower.indexOf(name); at >= 0; at = lower.indexOf(name, at + 1)) {
    const around = lower.charAt(at - 1) + lower.charAt(at + name.length);
    if (!/[\p{L}\p{N}_]/u.test(around)) return true;
  }
  return false;
}

/** Whether a message mentions us, or has a word or is from a person that is highlighted. */
export function isForUs(event: ChatMessageEvent, nick: string): boolean {
  return event.highlight === true || mentions(event.text, nick);
}

export function applyMessage(draft: Draft, event: ChatMessageEvent): void {
  const conversation = draft.conversation(event.conversation, event.room ? "room" : "person");
  if (event.id !== undefined) removeEarlier(draft, conversation, event.id);
  if (event.history) {
    const at = placeOf(conversation.entries, event);
    if (at === undefined) return;
    draft.insert(conversation, event, at);
    placeReactions(draft, conversation);
  } else draft.add(conversation, event);
  if (event.time >= (conversation.lastMessage?.time ?? 0)) {
    conversation.lastMessage = inShort(event);
  }
  if (conversation.typing.has(event.from)) stopTyping(draft, conversation, event.from);
  if (event.own || draft.isLookedAt(event.conversation)) return;
  if (event.history && event.missed !== true && !isUnread(event, conversation)) return;
  conversation.unread++;
  if (!event.room || isForUs(event, draft.state.nick)) conversation.mentions++;
}

/** A message to be kept beside the entries, also when these are removed. */
function inShort(event: MessageEntry): MessageEntry {
  if (event.text.length <= MAX_LAST_CHARACTERS) return event;
  return { ...event, text: ownText(event.text.slice(0, MAX_LAST_CHARACTERS)) };
}

/** Whether a message from before we came is new to our account. */
function isUnread({ time, unread }: ChatMessageEvent, { readAt }: Conversation): boolean {
  return unread === true || readAt !== undefined && readAt > 0 && time > readAt;
}

export function applyQueued(draft: Draft, event: QueuedEvent): void {
  const { id, kind, target, text, room, time, replyTo } = event;
  const pending = draft.map(draft.state.pending);
  pending.set(id, { id, kind, target, text });
  draft.state.pending = pending;
  // A room that we are not in is opened when the server takes the message.
  const conversation = room
    ? draft.known(event.conversation)
    : draft.conversation(event.conversation, "person");
  if (conversation === undefined) return;
  const entry: MessageEntry = {
    type: "message",
    time,
    kind,
    from: draft.state.nick,
    target,
    conversation: event.conversation,
    room,
    own: true,
    text,
    msgid: undefined,
    history: false,
    id,
    replyTo,
    delivery: "waiting",
  };
  draft.insert(conversation, entry, conversation.entries.length);
}

export function applyDelivered(draft: Draft, { id }: DeliveredEvent): void {
  const found = takePending(draft, id);
  if (found === undefined) return;
  const { conversation, at, entry } = found;
  // Our message to ourselves comes back as one from somebody else.
  if (draft.isMe(entry.conversation)) draft.removeAt(conversation, at);
  else draft.entries(conversation)[at] = { ...entry, delivery: undefined };
}

/** Marks a refused message of ours. Returns its conversation; undefined if it is no message. */
export function applyRefusal(draft: Draft, event: RefusedEvent): Conversation | undefined {
  const found = event.id === undefined ? undefined : takePending(draft, event.id);
  if (found === undefined) return undefined;
  const { conversation, at, entry } = found;
  const failed: MessageEntry = { ...entry, delivery: "failed", failure: event.reason };
  draft.removeAt(conversation, at);
  draft.insert(conversation, failed, Math.min(at, endOf(conversation.entries)));
  return conversation;
}

export function applyDiscard(draft: Draft, { conversation: name, id }: DiscardEvent): void {
  const conversation = draft.known(name);
  const at = conversation?.entries.findLastIndex((entry) =>
    entry.type === "message" && entry.id === id && entry.delivery === "failed"
  );
  if (conversation !== undefined && at !== undefined && at !== -1) draft.removeAt(conversation, at);
}

/** Removes a message from those that wait, and finds its entry. */
function takePending(draft: Draft, id: number) {
  const pending = draft.map(draft.state.pending);
  draft.state.pending = pending;
  const about = pending.get(id);
  if (!pending.delete(id) || about === undefined) return undefined;
  const conversation = draft.known(about.target) ?? draft.known(about.target.slice(1));
  const at = conversation === undefined ? -1 : indexOfWaiting(conversation, id);
  const entry = conversation?.entries[at];
  if (conversation === undefined || entry?.type !== "message") return undefined;
  return { conversation, at, entry };
}

/**
 * Removes the entry of a message of ours that now comes from the server. It may be confirmed before
 * that: its echo is held while the conversation is caught up.
 */
function removeEarlier(draft: Draft, conversation: Changeable<Conversation>, id: number): void {
  const at = conversation.entries.findLastIndex((entry) =>
    entry.type === "message" && entry.id === id && entry.msgid === undefined &&
    entry.delivery !== "failed"
  );
  if (at !== -1) draft.removeAt(conversation, at);
}

function indexOfWaiting({ entries }: Conversation, id: number): number {
  return entries.findLastIndex((entry) =>
    entry.type === "message" && entry.id === id && entry.delivery === "waiting"
  );
}

export function applyReaction(draft: Draft, event: ReactionEvent): void {
  const conversation = draft.known(event.conversation);
  if (conversation === undefined) return;
  stopTyping(draft, conversation, event.from);
  if (placeReaction(draft, { conversation, event })) return;
  const kept = conversation.unplacedReactions.slice(1 - MAX_UNPLACED_REACTIONS);
  conversation.unplacedReactions = [...kept, event];
}

/** Places the reactions to messages that have come from the history since. */
function placeReactions(draft: Draft, conversation: Changeable<Conversation>): void {
  if (conversation.unplacedReactions.length === 0) return;
  const isOpen = (event: ReactionEvent) => !placeReaction(draft, { conversation, event });
  conversation.unplacedReactions = conversation.unplacedReactions.filter(isOpen);
}

/** Adds a reaction to its message, or takes it back; false if the message is not kept. */
function placeReaction(
  draft: Draft,
  { conversation, event }: { conversation: Changeable<Conversation>; event: ReactionEvent },
): boolean {
  return change(draft, { conversation, msgid: event.msgid }, (entry) => {
    const before = entry.reactions ?? new Map<string, readonly string[]>();
    const { emoji, from, on } = event;
    const others = (before.get(emoji) ?? []).filter((nick) =>
      draft.fold(nick) !== draft.fold(from)
    );
    const reactions = new Map(before);
    draft.grow(emoji.length + from.length);
    if (on && others.length < MAX_REACTING) {
      if (reactions.size < MAX_EMOJI || reactions.has(emoji)) {
        reactions.set(emoji, [...others, from]);
      }
    } else if (others.length > 0) reactions.set(emoji, others);
    else reactions.delete(emoji);
    return { ...entry, reactions: reactions.size === 0 ? undefined : reactions };
  });
}

export function applyRedact(draft: Draft, event: RedactEvent): void {
  const conversation = draft.known(event.conversation);
  if (conversation === undefined) return;
  const redacted = { by: event.by, reason: event.reason };
  change(draft, { conversation, msgid: event.msgid }, (entry) => {
    return { ...entry, text: "", reactions: undefined, redacted };
  });
}

/** Replaces the message with a msgid; false if it is not kept. */
function change(
  draft: Draft,
  { conversation, msgid }: { conversation: Changeable<Conversation>; msgid: string },
  changed: (entry: MessageEntry) => MessageEntry,
): boolean {
  const at = indexOfMessage(conversation.entries, msgid);
  const entry = conversation.entries[at];
  if (entry?.type !== "message") return false;
  const replaced = changed(entry);
  draft.entries(conversation)[at] = replaced;
  if (conversation.lastMessage === entry) conversation.lastMessage = replaced;
  return true;
}

export function applyTyping(draft: Draft, event: TypingEvent): void {
  const conversation = draft.known(event.conversation);
  if (conversation === undefined || draft.isMe(event.nick)) return;
  const isKnown = conversation.typing.has(event.nick);
  if (!isKnown && conversation.typing.size >= MAX_TYPING) return;
  if (event.state !== "active") return stopTyping(draft, conversation, event.nick);
  const typing = draft.map(conversation.typing);
  typing.set(event.nick, event.time + TYPING_MS);
  conversation.typing = typing;
}

/** Somebody has sent what they typed, or is gone. */
export function stopTyping(
  draft: Draft,
  conversation: Changeable<Conversation>,
  nick: string,
): void {
  if (!conversation.typing.has(nick)) return;
  const typing = draft.map(conversation.typing);
  typing.delete(nick);
  conversation.typing = typing;
}

export function applyRead(draft: Draft, event: ReadEvent): void {
  const conversation = draft.known(event.conversation);
  if (conversation === undefined) return;
  const readAt = Math.max(event.until, conversation.readAt ?? 0);
  conversation.readAt = readAt;
  if (conversation.unread === 0) return;
  let [unread, mentioned] = [0, 0];
  const { entries, kind } = conversation;
  for (let at = entries.length - 1; at >= 0 && unread < conversation.unread; at--) {
    const entry = entries[at];
    if (entry?.type !== "message" || entry.own) continue;
    if (entry.time <= readAt) break;
    unread++;
    if (kind === "person" || isForUs(entry, draft.state.nick)) mentioned++;
  }
  conversation.unread = unread;
  conversation.mentions = Math.min(mentioned, conversation.mentions);
}

export function applyPage(draft: Draft, event: PageEvent): void {
  const { kind, messages, reactions, more } = event;
  const conversation = messages.length === 0
    ? draft.known(event.conversation)
    : draft.conversation(event.conversation, event.room ? "room" : "person");
  if (conversation === undefined) return;
  if (messages.length > 0) {
    draft.setEntries(conversation, mergePage(conversation.entries, event));
    conversation.maxEntries = conversation.entries.length + MAX_ENTRIES;
    const last = messages.at(-1);
    if (last !== undefined) conversation.lastMessage ??= inShort(last);
  }
  for (const reaction of reactions) applyReaction(draft, reaction);
  placeReactions(draft, conversation);
  if (kind === "older") {
    conversation.older = more === undefined ? "unknown" : more ? "more" : "none";
  } else if (conversation.entries[0]?.type === "message" && more !== undefined) {
    conversation.older = "more";
  } else if (conversation.older === "loading") conversation.older = "unknown";
}
