import type { Channel, User, UserId } from "./state.ts";
import type { Whowas } from "./whowas.ts";

/** The state behind a `Network`; only the functions in apply/ may write to it. */
export interface NetworkState {
  readonly users: Map<UserId, User>;
  /** Users by casefolded nickname. */
  readonly nicknames: Map<string, User>;
  /** Channels by casefolded name. */
  readonly channels: Map<string, Channel>;
  readonly whowas: Whowas;
  /** The channels that each user is invited to: {@linkcode Channel.invited} by user. */
  readonly invitations: Map<UserId, Set<Channel>>;
  /** How many channels each account has founded, by casefolded account. */
  readonly founded: Map<string, number>;
  /** The metadata that the users of an account share, by casefolded account. */
  readonly accountMetadata: Map<string, Map<string, string>>;
  readonly counts: { operators: number; invisible: number; maxUsers: number };
}
