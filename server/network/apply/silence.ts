import { ownText } from "../../../protocol/lines.ts";
import { casefold } from "../../../protocol/names.ts";
import type { Entry } from "../events.ts";
import { type Outcome, refused } from "../outcome.ts";
import { type NetworkState, sourceOf } from "../state.ts";

export function applySilence(
  state: NetworkState,
  { event: { user: id, adding, mask }, time }: Entry<"silence">,
): Outcome<"silence"> {
  const user = state.users.get(id);
  if (user === undefined) return refused("gone");
  const key = casefold(mask);
  const entry = user.silenced.get(key);
  if ((entry !== undefined) === adding) return refused("no-change");
  if (entry !== undefined) {
    user.silenced = new Map([...user.silenced].filter(([other]) => other !== key));
    return { ok: true, user, mask: entry.mask };
  }
  const added = { mask: ownText(mask), setBy: sourceOf(user), setAt: time };
  user.silenced = new Map([...user.silenced, [ownText(key), added]]);
  return { ok: true, user, mask: added.mask };
}
