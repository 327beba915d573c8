import type { ListedEvent, RoomsEvent, Timed, WhoisEvent } from "./answer_events.ts";

export type { ListedEvent, RoomOfServer, RoomsEvent, WhoisEvent } from "./answer_events.ts";

/** The kind of a message: PRIVMSG, NOTICE, or PRIVMSG with CTCP ACTION. */
export type MessageKind = "message" | "notice" | "action";

/** The state of the connection has changed. */
export interface ConnectionEvent extends Timed {
  readonly type: "connection";
  readonly status: "connecting" | "online" | "waiting" | "closed";
  /** Why the connection was lost or could not be made. */
  readonly reason?: string;
  /** With `waiting`: milliseconds until the next attempt; 0 if another server is tried at once. */
  readonly retryMs?: number;
  /** Of a network with several servers: the one of this connection, or of the next attempt. */
  readonly server?: string;
  /** With `online`: whether the connection was lost before. */
  readonly again?: boolean;
}

/** The server has registered us and announced its features. */
export interface WelcomeEvent extends Timed {
  readonly type: "welcome";
  readonly nick: string;
  readonly server: string;
  readonly network: string | undefined;
  readonly isupport: ReadonlyMap<string, string | true>;
}

/** A message in a room or between two people, from others or from us. */
export interface ChatMessageEvent extends Timed {
  readonly type: "message";
  readonly kind: MessageKind;
  readonly from: string;
  /** The target as the line names it: `#1`, `bob`, `@#1`. */
  readonly target: string;
  /** The channel, or the other person's nickname. */
  readonly conversation: string;
  readonly room: boolean;
  readonly own: boolean;
  readonly text: string;
  readonly msgid: string | undefined;
  /** Whether it comes from the history. */
  readonly history: boolean;
  /** For messages from the history: whether the connection was lost when it was sent. */
  readonly missed?: boolean;
  /** For our own messages: the id of the queued line. */
  readonly id?: number;
  /** The msgid of the message that it replies to. */
  readonly replyTo?: string | undefined;
  /** For messages from the history: whether our account has not read it yet. */
  readonly unread?: boolean;
  /** Whether it has a word or is from a person that the settings call for attention to. */
  readonly highlight?: boolean;
}

/** Somebody reacted to a message, or took a reaction back. */
export interface ReactionEvent extends Timed {
  readonly type: "reaction";
  readonly conversation: string;
  readonly room: boolean;
  readonly from: string;
  readonly own: boolean;
  /** The message that it is about. */
  readonly msgid: string;
  readonly emoji: string;
  readonly on: boolean;
  /** Whether it comes from the history. */
  readonly history: boolean;
}

/** A message was removed by its author or an operator. */
export interface RedactEvent extends Timed {
  readonly type: "redact";
  readonly conversation: string;
  readonly room: boolean;
  readonly by: string;
  readonly msgid: string;
  readonly reason: string | undefined;
}

/** Somebody types, pauses, or has stopped. */
export interface TypingEvent extends Timed {
  readonly type: "typing";
  readonly conversation: string;
  readonly room: boolean;
  readonly nick: string;
  readonly state: "active" | "paused" | "done";
}

