import type { Draft } from "./draft.ts";
import { SERVER_KEY } from "./state.ts";
import type { Conversation, NotedEvent } from "./state.ts";

/** Adds an event that is no message to the current conversation or to the server's. */
export function addNote(
  draft: Draft,
  event: NotedEvent,
  where: "current" | "server" = "current",
): void {
  const conversation = where === "current"
    ? draft.current()
    : draft.conversation(SERVER_KEY, "server");
  draft.add(conversation, { type: "note", time: event.time, event });
}

/** Adds a note to a conversation if there is one with that name, and else to the server's. */
export function addNoteTo(draft: Draft, event: NotedEvent, name: string): void {
  const conversation: Conversation | undefined = draft.known(name);
  if (conversation === undefined) addNote(draft, event, "server");
  else draft.add(conversation, { type: "note", time: event.time, event });
}
