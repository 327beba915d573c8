import { casefold } from "../../protocol/names.ts";
import { endOf } from "./entries.ts";
import { sizeOf } from "./size.ts";
import {
  emptyConversation,
  MAX_ALL_CHARACTERS,
  MAX_ALL_ENTRIES,
  MAX_CONVERSATIONS,
  MAX_MEMBERS,
  SERVER_KEY,
} from "./state.ts";
import type {
  ClientState,
  Conversation,
  ConversationEntry,
  ConversationKind,
  Person,
} from "./state.ts";

/** A list may be longer by this factor before it is cut, so that it is not cut for every entry. */
const SLACK = 1.1;

/** The part of the longest conversation that is kept if all together are too long. */
const KEPT_SHARE = 0.75;

export type Changeable<T> = { -readonly [Key in keyof T]: T[Key] };

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
  conversation(name: string, kind: ConversationKind): Changeable<Conversation> {
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

  /** Returns the conversation of that name, to be changed; undefined if there is none. */
  known(name: string): Changeable<Conversation> | undefined {
    const known = this.state.conversations.get(this.fold(name));
    return known && this.conversation(name, known.kind);
  }

  /** Returns the room, to be changed; undefined if there is none. */
  room(channel: string): Changeable<Conversation> | undefined {
    return this.known(channel);
  }

  /** Returns the conversation that the person has turned to, or else the server's. */
  current(): Changeable<Conversation> {
    return this.known(this.state.current ?? SERVER_KEY) ?? this.conversation(SERVER_KEY, "server");
  }

  /** Whether the person sees what comes into a conversation. */
  isLookedAt(name: string): boolean {
    return this.state.looking && (this.state.current ?? SERVER_KEY) === this.fold(name);
  }

  /** The names of the rooms that a person is in. */
  roomsOf(nick: string): string[] {
    const key = this.fold(nick);
    const names: string[] = [];
    for (const { members, name } of this.state.conversations.values()) {
      if (members.has(key)) names.push(name);
    }
    return names;
  }

  /** Returns the entries of a conversation, to be changed by {@linkcode Draft.insert} and such. */
  entries(conversation: Changeable<Conversation>): ConversationEntry[] {
    if (!this.#own.has(conversation.entries)) {
      this.setEntries(conversation, conversation.entries.slice());
    }
    return conversation.entries as ConversationEntry[];
  }

  /** Replaces all entries of a conversation. */
  setEntries(conversation: Changeable<Conversation>, entries: ConversationEntry[]): void {
    this.state.entryCount += entries.length - conversation.entries.length;
    this.#own.add(entries);
    conversation.entries = entries;
  }

  /** Adds an entry to the end of a conversation. */
  add(conversation: Changeable<Conversation>, entry: ConversationEntry): void {
    const entries = this.entries(conversation);
    this.insert(conversation, entry, endOf(entries));
  }

  /** Adds an entry to a conversation at a position. */
  insert(conversation: Changeable<Conversation>, entry: ConversationEntry, at: number): void {
    const entries = this.entries(conversation);
    if (at === entries.length) entries.push(entry);
    else entries.splice(at, 0, entry);
    this.state.entryCount++;
    this.grow(sizeOf(entry));
    if (entries.length > conversation.maxEntries * SLACK) this.trim(conversation);
    if (this.state.entryCount > MAX_ALL_ENTRIES * SLACK) this.#trimAll();
  }

  /** Entries have got so many characters more. */
  grow(characters: number): void {
    this.state.entrySize += characters;
    if (this.state.entrySize > MAX_ALL_CHARACTERS * SLACK) this.#trimCharacters();
  }

  /** How many members may be added to a room. */
  get freeMembers(): number {
    let count = 0;
    for (const { members } of this.state.conversations.values()) count += members.size;
    return MAX_MEMBERS - count;
  }

  /** Removes an entry. */
  removeAt(conversation: Changeable<Conversation>, at: number): void {
    this.entries(conversation).splice(at, 1);
    this.state.entryCount--;
  }

  /** Removes the oldest entries beyond `max`. */
  trim(conversation: Changeable<Conversation>, max = conversation.maxEntries): void {
    if (conversation.entries.length <= max) return;
    this.setEntries(conversation, conversation.entries.slice(-max));
    if (conversation.older === "none") conversation.older = "more";
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
    if (this.state.people.size >= MAX_MEMBERS && !this.state.people.has(key)) return;
    const people = this.map(this.state.people);
    people.set(key, { ...before, nick, ...known });
    this.state.people = people;
  }

  /** Forgets a person who shares no room and no conversation with us. */
  forgetIfStranger(nick: string): void {
    const key = this.fold(nick);
    if (!this.state.people.has(key) || this.state.conversations.has(key)) return;
    for (const { members } of this.state.conversations.values()) if (members.has(key)) return;
    const people = this.map(this.state.people);
    people.delete(key);
    this.state.people = people;
  }

  /** Removes a conversation and what it keeps. */
  remove(key: string): void {
    const conversation = this.state.conversations.get(key);
    if (conversation === undefined || key === SERVER_KEY) return;
    this.state.entryCount -= conversation.entries.length;
    const conversations = this.map(this.state.conversations);
    conversations.delete(key);
    this.state.conversations = conversations;
  }

  #evict(conversations: Map<string, Conversation>): void {
    let newest: string | undefined;
    for (const key of conversations.keys()) newest = key;
    const candidates = [...conversations.keys()].filter((key) =>
      key !== this.state.current && key !== SERVER_KEY && key !== newest
    );
    const isLeft = (key: string) => conversations.get(key)?.joined !== true;
    this.remove(candidates.find(isLeft) ?? candidates[0] ?? SERVER_KEY);
  }

  /** Removes the oldest entries of the conversations with the most characters, the current one last. */
  #trimCharacters(): void {
    const sizes = new Map(
      [...this.state.conversations].map(([key, { entries }]) => [key, sizeOf(entries)]),
    );
    this.state.entrySize = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    while (this.state.entrySize > MAX_ALL_CHARACTERS * KEPT_SHARE) {
      const weight = ([key, size]: [string, number]) =>
        key === this.state.current ? size / 4 : size;
      const [largest] = [...sizes].sort((a, b) => weight(b) - weight(a));
      const conversation = this.state.conversations.get(largest?.[0] ?? "");
      if (largest === undefined || conversation === undefined) return;
      const kept = Math.floor(conversation.entries.length * KEPT_SHARE);
      const trimmed = this.conversation(conversation.name, conversation.kind);
      this.setEntries(trimmed, trimmed.entries.slice(trimmed.entries.length - kept));
      if (trimmed.older === "none") trimmed.older = "more";
      const size = sizeOf(trimmed.entries);
      this.state.entrySize -= largest[1] - size;
      sizes.set(largest[0], kept === 0 ? 0 : size);
      if (kept === 0 && [...sizes.values()].every((one) => one === 0)) return;
    }
  }

  /** Removes the oldest entries of the longest conversations, the current one last. */
  #trimAll(): void {
    while (this.state.entryCount > MAX_ALL_ENTRIES) {
      let longest: Conversation | undefined;
      let length = 0;
      for (const [key, conversation] of this.state.conversations) {
        const size = key === this.state.current
          ? conversation.entries.length / 4
          : conversation.entries.length;
        if (size > length) [longest, length] = [conversation, size];
      }
      if (longest === undefined) return;
      const kept = Math.floor(longest.entries.length * KEPT_SHARE);
      this.trim(this.conversation(longest.name, longest.kind), Math.max(kept, 1));
      if (kept <= 0) return;
    }
  }
}
