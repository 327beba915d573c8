import { casefold } from "../../protocol/names.ts";
import { emptyConversation, MAX_CONVERSATIONS, MAX_ENTRIES } from "./state.ts";
import type { ClientState, Conversation, ConversationEntry, Person } from "./state.ts";

type Changeable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * A copy of a state, to be changed by a series of events. Each map and list is copied before its
 * first change, so that a burst of events copies it once. The original state is not changed.
 */
export class Draft {
  readonly state: Changeable<ClientState>;
  readonly #own = new WeakSet<object>();

  constructor(state: ClientState) {
    this.state = { ...state };
  }

  fold(name: string): string {
    return casefold(name, this.state.caseMapping);
  }

  isMe(nick: string): boolean {
    return this.fold(nick) === this.fold(this.state.nick);
  }

  /** Returns a copy of the map to change; for a copy, returns that copy. */
  map<K, V>(map: ReadonlyMap<K, V>): Map<K, V> {
    if (this.#own.has(map)) return map as Map<K, V>;
    const copy = new Map(map);
    this.#own.add(copy);
    return copy;
  }

  /** Returns the conversation of that name, to be changed; opens it if there is none. */
  conversation(name: string, kind: "room" | "person"): Changeable<Conversation> {
    const conversations = this.map(this.state.conversations);
    this.state.conversations = conversations;
    const key = this.fold(name);
    const known = conversations.get(key);
    if (known !== undefined && this.#own.has(known)) return known;
    const copy = known === undefined ? emptyConversation(name, kind) : { ...known };
    this.#own.add(copy);
    conversations.set(key, copy);
    if (conversations.size > MAX_CONVERSATIONS) this.#evict(conversations);
    return copy;
  }

  /** Returns the room, to be changed; undefined if there is none. */
  room(channel: string): Changeable<Conversation> | undefined {
    return this.state.conversations.has(this.fold(channel))
      ? this.conversation(channel, "room")
      : undefined;
  }

  /** The names of the rooms that a person is in. */
  roomsOf(nick: string): string[] {
    const key = this.fold(nick);
    return [...this.state.conversations.values()]
      .filter((room) => room.members.has(key))
      .map((room) => room.name);
  }

  /** Adds an entry to the end of a conversation. */
  add(conversation: Changeable<Conversation>, entry: ConversationEntry): void {
    let entries = conversation.entries as ConversationEntry[];
    if (!this.#own.has(entries)) {
      entries = entries.slice(-MAX_ENTRIES);
      this.#own.add(entries);
      conversation.entries = entries;
    }
    entries.push(entry);
    // Removes many at once: shifting a long list for every entry would be slow.
    if (entries.length > MAX_ENTRIES * 2) entries.splice(0, entries.length - MAX_ENTRIES);
  }

  /** Adds to what is known about a person. */
  person(nick: string, known: Partial<Person>): void {
    const key = this.fold(nick);
    const before = this.state.people.get(key) ?? {
      nick,
      user: undefined,
      host: undefined,
      account: undefined,
      realname: undefined,
      away: undefined,
    };
    const people = this.map(this.state.people);
    people.set(key, { ...before, nick, ...known });
    this.state.people = people;
  }

  /** Forgets a person who shares no room and no conversation with us. */
  forgetIfStranger(nick: string): void {
    const key = this.fold(nick);
    if (!this.state.people.has(key) || this.state.conversations.has(key)) return;
    if (this.roomsOf(nick).length > 0) return;
    const people = this.map(this.state.people);
    people.delete(key);
    this.state.people = people;
  }

  #evict(conversations: Map<string, Conversation>): void {
    for (const [key, { kind, joined }] of conversations) {
      if (key === this.state.current || kind === "room" && joined) continue;
      conversations.delete(key);
      return;
    }
  }
}
