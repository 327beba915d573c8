import type { Member } from "../../model/mod.ts";
import type { Navigator } from "../../navigation/navigator.ts";

/** The prefixes of members who may remove people and their messages. */
const OPERATOR_PREFIXES = /[~&@]/;

/** Somebody among the members of the current room. */
export function memberOf({ chat, conversation }: Navigator, nick: string): Member | undefined {
  return conversation?.members.values().find((member) => chat.same(member.nick, nick));
}

/** Whether a member is an operator of the room. */
export function isOperator(member: Member | undefined): boolean {
  return OPERATOR_PREFIXES.test(member?.prefixes ?? "");
}
