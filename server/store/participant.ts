import type { Entry, EventType } from "../network/events.ts";
import type { Effects } from "../network/outcome.ts";

/** Keeps a part of what events change, stored in the recorder's transaction. */
export interface Participant {
  /** Notes what an applied event has changed. */
  record<T extends EventType>(entry: Entry<T>, effect: Effects[T]): void;
  /** Whether there are changes to store. */
  readonly changed: boolean;
  /** Stores the changes, in the open transaction, and keeps them in case it fails. */
  store(): void;
  /** Forgets the stored changes: their transaction is committed. */
  committed(): void;
}
