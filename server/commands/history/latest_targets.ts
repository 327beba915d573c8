import { casefold } from "../../../protocol/names.ts";
import type { Part } from "../../history/reading/parts.ts";
import type { Range } from "../../history/reading/reader.ts";
import type { Steps } from "../../io/turns.ts";
import type { Server } from "../../server.ts";
import { COST } from "../../budgets/costs.ts";
import type { UserContext } from "../context.ts";

/** A room or a person, and the sequence of the last message there. */
export interface LatestTarget {
  readonly name: string;
  readonly seq: number;
}

/** The rooms and people of a user whose last message is in a range, ordered by that message. */
export function* latestTargets(
  { server, session, user }: UserContext,
  { after, before, from, limit }: Omit<Range, "events">,
): Steps<LatestTarget[]> {
  const targets = new Map<string, LatestTarget>();
  const found = { count: 0, first: Infinity };
  for (const { name, parts, latest } of server.history.readables(user, after)) {
    // People come in the order of their last messages, so the rest is earlier than the answer.
    if (from === "newest" && found.count >= limit && latest < found.first) continue;
    session.budget.spend(parts.length * COST.seek);
    const seq = newestIn(server, parts);
    yield;
    const key = casefold(name);
    const known = targets.get(key)?.seq ?? after;
    if (seq === undefined || seq <= known) continue;
    targets.set(key, { name, seq });
    if (seq >= before) continue;
    found.count++;
    found.first = Math.min(found.first, seq);
  }
  const inRange = [...targets.values()].filter(({ seq }) => seq < before)
    .sort((one, other) => one.seq - other.seq);
  return from === "oldest" ? inRange.slice(0, limit) : inRange.slice(-limit);
}

/** The sequence of the newest message of parts; those of one target follow each other in time. */
function newestIn({ history }: Server, parts: readonly Part[]): number | undefined {
  const newest = new Map<number, number>();
  for (const part of parts.toReversed()) {
    if (newest.has(part.target)) continue;
    const seq = history.newest(part);
    if (seq !== undefined) newest.set(part.target, seq);
  }
  return newest.size === 0 ? undefined : Math.max(...newest.values());
}
