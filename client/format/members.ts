import type { Conversation, Member } from "../model/mod.ts";

type Members = Conversation["members"];

/** The orders of the members that were shown last. A map of members is replaced, never changed. */
const orders = new WeakMap<Members, readonly [string, Member][]>();

/** The members of a room by their status and name, with their casefolded nicknames. */
export function sortedMembers(members: Members): readonly [string, Member][] {
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
