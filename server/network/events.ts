import type { Tags } from "../../protocol/message.ts";
import type { PendingCode, UserId } from "./state.ts";

/** One change of a channel's modes; a status change names its user by id. */
export interface ModeChange {
  readonly adding: boolean;
  readonly mode: string;
  readonly argument?: string;
  /** For a status mode: whose status changes. */
  readonly user?: UserId;
}

/** One change of the metadata of a user or channel. */
export interface MetadataChange {
  readonly key: string;
  /** Undefined if the key is removed. */
  readonly value: string | undefined;
}

/** A user who connects. */
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
  /** Metadata that was set before registration, by key. */
  readonly metadata?: readonly (readonly [string, string])[];
}

/** The parameters of a KILL that somebody is sent. */
export interface Kill {
  readonly source: string;
  /** The reason that the user is told. */
  readonly said: string;
}

export type MessageKind = "PRIVMSG" | "NOTICE" | "TAGMSG";

/** One line of a multi-line message (draft/multiline). */
export interface MultilineLine {
  readonly text: string;
  /** Whether it continues the line before without a line break. */
  readonly concat: boolean;
}

/** A password as it is stored, from which nobody can read it. */
export interface StoredPassword {
  /** See accounts/passwords.ts. */
  readonly scrypt: string;
  readonly scram: StoredScram;
}

/** The keys of SCRAM-SHA-256; bytes are in base64. */
export interface StoredScram {
  readonly salt: string;
  readonly iterations: number;
  readonly storedKey: string;
  readonly serverKey: string;
}

/** Everything that can happen on the network. Events are plain values, for any machine. */
export type NetworkEvent =
  | { readonly type: "connect"; readonly user: NewUser }
  | {
    /** Another session becomes one of a user, if the user still has that account. */
    readonly type: "attach";
    readonly user: UserId;
    readonly account: string | undefined;
  }
  | {
    /** A session of a user ends; the user quits with the last one. */
    readonly type: "detach";
    readonly user: UserId;
    readonly reason: string;
    /** Whether all sessions that the user has in the epoch of the entry end. */
    readonly all?: boolean;
  }
  | {
    /** A user is removed, with all their sessions. */
    readonly type: "quit";
    readonly user: UserId;
    readonly reason: string;
    /** The KILL that their sessions are sent, so that their clients do not come back. */
    readonly kill?: Kill | undefined;
  }
  | {
    readonly type: "nick";
    readonly user: UserId;
    readonly nickname: string;
    /** Whether they give the nickname up since the account that it belongs to has logged in. */
    readonly displaced?: boolean;
  }
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
    /** The name of the operator block, if the change makes an operator. */
    readonly operator?: string;
  }
  | {
    readonly type: "chghost";
    readonly user: UserId;
    readonly username: string;
    readonly host: string;
  }
  | {
    readonly type: "join";
    readonly user: UserId;
    readonly channel: string;
    /** The key that they give, empty for none; without it the channel's modes do not matter. */
    readonly key?: string;
  }
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
    /** Somebody asks the operators of a channel to be invited. */
    readonly type: "knock";
    readonly user: UserId;
    readonly channel: string;
    readonly text: string;
  }
  | {
    /** A user begins or stops to refuse messages from those who match a mask. */
    readonly type: "silence";
    readonly user: UserId;
    readonly adding: boolean;
    readonly mask: string;
  }
  | {
    readonly type: "rename";
    readonly user: UserId;
    readonly channel: string;
    readonly name: string;
    readonly reason: string;
  }
  | {
    /** Gives a channel to an account, or takes it from its founder. */
    readonly type: "founder";
    readonly user: UserId;
    readonly channel: string;
    readonly founder: string | undefined;
  }
  | {
    readonly type: "account-added";
    readonly name: string;
    readonly email: string | undefined;
    readonly password: StoredPassword;
    /** The code for which it waits, if its e-mail address has to be verified. */
    readonly pending: PendingCode | undefined;
  }
  | {
    /** The e-mail address of an account is verified by a code. */
    readonly type: "account-confirmed";
    readonly account: string;
    /** As in {@linkcode PendingCode}. */
    readonly codeHash: string;
  }
  | { /** An account was deleted. */ readonly type: "account-gone"; readonly account: string }
  | {
    /** An account has another password, and with that no login tokens and no known addresses. */
    readonly type: "password";
    readonly account: string;
    readonly password: StoredPassword;
  }
  | {
    readonly type: "token-added";
    readonly account: string;
    readonly id: string;
    /** SHA-256 of the token, in base64. */
    readonly hash: string;
    readonly label: string;
    /** The tokens that the account may have, 0 for any number; those not used for longest go. */
    readonly most: number;
  }
  | { readonly type: "token-used"; readonly account: string; readonly id: string }
  | {
    readonly type: "token-removed";
    readonly account: string;
    /** Undefined for all tokens of the account. */
    readonly id: string | undefined;
  }
  | {
    /** Somebody has logged in to an account from an address. */
    readonly type: "address-known";
    readonly account: string;
    /** A part of a hash of the address, see accounts/attempts/known_addresses.ts. */
    readonly address: number;
  }
  | { /** What an account has said is erased. */ readonly type: "forget"; readonly account: string }
  | {
    /** A user has read a channel or conversation up to a time, in milliseconds since 1970. */
    readonly type: "marker";
    readonly user: UserId;
    readonly target: string;
    readonly time: number;
  }
  | {
    readonly type: "message";
    readonly kind: MessageKind;
    readonly from: UserId;
    readonly target: MessageTarget;
    readonly text: string;
    /** Client-only tags, those that begin with `+`. */
    readonly tags: Tags;
    /** The lines of a multi-line message, whose `text` is empty. */
    readonly lines?: readonly MultilineLine[];
    /** The label of the command, for the answer if the message cannot be stored. */
    readonly label?: string | undefined;
  }
  | {
    readonly type: "redact";
    readonly by: UserId;
    /** The message's target; undefined if it is not on the network. */
    readonly target: MessageTarget | undefined;
    /** The name of the target, as the redactor wrote it. */
    readonly name: string;
    /** The sequence of the message that is deleted. */
    readonly message: number;
    readonly reason: string | undefined;
    /** The label of the command, for the answer if the event cannot be stored. */
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

/** The target of a message. */
export type MessageTarget =
  | {
    readonly channel: string; /** Smallest status bit that gets it, 0 for all members. */
    readonly status: number;
  }
  | { readonly user: UserId }
  | {
    /** An account with no user on the network, for which the message is kept. */ readonly account:
      string;
  };

export type EventType = NetworkEvent["type"];
export type EventOf<T extends EventType> = Extract<NetworkEvent, { type: T }>;

/** When an event happened, in the order of all events, and who asked for it. */
export interface Sequenced {
  /** Greater than that of every earlier event, over restarts too; see ids.ts. */
  readonly sequence: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** The id of the session that asked for the event, if one did. */
  readonly origin: string | undefined;
}

/** An event with its sequence, time and origin. */
export interface Entry<T extends EventType = EventType> extends Sequenced {
  /** The epoch of the node that appended it, see cluster/journal.ts; empty for a single server. */
  readonly epoch: string;
  readonly event: EventOf<T>;
}
