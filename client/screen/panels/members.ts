import { sanitize } from "../../format/sanitize.ts";
import { sortedMembers } from "../../format/members.ts";
import { t } from "../../texts/mod.ts";
import type { Layout } from "../drawing/layout.ts";
import type { Row } from "../drawing/style.ts";
import { fit } from "../drawing/width.ts";
import { currentConversation, currentNetwork, type ScreenView } from "../view.ts";

/** The members of a room by their status, and how many there are. */
export function membersPanel(view: ScreenView, { right, rows }: Layout): Row[] {
  const conversation = currentConversation(view);
  const state = currentNetwork(view)?.state;
  if (conversation?.kind !== "room" || state === undefined) return [];
  const members = sortedMembers(conversation.members);
  const head: Row = [{ text: ` ${t("{count} here", { count: members.length })}`, role: "faint" }];
  const fitting = members.slice(0, members.length > rows - 1 ? rows - 2 : rows - 1);
  const lines = fitting.map(([key, { nick, prefixes }]): Row => {
    const isAway = state.people.get(key)?.away !== undefined;
    const name = fit(sanitize(nick), right - 2);
    return [
      { text: prefixes.charAt(0) || " ", role: "faint" },
      isAway ? { text: name, role: "away" } : { text: name, nick },
    ];
  });
  const more = members.length - fitting.length;
  const rest: Row[] = more > 0
    ? [[{ text: ` ${t("and {count} more", { count: more })}`, role: "faint" }]]
    : [];
  return [head, ...lines, ...rest];
}
