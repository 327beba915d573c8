import type { CaseMapping } from "../../protocol/names.ts";
import type { ChatMessageEvent, ClientEvent, MessageKind } from "../events.ts";

/** Entries kept in each conversation. */
export const MAX_ENTRIES = 1_000;
/** Conversations kept; the person longest silent goes first. */
export const MAX_CONVERSATIONS = 500;

/** One who is in a room. */
export interface Member {
  readonly nick: string;
  /** `@`, `+`, `@+` or empty. */
  readonly prefixes: string;
}

/** What is known of someone. */
export interface Person {
  readonly nick: string;
  readonly user: string | undefined;
  readonly host: string | undefined;
  readonly account: string | undefined;
  readonly realname: string | undefined;
  /** The words of their being away; undefined when here. */
  readonly away: string | undefined;
}

/** What a conversation shows: what was said and what happened, by the event it came with. */
export type ConversationEntry = Extract<
  ClientEvent,
  { type: "message" | "join" | "part" | "kick" | "quit" | "nick" | "topic" | "mode" | "away" }
>;

/** A room or a person one talks to. */
export interface Conversation {
  readonly kind: "room" | "person";
  /** `#1` or `bob`. */
  readonly name: string;
  /** In a room: whether we are in it. */
  readonly joined: boolean;
  readonly topic: string;
  /** By casefolded nickname. */
  readonly members: ReadonlyMap<string, Member>;
  readonly entries: readonly ConversationEntry[];
  /** Messages that came while another conversation was looked at. */
  readonly unread: number;
  /** Those of them that name us. */
  readonly mentions: number;
  readonly lastMessage: ChatMessageEvent | undefined;
}

/** A line of ours that the server has not confirmed yet. */
export interface Pending {
  readonly id: number;
  readonly kind: MessageKind;
  readonly target: string;
  readonly text: string;
}

/** A friend. */
export interface Friend {
  readonly nick: string;
  /** Undefined while nobody knows. */
  readonly online: boolean | undefined;
}

/** Everything a face draws. Values are never changed, only replaced. */
export interface ClientState {
  readonly status: "connecting" | "online" | "waiting" | "closed";
  readonly nick: string;
  readonly away: boolean;
  readonly network: string | undefined;
  readonly isupport: ReadonlyMap<string, string | true>;
  readonly caseMapping: CaseMapping;
  /** By casefolded name, in the order they were opened. */
  readonly conversations: ReadonlyMap<string, Conversation>;
  /** The casefolded name of the one looked at. */
  readonly current: string | undefined;
  /** By casefolded nickname: who shares a room with us or talked to us. */
  readonly people: ReadonlyMap<string, Person>;
  /** By casefolded nickname. */
  readonly friends: ReadonlyMap<string, Friend>;
  readonly pending: ReadonlyMap<number, Pending>;
}

/** Before anything happened. */
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

/** A conversation without anything in it. */
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
