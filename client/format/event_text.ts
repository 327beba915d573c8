import type { ConversationEntry, MessageEntry, NoteEntry } from "../model/mod.ts";
import { t } from "../texts/mod.ts";
import { roomName } from "./names.ts";

/** Names that a folded text spells out; the rest is counted. */
const FOLDED_NAMES = 2;
/** An event of a conversation that is neither a message nor a note. */
export type PlainEvent = Exclude<ConversationEntry, MessageEntry | NoteEntry | { type: "gap" }>;

/** What an event says in its conversation: `alice left (bye)`. */
export function eventText(event: PlainEvent): string {
  const because = (reason: string | undefined) => reason === undefined ? "" : ` (${reason})`;
  const name = event.type === "topic" || event.type === "mode" ? event.by ?? "" : event.nick;
  switch (event.type) {
    case "join":
      return t("{name} came", { name });
    case "part":
      return t("{name} left", { name }) + because(event.reason);
    case "quit":
      return t("{name} went offline", { name }) + because(event.reason);
    case "kick":
      return t("{name} was removed by {by}", { name, by: event.by }) + because(event.reason);
    case "nick":
      return t("{name} is now {newName}", { name, newName: event.newNick });
    case "topic":
      return event.topic === ""
        ? t("{name} removed the topic", { name })
        : t("{name} set the topic: {topic}", { name, topic: event.topic });
    case "mode": {
      const target = event.room ? roomName(event.target) : event.target;
      const modes = [event.modes, ...event.args].join(" ");
      return t("{name} set mode {modes} on {target}", { name, modes, target });
    }
    case "away":
      return event.message === undefined
        ? t("{name} is back", { name })
        : t("{name} is away: {text}", { name, text: event.message });
  }
}

/** What a run of events comes to: `alice, bob and 3 others came; carol left`. */
export function foldedText(events: readonly ConversationEntry[]): string {
  const came = new Set<string>();
  const left = new Set<string>();
  const renamed: string[] = [];
  for (const event of events) {
    if (event.type === "join") {
      // One who left and came back in the run has done neither, as far as it matters.
      if (!left.delete(event.nick)) came.add(event.nick);
    } else if (event.type === "part" || event.type === "quit") {
      if (!came.delete(event.nick)) left.add(event.nick);
    } else if (event.type === "nick") {
      if (came.delete(event.nick)) came.add(event.newNick);
      else renamed.push(t("{name} is now {newName}", { name: event.nick, newName: event.newNick }));
    }
  }
  const more = renamed.length - FOLDED_NAMES;
  const parts = [
    ...(came.size > 0 ? [t("{name} came", { name: listNames([...came]) })] : []),
    ...(left.size > 0 ? [t("{name} left", { name: listNames([...left]) })] : []),
    ...renamed.slice(0, FOLDED_NAMES),
    ...(more > 0 ? [t("{count} more changed their names", { count: more })] : []),
  ];
  return parts.length === 0 ? t("some came and left") : parts.join(t("; "));
}

function listNames(names: readonly string[]): string {
  if (names.length === 1) return names[0] ?? "";
  if (names.length <= FOLDED_NAMES + 1) {
    const last = names.at(-1) ?? "";
    return t("{names} and {last}", { names: names.slice(0, -1).join(t(", ")), last });
  }
  const shown = names.slice(0, FOLDED_NAMES).join(t(", "));
  return t("{names} and {count} others", { names: shown, count: names.length - FOLDED_NAMES });
}
