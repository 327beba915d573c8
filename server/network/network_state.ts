import type { Channel, User, UserId } from "./state.ts";
import type { Whowas } from "./whowas.ts";

/** The state behind a `Network`; only the appliers of events may write to it. */
export interface NetworkState {
  readonly users: Map<UserId, User>;
  /** Users by casefolded nickname. */
  readonly nicknames: Map<string, User>;
  /** Channels by casefolded name. */
  readonly channels: Map<string, Channel>;
  readonly whowas: Whowas;
  /** The channels that users are invited to, beside each channel's own list. */
  readonly invitations: Map<UserId, Set<Channel>>;
  /** How many channels are an account's, by casefolded account. */
  readonly founded: Map<string, number>;
  /** What is said of the users of an account, by casefolded account. */
  readonly accountMetadata: Map<string, Map<string, string>>;
  readonly counts: { operators: number; invisible: number; mostUsers: number };
}
