import type { EventType, MetadataChange, ModeChange } from "./events.ts";
import type { Channel, Membership, User } from "./state.ts";

/** Why an event came to nothing: what it was about had changed before its turn came. */
export type Refusal = "gone" | "nickname-in-use" | "channel-name-in-use" | "no-change";

/** Whether user mode `r` was set or unset; undefined where it is as before. */
export type Registered = boolean | undefined;

/** Members of a room whose status is another now. */
export interface StatusChanges {
  readonly channel: Channel;
  readonly changes: readonly ModeChange[];
}

/** What applying each type of event did, as far as telling it asks for what is no longer there. */
export interface Effects {
  "connect": { readonly user: User };
  "quit": { readonly user: User; readonly channels: readonly Channel[] };
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
    /** The statuses that the account brings in the user's rooms. */
    readonly statuses: readonly StatusChanges[];
    /** What is said of the user now and was not before, and the other way round. */
    readonly metadata: readonly MetadataChange[];
  };
  "user-mode": { readonly user: User; readonly changes: readonly ModeChange[] };
  "chghost": { readonly user: User; readonly source: string };
  "join": { readonly user: User; readonly channel: Channel; readonly membership: Membership };
  "part": { readonly user: User; readonly channel: Channel };
  "kick": { readonly by: User | undefined; readonly user: User; readonly channel: Channel };
  "topic": { readonly user: User; readonly channel: Channel };
  "channel-mode": {
    readonly user: User;
    readonly channel: Channel;
    readonly changes: readonly ModeChange[];
  };
  "invite": { readonly by: User; readonly user: User; readonly channel: Channel };
  "rename": { readonly user: User; readonly channel: Channel; readonly before: string };
  "founder": {
    readonly user: User;
    readonly channel: Channel;
    readonly changes: readonly ModeChange[];
  };
  /** Whose account it was, and which rooms were its. */
  "account-gone": {
    readonly users: readonly User[];
    readonly channels: readonly Channel[];
    /** What is no longer said of these users. */
    readonly metadata: readonly MetadataChange[];
  };
  "message": {
    readonly from: User;
    readonly channel: Channel | undefined;
    readonly to: User | undefined;
    /** The account that it was for and none of whose users is here. */
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
    /** All whose it is: those who share the account, where there is one. */
    readonly users: readonly User[];
    readonly changes: readonly MetadataChange[];
  };
  "wallops": { readonly from: User | undefined };
  "announce": Record<never, never>;
}

/** What came of an event. */
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
