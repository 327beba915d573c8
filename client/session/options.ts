import type { BackoffOptions } from "../connection/backoff.ts";
import type { Clock } from "../connection/clock.ts";
import type { Connect } from "../connection/connection.ts";
import type { Servers } from "../connection/servers.ts";
import type { ClientEvent } from "../events.ts";
import type { KeptMarkers } from "../history/read_markers.ts";
import type { SeenMessages } from "../history/seen_messages.ts";
import type { LoginMechanism } from "./accounts/mechanisms.ts";
import type { PasswordPolicy } from "./accounts/password_policy.ts";
import type { Backlog, OutboxEntry } from "../sending/outbox.ts";

/** An account, and its password or a login token that the server has made for it. */
export type AccountLogin =
  & { readonly name: string }
  & ({ readonly password: string } | { readonly token: string });

/** An account to be made of our nickname. */
export interface NewAccount {
  /** Undefined if there is a code, and the password is not known. */
  readonly password: string | undefined;
  /** For a server that requires an e-mail address. */
  readonly email?: string | undefined;
  /** The code that confirms an account which is registered already. */
  readonly code?: string | undefined;
}

/** Why a password is asked for. */
export interface PasswordFailure {
  /** The account that it belongs to; undefined for the password of the server. */
  readonly account: string | undefined;
  /** Whether a password was sent. */
  readonly wasGiven: boolean;
  /** Whether a login token was sent instead, which is revoked, expired or not known here. */
  readonly tokenRefused: boolean;
  readonly reason: string;
}

/** Another nickname, or the password of the account that has the nickname. */
export type NameAnswer = string | { readonly password: string };

/** What a session knows that the next one on the same network goes on with. */
export interface SessionContinuation {
  readonly backlog: Backlog;
  readonly seen: SeenMessages;
  /** When it was first online, by the server's clock; undefined if it never was. */
  readonly began: number | undefined;
}

/** Options for a session. */
export interface SessionOptions {
  readonly connect: Connect;
  /** The servers of the network; absent if there is one, to which no connection is without TLS. */
  readonly servers?: Servers | undefined;
  /** Where the network is, as people read it: `127.0.0.1:6667`. */
  readonly address: string;
  readonly clock: Clock;
  /** Returns a number from 0 to 1. */
  readonly random: () => number;
  readonly backoff: BackoffOptions;
  /** Whether the first connection is tried again, too, until the server can be reached. */
  readonly retriesFirst?: boolean;
  /** Undefined for a guest, whose nickname is made from the local port. */
  readonly nick: string | undefined;
  readonly realname: string | undefined;
  readonly account: AccountLogin | undefined;
  /** The account whose password the person is asked for before the first login. */
  readonly askedAccount?: string | undefined;
  /** The only mechanism to log in with by a password; absent for any. */
  readonly saslMechanism?: LoginMechanism | undefined;
  /** Registers our nickname on the first connection, which is logged in to it then. */
  readonly newAccount?: NewAccount | undefined;
  readonly serverPassword: string | undefined;
  /** To which servers passwords are sent; absent if nobody can read the connection. */
  readonly passwordPolicy?: PasswordPolicy | undefined;
  /** Channels to join at the start: `#1`. */
  readonly rooms: readonly string[];
  /** Messages from the history to show on joining a room; 0 for none. */
  readonly historyLines: number;
  /** Whether to show at the start the unread direct messages of our account. */
  readonly showUnread: boolean;
  /** Whether to measure how long the server takes to answer. */
  readonly measureLag?: boolean;
  /** Whether to ask, after joining a room, for its modes and who of its members is away. */
  readonly asksAboutRooms?: boolean;
  /** The session before it on this network, which has ended. */
  readonly continues?: SessionContinuation | undefined;
  /** Whether the session ends when an operator disconnects us; otherwise it connects again. */
  readonly endsWhenKilled?: boolean;
  /** How far a guest has read; an account's markers are kept by the server. */
  readonly keptMarkers?: KeptMarkers | undefined;
  /** The answer to CTCP VERSION. */
  readonly version: string;
  readonly emit: (event: ClientEvent) => void;
  /**
   * Asks the person for another nickname or, if the one taken `isOwned`, for the password of its
   * account; undefined gives up. Absent if there is no person.
   */
  readonly askName?: (
    taken: string,
    about: NameFailure,
  ) => Promise<NameAnswer | undefined>;
  /**
   * Asks the person whether to connect again after an operator has disconnected us. Absent if there
   * is no person to ask.
   */
  readonly askAgain?: (what: string) => Promise<boolean>;
  /** Asks the person for a password; undefined gives up. Absent if there is no person. */
  readonly askPassword?: (failure: PasswordFailure) => Promise<string | undefined>;
  /** Waits until the emitted events are written; the next lines are read after that. */
  readonly flush?: () => Promise<void>;
}

/** Why another nickname is asked for. */
export interface NameFailure {
  /** Whether the name has an account. */
  readonly isOwned: boolean;
  /** What the server says of it. */
  readonly reason: string;
  /** Why the server does not accept such a name; undefined if it is in use. */
  readonly refused?: string | undefined;
}

/** Why a server does not register us. */
export type RegistrationFailure =
  | "name-taken"
  | "name-refused"
  | "wrong-password"
  | "account-refused"
  | "refused";

/** What a password lets into. */
export type PasswordOwner = "server" | "account";

/** How a session has ended. */
export type SessionEnd =
  /** We left; `unsent` are the lines that were never confirmed. */
  | { readonly type: "left"; readonly unsent: readonly OutboxEntry[] }
  | { readonly type: "cannot-connect"; readonly reason: string }
  | {
    readonly type: RegistrationFailure;
    readonly nick: string;
    readonly reason: string;
    /** For a wrong password: whose it is; a server requires its own of everyone. */
    readonly passwordOf?: PasswordOwner;
    /** For a new account: the code of a FAIL, or `VERIFICATION_REQUIRED`. */
    readonly code?: string;
  }
  /** The connection was lost and could not be restored in time. */
  | { readonly type: "gave-up"; readonly reason: string; readonly unsent: readonly OutboxEntry[] };
