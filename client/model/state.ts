import type { CaseMapping } from "../../protocol/names.ts";
import type { ChatMessageEvent, ClientEvent, MessageKind } from "../events.ts";

/** Entries kept of each conversation. */
export const MAX_ENTRIES = 1_000;
/** Conversations kept; those opened first are removed first, except for rooms we are in. */
export const MAX_CONVERSATIONS = 500;

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

/** An event that a conversation shows. */
export type ConversationEntry = Extract<
  ClientEvent,
  { type: "message" | "join" | "part" | "kick" | "quit" | "nick" | "topic" | "mode" | "away" }
>;

/** A room, or the messages with a person. */
export interface Conversation {
  readonly kind: "room" | "person";
  /** `#1` or `bob`. */
  readonly name: string;
  /** For a room: whether we are in it. */
  readonly joined: boolean;
  readonly topic: string;
  /** By casefolded nickname. */
  readonly members: ReadonlyMap<string, Member>;
  readonly entries: readonly ConversationEntry[];
  /** Messages that came while another conversation was the current one. */
  readonly unread: number;
  /** Those of the unread messages that mention us, or that are sent to us alone. */
  readonly mentions: number;
  readonly lastMessage: ChatMessageEvent | undefined;
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
  readonly nick: string;
  readonly away: boolean;
  readonly network: string | undefined;
  readonly isupport: ReadonlyMap<string, string | true>;
  readonly caseMapping: CaseMapping;
  /** By casefolded name, in the order they were opened. */
  readonly conversations: ReadonlyMap<string, Conversation>;
  /** The casefolded name of the conversation that the person has turned to. */
  readonly current: string | undefined;
  /** By casefolded nickname: people who share a room with us or wrote to us. */
  readonly people: ReadonlyMap<string, Person>;
  /** By casefolded nickname. */
  readonly friends: ReadonlyMap<string, Friend>;
  readonly pending: ReadonlyMap<number, Pending>;
}

/** The state before the first event. */
export const INITIAL_STATE: ClientState = {
  status: "connecting",
  nick: "",
  away: false,
  network: undefined,
  isupport: new Map(),
  caseMapping: "rfc1459",
  conversations: new Map(),
  current: undefined,
  people: new Map(),
  friends: new Map(),
  pending: new Map(),
};

/** Returns a conversation without entries. */
export function emptyConversation(name: string, kind: "room" | "person"): Conversation {
  return {
    kind,
    name,
    joined: false,
    topic: "",
    members: new Map(),
    entries: [],
    unread: 0,
    mentions: 0,
    lastMessage: undefined,
  };
}
