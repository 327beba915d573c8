import { parseModeChanges, USER_MODES } from "../../../protocol/modes.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
import { append } from "../../session_context.ts";
import type { UserContext } from "../context.ts";
import { MAX_MODE_CHANGES } from "../command_limits.ts";
import { findUser } from "../lookup.ts";

const MODE_TABLE = USER_MODES.map(({ letter }) => ({ letter, kind: "flag" as const }));

/** Shows or changes the user's own modes. Modern IRC, "User mode". */
export function userMode(context: UserContext, params: readonly string[]): MaybePromise {
  const { session, user } = context;
  const [nickname = "", letters] = params;
  const target = findUser(context, nickname);
  if (target === undefined) return;
  if (target !== user) return session.numeric("ERR_USERSDONTMATCH");
  if (letters === undefined) {
    return session.numeric("RPL_UMODEIS", [`+${[...user.modes].join("")}`]);
  }
  const { changes, unknown } = parseModeChanges(letters, [], MODE_TABLE);
  if (unknown.length > 0) session.numeric("ERR_UMODEUNKNOWNFLAG");
  const allowed = changes.slice(0, MAX_MODE_CHANGES).filter(({ adding, mode }) => {
    const users = USER_MODES.find(({ letter }) => letter === mode)?.users;
    return users === "set-and-unset" || (users === "unset" && !adding);
  });
  if (allowed.length === 0) return;
  return append(context, { type: "user-mode", user: user.id, changes: allowed });
}
