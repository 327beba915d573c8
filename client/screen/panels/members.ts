import { sanitize } from "../../format/sanitize.ts";
import type { Conversation, Member } from "../../model/mod.ts";
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
  const members = sorted(conversation.members);
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

type Members = Conversation["members"];

/** The orders of the members that were drawn last. A map of members is replaced, never changed. */
const orders = new WeakMap<Members, readonly [string, Member][]>();

function sorted(members: Members): readonly [string, Member][] {
  let order = orders.get(members);
  if (order === undefined) {
    order = [...members].sort(([, a], [, b]) => compareMembers(a, b));
    orders.set(members, order);
  }
  return order;
}

const STATUS_ORDER = "~&@%+";
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

function compareMembers(a: Member, b: Member): number {
  const rank = ({ prefixes }: Member) => {
    const at = STATUS_ORDER.indexOf(prefixes.charAt(0) || " ");
    return at === -1 ? STATUS_ORDER.length : at;
  };
  return rank(a) - rank(b) ||
    collator.compare(a.nick, b.nick);
}
