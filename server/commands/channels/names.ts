import { maySee } from "../../permissions/channels.ts";
import { sendNames } from "../../replies/channel.ts";
import type { UserCommand } from "../context.ts";

/** Who is in rooms. Modern IRC, "NAMES message". */
export const NAMES: UserCommand = {
  run: ({ server, session, user }, [names = ""]) => {
    if (names === "") {
      session.numeric("RPL_ENDOFNAMES", ["*"]);
      return;
    }
    const [name = ""] = names.split(",", 1);
    const channel = server.network.channel(name);
    if (channel === undefined || !maySee(channel, user)) {
      session.numeric("RPL_ENDOFNAMES", [name]);
    } else {
      sendNames(server, session, channel);
    }
  },
  usage: "NAMES <room>",
};
