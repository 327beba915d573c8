/**
 * The state of the client: rooms, people, messages and friends, as a pure function of the events
 * so far. Every front end shows it.
 */

import { caseMappingOf } from "../../protocol/isupport.ts";
import type { ClientEvent } from "../events.ts";
import { Draft } from "./draft.ts";
import { CHANGES } from "./changes.ts";
import type { ClientState } from "./state.ts";

export {
  type ClientState,
  type Conversation,
  type ConversationEntry,
  type ConversationKind,
  emptyConversation,
  type Friend,
  type GapEntry,
  INITIAL_STATE,
  MAX_ALL_ENTRIES,
  MAX_CONVERSATIONS,
  MAX_ENTRIES,
  type Member,
  type MessageEntry,
  type NotedEvent,
  type NoteEntry,
  type Older,
  type Pending,
  type Person,
  type Reactions,
  type Redaction,
  SERVER_KEY,
} from "./state.ts";
export { indexOfEntry, indexOfMessage, isSameMessage } from "./entries.ts";
export { isForUs, mentions } from "./messages.ts";

/** Returns the state after `event`. */
export function reduce(state: ClientState, event: ClientEvent): ClientState {
  return reduceAll(state, [event]);
}

/** Returns the state after all of `events`, in their order. */
export function reduceAll(state: ClientState, events: Iterable<ClientEvent>): ClientState {
  const draft = new Draft(state);
  for (const event of events) apply(draft, event);
  return draft.state;
}

function apply(draft: Draft, event: ClientEvent): void {
  if (event.type === "welcome") draft.state.caseMapping = caseMappingOf(event.isupport);
  const change = CHANGES[event.type] as ((draft: Draft, event: ClientEvent) => void) | undefined;
  change?.(draft, event);
}
