import type { EventType, MetadataChange, ModeChange } from "./events.ts";
import type { Account, Channel, Membership, User } from "./state.ts";

/**
 * Why an event changed nothing: the state had changed before its turn came, for example by a ban
 * from the channel that a user joins (`may-not-join`), the sessions of a user
 * who would log in to another account are `shared`, or the journal takes no more events at the
 * moment (`unavailable`).
 */
export type Refusal =
  | "gone"
  | "nickname-in-use"
  | "channel-name-in-use"
  | "account-exists"
  | "account-lookalike"
  | "no-change"
  | "may-not-join"
  | "too-many-sessions"
  | "shared"
  | "unavailable";

/** Whether user mode `r` was set (true) or unset (false); undefined if it is unchanged. */
export type Registered = boolean | undefined;

/** Changes of the status of a channel's members. */
export interface StatusChanges {
  readonly channel: Channel;
  readonly changes: readonly ModeChange[];
}

/** The account that an event is about. */
interface OfAccount {
  readonly account: Account;
}

/** What delivery and the recorder need of each type of event once it is applied. */
export interface Effects {
  "connect": { readonly user: User };
  "attach": { readonly user: User };
  "detach": {
    readonly user: User;
    /** That the user quits, if it was the last session. */
    readonly quit: Effects["quit"] | undefined;
  };
  "quit": {
    readonly user: User;
    readonly channels: readonly Channel[];
    /** The members who became operators of these channels, see apply/succession.ts. */
    readonly promoted: readonly StatusChanges[];
  };
  "nick": {
    readonly user: User;
    readonly before: string;
    readonly source: string;
    readonly registered: Registered;
  };
  "setname": { readonly user: User };
  "away": { readonly user: User };
  "account": {
    readonly user: User;
    readonly registered: Registered;
    /** The statuses that the account gives the user in their channels. */
    readonly statuses: readonly StatusChanges[];
    /** How the user's metadata differs from before. */
    readonly metadata: readonly MetadataChange[];
  };
  "user-mode": { readonly user: User; readonly changes: readonly ModeChange[] };
  "chghost": { readonly user: User; readonly source: string };
  "join": { readonly user: User; readonly channel: Channel; readonly membership: Membership };
  "part": {
    readonly user: User;
    readonly channel: Channel;
    readonly promoted: readonly StatusChanges[];
  };
  "kick": {
    readonly by: User | undefined;
    readonly user: User;
    readonly channel: Channel;
    readonly promoted: readonly StatusChanges[];
  };
  "topic": { readonly user: User; readonly channel: Channel };
  "channel-mode": {
    readonly user: User;
    readonly channel: Channel;
    readonly changes: readonly ModeChange[];
  };
  "invite": { readonly by: User; readonly user: User; readonly channel: Channel };
  "knock": { readonly user: User; readonly channel: Channel };
  "silence": { readonly user: User; readonly mask: string };
  "rename": { readonly user: User; readonly channel: Channel; readonly before: string };
  "founder": {
    readonly user: User;
    readonly channel: Channel;
    readonly changes: readonly ModeChange[];
  };
  "account-added": {
    readonly account: Account;
    /** Accounts that were not verified in time, which are removed. */
    readonly expired: readonly Account[];
  };
  "account-confirmed": OfAccount;
  /** The users who were logged in to the account, and the channels where it had a status. */
  "account-gone": {
    readonly users: readonly User[];
    readonly channels: readonly Channel[];
    /** The metadata that these users lose. */
    readonly metadata: readonly MetadataChange[];
  };
  "password": OfAccount;
  "token-added": OfAccount;
  "token-used": OfAccount;
  "token-removed": OfAccount;
  "address-known": OfAccount;
  "forget": OfAccount;
  "marker": { readonly user: User };
  "message": {
    readonly from: User;
    readonly channel: Channel | undefined;
    readonly to: User | undefined;
    /** The account that it is kept for, if none of its users is on the network. */
    readonly absent: string | undefined;
  };
  "redact": {
    readonly by: User;
    readonly channel: Channel | undefined;
    readonly to: User | undefined;
  };
  "metadata": {
    readonly by: User;
    readonly channel: Channel | undefined;
    /** The users with this metadata: all who share the account, if there is one. */
    readonly users: readonly User[];
    readonly changes: readonly MetadataChange[];
  };
  "wallops": { readonly from: User | undefined };
  "announce": Record<never, never>;
}

/** The outcome of an event: its effect, or the reason that it changed nothing. */
export type Outcome<T extends EventType = EventType> =
  | ({ readonly ok: true } & Effects[T])
  | Refused;

/** An event that changed nothing. */
export interface Refused {
  readonly ok: false;
  readonly refusal: Refusal;
}

/** The outcome of an event that changed nothing. */
export function refused(refusal: Refusal): Refused {
  return { ok: false, refusal };
}
