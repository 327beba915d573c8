import type { Tags } from "../../protocol/message.ts";
import type { UserId } from "./state.ts";

/** One change of a channel's modes; a status change names its user by id. */
export interface ModeChange {
  readonly adding: boolean;
  readonly mode: string;
  readonly argument?: string;
  /** For a status mode: whose status changes. */
  readonly user?: UserId;
}

/** One change of what is said of a user or channel. */
export interface MetadataChange {
  readonly key: string;
  /** Undefined where the key is removed. */
  readonly value: string | undefined;
}

/** What a new user brings. */
export interface NewUser {
  readonly id: UserId;
  readonly nickname: string;
  readonly username: string;
  readonly host: string;
  readonly realname: string;
  readonly account: string | undefined;
  readonly away: string | undefined;
  readonly secure: boolean;
  readonly server: string;
  readonly modes: readonly string[];
  /** What they say of themselves already, by key. */
  readonly metadata?: readonly (readonly [string, string])[];
}

export type MessageKind = "PRIVMSG" | "NOTICE" | "TAGMSG";

/** A line of a message that was sent in several (draft/multiline). */
export interface MultilineLine {
  readonly text: string;
  /** Whether it goes on from the line before without a break. */
  readonly concat: boolean;
}

/** What can happen on the network. Events are values: plain, and the same on every machine. */
export type NetworkEvent =
  | { readonly type: "connect"; readonly user: NewUser }
  | { readonly type: "quit"; readonly user: UserId; readonly reason: string }
  | { readonly type: "nick"; readonly user: UserId; readonly nickname: string }
  | { readonly type: "setname"; readonly user: UserId; readonly realname: string }
  | { readonly type: "away"; readonly user: UserId; readonly message: string | undefined }
  | {
    readonly type: "account";
    readonly user: UserId;
    readonly account: string | undefined;
  }
  | {
    readonly type: "user-mode";
    readonly user: UserId;
    readonly changes: readonly ModeChange[];
    /** The operator block, when the change makes an operator. */
    readonly operator?: string;
  }
  | {
    readonly type: "chghost";
    readonly user: UserId;
    readonly username: string;
    readonly host: string;
  }
  | { readonly type: "join"; readonly user: UserId; readonly channel: string }
  | {
    readonly type: "part";
    readonly user: UserId;
    readonly channel: string;
    readonly reason: string | undefined;
  }
  | {
    readonly type: "kick";
    readonly by: UserId | undefined;
    readonly user: UserId;
    readonly channel: string;
    readonly reason: string;
  }
  | {
    readonly type: "topic";
    readonly user: UserId;
    readonly channel: string;
    readonly text: string;
  }
  | {
    readonly type: "channel-mode";
    readonly user: UserId;
    readonly channel: string;
    readonly changes: readonly ModeChange[];
  }
  | {
    readonly type: "invite";
    readonly by: UserId;
    readonly user: UserId;
    readonly channel: string;
  }
  | {
    readonly type: "rename";
    readonly user: UserId;
    readonly channel: string;
    readonly name: string;
    readonly reason: string;
  }
  | {
    /** Makes a room an account's, or nobody's. */
    readonly type: "founder";
    readonly user: UserId;
    readonly channel: string;
    readonly founder: string | undefined;
  }
  | { /** An account is no more. */ readonly type: "account-gone"; readonly account: string }
  | {
    readonly type: "message";
    readonly kind: MessageKind;
    readonly from: UserId;
    readonly target: MessageTarget;
    readonly text: string;
    /** Client-only tags, those that begin with `+`. */
    readonly tags: Tags;
    /** All lines, when it was sent in several; `text` is then empty. */
    readonly lines?: readonly MultilineLine[];
    /** What its sender is answered under, should it not be stored. */
    readonly label?: string | undefined;
  }
  | {
    readonly type: "redact";
    readonly by: UserId;
    /** Whom the message was for; undefined where they are not here. */
    readonly target: MessageTarget | undefined;
    /** What the redactor calls that target. */
    readonly name: string;
    /** The place of the message that is taken back. */
    readonly message: number;
    readonly reason: string | undefined;
    /** As in a message. */
    readonly label?: string | undefined;
  }
  | {
    readonly type: "metadata";
    readonly by: UserId;
    readonly target: { readonly channel: string } | { readonly user: UserId };
    readonly changes: readonly MetadataChange[];
  }
  | { readonly type: "wallops"; readonly from: UserId | undefined; readonly text: string }
  | { readonly type: "announce"; readonly text: string };

/** Whom a message is for. */
export type MessageTarget =
  | { readonly channel: string; /** Smallest status bit that gets it. */ readonly status: number }
  | { readonly user: UserId }
  | { /** Kept for it where none of its users is here. */ readonly account: string };

export type EventType = NetworkEvent["type"];
export type EventOf<T extends EventType> = Extract<NetworkEvent, { type: T }>;

/** A place in the order of all events. */
export interface Place {
  /**
   * Greater than every earlier event's, on this start of the program and all before. Carries
   * the time in milliseconds since 2025 in all but its lowest bits (see ids.ts).
   */
  readonly sequence: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** The connection that asked for the event, if one did. */
  readonly origin: string | undefined;
}

/** An event at its place. */
export interface Entry<T extends EventType = EventType> extends Place {
  readonly event: EventOf<T>;
}
