import { sendText } from "../../replies/long_replies.ts";
import type { UserCommand, UserContext } from "../context.ts";
import { forThisServer } from "./this_server.ts";

/** Modern IRC, "ADMIN message". */
export const ADMIN: UserCommand = {
  run: forThisServer(admin),
  usage: "ADMIN [<server>]",
  description: "Shows who runs the server.",
};

function admin({ server, session }: UserContext): void {
  const { name, admin } = server.options;
  const { location, description, email } = admin;
  if (location === undefined && description === undefined && email === undefined) {
    return session.numeric("ERR_NOADMININFO", [name]);
  }
  session.numeric("RPL_ADMINME", [name]);
  sendText(server, session, { name: "RPL_ADMINLOC1", text: location ?? "" });
  sendText(server, session, { name: "RPL_ADMINLOC2", text: description ?? "" });
  sendText(server, session, { name: "RPL_ADMINEMAIL", text: email ?? "" });
}
