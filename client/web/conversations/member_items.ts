import { translatable } from "../../texts/mod.ts";
import { sortedMembers } from "../../format/members.ts";
import type { Member } from "../../model/mod.ts";

/** What the list of members draws as one line. */
export type MemberItem =
  | {
    readonly type: "heading";
    readonly key: string;
    /** A key of the translations. */
    readonly title: string;
    readonly count: number;
  }
  | { readonly type: "member"; readonly key: string; readonly member: Member };

/** The names of the groups by the prefix of their members. */
export const MEMBER_GROUPS: Readonly<Record<string, string>> = {
  "~": translatable("Owners"),
  "&": translatable("Administrators"),
  "@": translatable("Operators"),
  "%": translatable("Helpers"),
  "+": translatable("With voice"),
  "": translatable("Others"),
};

/** The members of a room in groups by their status; one group alone has no heading. */
export function memberItems(members: ReadonlyMap<string, Member>): MemberItem[] {
  const groups = new Map<string, MemberItem[]>();
  for (const [key, member] of sortedMembers(members)) {
    const prefix = member.prefixes.charAt(0);
    const title = MEMBER_GROUPS[prefix] ?? "Others";
    const group = groups.get(title) ?? [];
    group.push({ type: "member", key, member });
    groups.set(title, group);
  }
  if (groups.size === 1) return [...groups.values()].flat();
  return [...groups].flatMap(([title, group]): MemberItem[] => [
    { type: "heading", key: ` ${title}`, title, count: group.length },
    ...group,
  ]);
}

/** The position of the next member in a direction, or else in the other; a heading is none. */
export function memberNear(
  items: readonly MemberItem[],
  { at, step }: { readonly at: number; readonly step: 1 | -1 },
): number | undefined {
  for (const direction of [step, -step]) {
    for (let near = at; items[near] !== undefined; near += direction) {
      if (items[near]?.type === "member") return near;
    }
  }
  return undefined;
}