/** How far our account has read a conversation, on any of its devices. */
export interface ReadEvent extends Timed {
  readonly type: "read";
  readonly conversation: string;
  readonly room: boolean;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** Messages of a conversation are requested from the history. */
export interface PageRequestedEvent extends Timed {
  readonly type: "page-requested";
  readonly conversation: string;
  readonly room: boolean;
  readonly kind: PageKind;
}

/** Which part of the history a page is: before the oldest kept entry, or around one message. */
export type PageKind = "older" | "around";

/** Messages from the history, to be merged into a conversation. */
export interface PageEvent extends Timed {
  readonly type: "page";
  readonly conversation: string;
  readonly room: boolean;
  readonly kind: PageKind;
  /** In the server's order. */
  readonly messages: readonly ChatMessageEvent[];
  readonly reactions: readonly ReactionEvent[];
  /** Whether there may be more; undefined if the request failed. */
  readonly more: boolean | undefined;
}

/** How long the server takes to answer. */
export interface LagEvent extends Timed {
  readonly type: "lag";
  readonly milliseconds: number;
}

/** The person begins or ends looking at the current conversation. */
export interface LookEvent extends Timed {
  readonly type: "look";
  readonly looking: boolean;
}

/** A message of ours waits to be sent and confirmed. */
export interface QueuedEvent extends Timed {
  readonly type: "queued";
  readonly id: number;
  readonly kind: MessageKind;
  readonly target: string;
  /** The channel, or the other person's nickname. */
  readonly conversation: string;
  readonly room: boolean;
  readonly text: string;
  readonly replyTo?: string | undefined;
}

/** The server has taken a line of ours. */
export interface DeliveredEvent extends Timed {
  readonly type: "delivered";
  readonly id: number;
}

/** The server refused a command, or a line can no longer be sent. */
export interface RefusedEvent extends Timed {
  readonly type: "refused";
  /** The numeric, the code of a FAIL, or `unsent`. */
  readonly code: string;
  /** The room, person or command that the server names as refused; may be empty. */
  readonly about: string;
  readonly reason: string;
  /** The id of the refused line and what was typed, if they are known. */
  readonly id?: number;
  readonly text?: string;
}

/** The person discards a message of theirs that was not sent. */
export interface DiscardEvent extends Timed {
  readonly type: "discard";
  readonly conversation: string;
  readonly id: number;
}

export interface JoinEvent extends Timed {
  readonly type: "join";
  readonly nick: string;
  readonly channel: string;
  readonly own: boolean;
  readonly user: string | undefined;
  readonly host: string | undefined;
  readonly account: string | undefined;
  readonly realname: string | undefined;
}

export interface PartEvent extends Timed {
  readonly type: "part";
  readonly nick: string;
  readonly channel: string;
  readonly own: boolean;
  readonly reason: string | undefined;
}

export interface KickEvent extends Timed {
  readonly type: "kick";
  readonly nick: string;
  readonly by: string;
  readonly channel: string;
  readonly own: boolean;
  readonly reason: string | undefined;
}

export interface QuitEvent extends Timed {
  readonly type: "quit";
  readonly nick: string;
  readonly own: boolean;
  readonly reason: string | undefined;
}

export interface NickEvent extends Timed {
  readonly type: "nick";
  readonly nick: string;
  readonly newNick: string;
  readonly own: boolean;
}

export interface TopicEvent extends Timed {
  readonly type: "topic";
  readonly channel: string;
  readonly topic: string;
  /** The person who has changed it; undefined if the server shows the current topic. */
  readonly by: string | undefined;
}

/** All members of a room. */
export interface NamesEvent extends Timed {
  readonly type: "names";
  readonly channel: string;
  readonly members: readonly { readonly nick: string; readonly prefixes: string }[];
  /** Whether it answers /names. */
  readonly requested: boolean;
}

export interface ModeEvent extends Timed {
  readonly type: "mode";
  readonly target: string;
  readonly room: boolean;
  /** The person who has changed them; undefined if the server shows the current modes. */
  readonly by: string | undefined;
  readonly modes: string;
  readonly args: readonly string[];
  /** Whether the client asked for the current modes by itself, and nobody waits for the answer. */
  readonly quiet?: boolean;
}

export interface InviteEvent extends Timed {
  readonly type: "invite";
  readonly by: string;
  readonly nick: string;
  readonly channel: string;
  readonly own: boolean;
}

/** Somebody, or for `own` we, went away or came back. */
export interface AwayEvent extends Timed {
  readonly type: "away";
  readonly nick: string;
  readonly own: boolean;
  /** Undefined for coming back. */
  readonly message: string | undefined;
}

/** Somebody's user name, host, account or real name has changed, or we hear whether they are away. */
export interface PersonEvent extends Timed {
  readonly type: "person";
  readonly nick: string;
  readonly user?: string;
  readonly host?: string;
  /** Null after logging out. */
  readonly account?: string | null;
  readonly realname?: string;
  readonly away?: boolean;
}

/** A friend came online or went offline. */
export interface PresenceEvent extends Timed {
  readonly type: "presence";
  readonly nick: string;
  readonly online: boolean;
}

/** The answer to /history or /search. */
export interface FoundEvent extends Timed {
  readonly type: "found";
  /** The words of /search; undefined for /history. */
  readonly searched: string | undefined;
  /** The channel or nickname; undefined for everywhere. */
  readonly conversation: string | undefined;
  readonly messages: readonly ChatMessageEvent[];
  /** Whether a search has more results than these. */
  readonly more?: boolean;
  /** The number that {@linkcode Chat.search} returned; undefined if a command was typed. */
  readonly token?: number | undefined;
}

/** A text of the server: a notice, the message of the day, a reply without an event of its own. */
export interface ServerEvent extends Timed {
  readonly type: "server";
  /** The code of a numeric, a command or `MOTD`. */
  readonly code: string;
  readonly text: string;
  /** Whether it answers a command that was typed. */
  readonly requested: boolean;
}

/** A text of the client itself: help, lists, hints. */
export interface LocalEvent extends Timed {
  readonly type: "local";
  readonly text: string;
}

/** The client could not do something; `text` is what was typed for it. */
export interface ProblemEvent extends Timed {
  readonly type: "problem";
  readonly reason: string;
  readonly text?: string;
}

/** The person has turned to another conversation; "" for none. */
export interface FocusEvent extends Timed {
  readonly type: "focus";
  readonly conversation: string;
  readonly room: boolean;
}

/** The person wants to see nothing more of what is shown of a conversation. */
export interface ClearEvent extends Timed {
  readonly type: "clear";
  /** "" for the server's. */
  readonly conversation: string;
}

/** The person has closed a conversation. */
export interface CloseEvent extends Timed {
  readonly type: "close";
  readonly conversation: string;
}

/** The whole list of friends. */
export interface FriendsEvent extends Timed {
  readonly type: "friends";
  readonly nicks: readonly string[];
}

/** Everything that happens, as the front ends and the model receive it. */
export type ClientEvent =
  | ConnectionEvent
  | WelcomeEvent
  | ChatMessageEvent
  | QueuedEvent
  | DeliveredEvent
  | RefusedEvent
  | DiscardEvent
  | JoinEvent
  | PartEvent
  | KickEvent
  | QuitEvent
  | NickEvent
  | TopicEvent
  | NamesEvent
  | ModeEvent
  | InviteEvent
  | AwayEvent
  | PersonEvent
  | PresenceEvent
  | WhoisEvent
  | ListedEvent
  | RoomsEvent
  | FoundEvent
  | ServerEvent
  | LocalEvent
  | ProblemEvent
  | FocusEvent
  | ClearEvent
  | CloseEvent
  | FriendsEvent
  | ReactionEvent
  | RedactEvent
  | TypingEvent
  | ReadEvent
  | PageRequestedEvent
  | PageEvent
  | LagEvent
  | LookEvent;
