import { isChannelName } from "../../../protocol/names.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
import type { UserCommand, UserContext } from "../context.ts";
import { userMode } from "../users/user_mode.ts";
import { channelMode } from "./channel_mode.ts";

/** Modern IRC, "MODE message". */
export const MODE: UserCommand = {
  run: mode,
  minParams: 1,
  usage: "MODE <room or nickname> [<changes> [<argument>…]]",
  description:
    "Shows or changes the modes of a room or your own; see HELP MODES and HELP USERMODES.",
};

function mode(context: UserContext, params: readonly string[]): MaybePromise {
  const [target = ""] = params;
  return isChannelName(target) ? channelMode(context, params) : userMode(context, params);
}
