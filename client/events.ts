/** How something was said. */
export type MessageKind = "message" | "notice" | "action";

interface Timed {
  /** Milliseconds since 1970, the server's time where it gives one. */
  readonly time: number;
}

/** The state of the connection. */
export interface ConnectionEvent extends Timed {
  readonly type: "connection";
  readonly status: "connecting" | "online" | "waiting" | "closed";
  /** Why the connection ended, or could not be made. */
  readonly reason?: string;
  /** With `waiting`: milliseconds until the next attempt. */
  readonly retryMs?: number;
  /** With `online`: true when this is not the first time. */
  readonly again?: boolean;
}

/** Registered: who we are here, and what the server is. */
export interface WelcomeEvent extends Timed {
  readonly type: "welcome";
  readonly nick: string;
  readonly server: string;
  readonly network: string | undefined;
  readonly isupport: ReadonlyMap<string, string | true>;
}

/** Something said in a room or to a person, by others or by us. */
export interface ChatMessageEvent extends Timed {
  readonly type: "message";
  readonly kind: MessageKind;
  readonly from: string;
  /** As addressed on the wire: `#1`, `bob`, `@#1`. */
  readonly target: string;
  /** Where it belongs: the channel, or the other person's nickname. */
  readonly conversation: string;
  readonly room: boolean;
  readonly own: boolean;
  readonly text: string;
  readonly msgid: string | undefined;
  /** Said before, and told by the server afterwards. */
  readonly history: boolean;
  /** Of what is told afterwards: we had been there, and were cut off when it was said. */
  readonly missed?: boolean;
  /** Of our own: the number of the line that was queued. */
  readonly id?: number;
}

/** A line of ours waits to be sent or confirmed. */
export interface QueuedEvent extends Timed {
  readonly type: "queued";
  readonly id: number;
  readonly kind: MessageKind;
  readonly target: string;
  readonly text: string;
}

/** The server has taken a line of ours. */
export interface DeliveredEvent extends Timed {
  readonly type: "delivered";
  readonly id: number;
}

/** The server said no, or a line can no longer be sent. */
export interface RefusedEvent extends Timed {
  readonly type: "refused";
  /** The numeric, the code of a FAIL, or `unsent`. */
  readonly code: string;
  /** What it is about: a room, a person, a command; may be empty. */
  readonly about: string;
  readonly reason: string;
  /** Of our own line: its number and what had been typed. */
  readonly id?: number;
  readonly text?: string;
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
  /** Who changed it now; undefined when the server only tells what it is. */
  readonly by: string | undefined;
}

/** Who is in a room, whole. */
export interface NamesEvent extends Timed {
  readonly type: "names";
  readonly channel: string;
  readonly members: readonly { readonly nick: string; readonly prefixes: string }[];
  /** True when it answers /names. */
  readonly asked: boolean;
}

export interface ModeEvent extends Timed {
  readonly type: "mode";
  readonly target: string;
  readonly room: boolean;
  /** Who changed them now; undefined when the server only tells what they are. */
  readonly by: string | undefined;
  readonly modes: string;
  readonly args: readonly string[];
}

export interface InviteEvent extends Timed {
  readonly type: "invite";
  readonly by: string;
  readonly nick: string;
  readonly channel: string;
  readonly own: boolean;
}

/** Someone went away or came back; for `own`, we did. */
export interface AwayEvent extends Timed {
  readonly type: "away";
  readonly nick: string;
  readonly own: boolean;
  /** Undefined when back. */
  readonly message: string | undefined;
}

/** Someone's user name, host, account or real name changed. */
export interface PersonEvent extends Timed {
  readonly type: "person";
  readonly nick: string;
  readonly user?: string;
  readonly host?: string;
  /** Null after logging out. */
  readonly account?: string | null;
  readonly realname?: string;
}

/** A friend came online or went offline. */
export interface PresenceEvent extends Timed {
  readonly type: "presence";
  readonly nick: string;
  readonly online: boolean;
}

/** One person, as the server describes them. */
export interface WhoisEvent extends Timed {
  readonly type: "whois";
  readonly nick: string;
  readonly user: string | undefined;
  readonly host: string | undefined;
  readonly realname: string | undefined;
  readonly server: string | undefined;
  readonly account: string | undefined;
  readonly away: string | undefined;
  readonly channels: readonly string[];
  readonly idleSeconds: number | undefined;
  /** Milliseconds since 1970. */
  readonly signedOn: number | undefined;
  /** What else the server said, in its words. */
  readonly notes: readonly string[];
}

/** One room of the /list. */
export interface ListedEvent extends Timed {
  readonly type: "listed";
  readonly channel: string;
  readonly people: number;
  readonly topic: string;
}

/** The answer to /history or /search: messages, whether they were shown before or not. */
export interface FoundEvent extends Timed {
  readonly type: "found";
  /** What was searched for; undefined for the last messages. */
  readonly searched: string | undefined;
  /** Where, a room or person as on the wire; undefined for everywhere. */
  readonly conversation: string | undefined;
  readonly messages: readonly ChatMessageEvent[];
}

/** The server's words: notices, the message of the day, replies without an event of their own. */
export interface ServerEvent extends Timed {
  readonly type: "server";
  /** A numeric, a command or `MOTD`. */
  readonly code: string;
  readonly text: string;
  /** True when it answers what was typed. */
  readonly asked: boolean;
}

/** Something the client itself has to say: help, lists, hints. */
export interface LocalEvent extends Timed {
  readonly type: "local";
  readonly text: string;
}

/** Something that could not be done with what was typed; `text` is given back. */
export interface ProblemEvent extends Timed {
  readonly type: "problem";
  readonly reason: string;
  readonly text?: string;
}

/** The person looks at another room or person now. */
export interface FocusEvent extends Timed {
  readonly type: "focus";
  readonly conversation: string;
  readonly room: boolean;
}

/** The friend list, whole. */
export interface FriendsEvent extends Timed {
  readonly type: "friends";
  readonly nicks: readonly string[];
}

/** Everything that can happen to a client. */
export type ClientEvent =
  | ConnectionEvent
  | WelcomeEvent
  | ChatMessageEvent
  | QueuedEvent
  | DeliveredEvent
  | RefusedEvent
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
  | FoundEvent
  | ServerEvent
  | LocalEvent
  | ProblemEvent
  | FocusEvent
  | FriendsEvent;
