import type { CaseMapping } from "../../protocol/names.ts";
import type { ChatMessageEvent, ClientEvent, MessageKind, ReactionEvent } from "../events.ts";

/** Entries kept of each conversation, beside older ones that the person has scrolled up to. */
export const MAX_ENTRIES = 10_000;
/** Entries kept of all conversations together. */
export const MAX_ALL_ENTRIES = 30_000;
/** Characters kept of all conversations together, with what surrounds them. */
export const MAX_ALL_CHARACTERS = 15_000_000;
/** Conversations kept; those opened first are removed first, and rooms that we are in last. */
export const MAX_CONVERSATIONS = 500;
/** Members kept of all rooms together, and people that something is known about. */
export const MAX_MEMBERS = 30_000;
/** People of one conversation who are shown as typing. */
export const MAX_TYPING = 100;
/** Characters of the last message that are kept beside the entries. */
export const MAX_LAST_CHARACTERS = 500;

/** A member of a room. */
export interface Member {
  readonly nick: string;
  /** `@`, `+`, `@+` or empty. */
  readonly prefixes: string;
}

/** Everything known about a person. */
export interface Person {
  readonly nick: string;
  readonly user: string | undefined;
  readonly host: string | undefined;
  readonly account: string | undefined;
  readonly realname: string | undefined;
  /** Their away message; undefined while they are not away. */
  readonly away: string | undefined;
}

/** By emoji, in the order of the first of each: the nicknames of those who reacted with it. */
export type Reactions = ReadonlyMap<string, readonly string[]>;

/** Who removed a message, and why. */
export interface Redaction {
  readonly by: string;
  readonly reason: string | undefined;
}

/** A message, with what has happened to it since. */
export interface MessageEntry extends ChatMessageEvent {
  readonly reactions?: Reactions | undefined;
  /** Its text is empty if this is set. */
  readonly redacted?: Redaction | undefined;
  /** For our own messages: that the server has not confirmed it yet, or has refused it. */
  readonly delivery?: "waiting" | "failed" | undefined;
  /** Why it has failed. */
  readonly failure?: string | undefined;
}

/** An event that is no message and changes no room: an answer, a text of server or client. */
export interface NoteEntry {
  readonly type: "note";
  readonly time: number;
  readonly event: NotedEvent;
}

/** The types of events that conversations show as notes. */
export type NotedEvent = Extract<
  ClientEvent,
  {
    type:
      | "local"
      | "problem"
      | "refused"
      | "server"
      | "whois"
      | "listed"
      | "found"
      | "names"
      | "mode"
      | "topic"
      | "away"
      | "invite"
      | "presence"
      | "connection";
  }
>;

/** Messages between the entries before and after it may be missing. */
export interface GapEntry {
  readonly type: "gap";
  readonly time: number;
}

/** What a conversation shows, in the order of time. */
export type ConversationEntry =
  | MessageEntry
  | NoteEntry
  | GapEntry
  | Extract<
    ClientEvent,
    { type: "join" | "part" | "kick" | "quit" | "nick" | "topic" | "mode" | "away" }
  >;

/** Whether the history has messages before the oldest entry. */
export type Older = "unknown" | "loading" | "more" | "none";

/** The key of the conversation for what concerns no room and no person. */
export const SERVER_KEY = "";

export type ConversationKind = "server" | "room" | "person";

/** A room, the messages with a person, or what the server says. */
export interface Conversation {
  readonly kind: ConversationKind;
  /** `#1` or `bob`; "" for the server's. */
  readonly name: string;
  /** For a room: whether we are in it. */
  readonly joined: boolean;
  readonly topic: string;
  /** For a room: the letters of its modes, without lists and those of members. */
  readonly modes: string;
  /** By casefolded nickname. */
  readonly members: ReadonlyMap<string, Member>;
  readonly entries: readonly ConversationEntry[];
  /** Messages that came while another conversation was the current one. */
  readonly unread: number;
  /** Those of the unread messages that mention us, or that are sent to us alone. */
  readonly mentions: number;
  readonly lastMessage: MessageEntry | undefined;
  /** By nickname: until when somebody is taken to be typing, in milliseconds since 1970. */
  readonly typing: ReadonlyMap<string, number>;
  readonly older: Older;
  /** Reactions to messages that are not kept, such as those that are not loaded yet. */
  readonly unplacedReactions: readonly ReactionEvent[];
  /** How far our account has read, in milliseconds since 1970; undefined if not known. */
  readonly readAt: number | undefined;
  /** Entries that may be kept: more than usual while the person reads far back. */
  readonly maxEntries: number;
}

/** A message of ours that the server has not confirmed yet. */
export interface Pending {
  readonly id: number;
  readonly kind: MessageKind;
  readonly target: string;
  readonly text: string;
}

export interface Friend {
  readonly nick: string;
  /** Undefined while it is not known. */
  readonly online: boolean | undefined;
}

/** Everything that a front end shows. Values are never changed, only replaced. */
export interface ClientState {
  readonly status: "connecting" | "online" | "waiting" | "closed";
  /** The server of a network that has several; undefined if it has one. */
  readonly server: string | undefined;
  /** The one that we want, until the server has let us in. */
  readonly nick: string;
  readonly away: boolean;
  readonly network: string | undefined;
  readonly isupport: ReadonlyMap<string, string | true>;
  readonly caseMapping: CaseMapping;
  /** By casefolded name, in the order they were opened; the server's first, always. */
  readonly conversations: ReadonlyMap<string, Conversation>;
  /** The casefolded name of the conversation that the person has turned to. */
  readonly current: string | undefined;
  /** Whether the person looks at the current conversation. */
  readonly looking: boolean;
  /** How long the server takes to answer; undefined while it is not known. */
  readonly lagMs: number | undefined;
  /** By casefolded nickname: people who share a room with us or wrote to us. */
  readonly people: ReadonlyMap<string, Person>;
  /** By casefolded nickname. */
  readonly friends: ReadonlyMap<string, Friend>;
  readonly pending: ReadonlyMap<number, Pending>;
  /** The number of entries of all conversations. */
  readonly entryCount: number;
  /** The characters of all conversations, or more: what is removed is counted until the next trim. */
  readonly entrySize: number;
}

/** Returns a conversation without entries. */
export function emptyConversation(name: string, kind: ConversationKind): Conversation {
  return {
    kind,
    name,
    joined: false,
    topic: "",
    modes: "",
    members: new Map(),
    entries: [],
    unread: 0,
    mentions: 0,
    lastMessage: undefined,
    typing: new Map(),
    older: "unknown",
    unplacedReactions: [],
    readAt: undefined,
    maxEntries: MAX_ENTRIES,
  };
}

/** The state before the first event. */
export const INITIAL_STATE: ClientState = {
  status: "connecting",
  server: undefined,
  nick: "",
  away: false,
  network: undefined,
  isupport: new Map(),
  caseMapping: "rfc1459",
  conversations: new Map([[SERVER_KEY, emptyConversation("", "server")]]),
  current: undefined,
  looking: true,
  lagMs: undefined,
  people: new Map(),
  friends: new Map(),
  pending: new Map(),
  entryCount: 0,
  entrySize: 0,
};
