import type { LineError } from "../../protocol/lines.ts";
import type { IrcMessage } from "../../protocol/message.ts";
import type { Server } from "../server.ts";
import type { Session } from "../session/session.ts";
import { dropBatch } from "../replies/batch_failures.ts";
import { takeBatchLine } from "./messages/batch.ts";
import type { Handled } from "./context.ts";
import { COMMANDS } from "./table.ts";

/** How a browser begins: a page could otherwise make its visitors say IRC in a form's body. */
const WEB_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "OPTIONS"]);

/** Runs a session's line: every gate that commands have in common is here. */
export function runCommand(server: Server, session: Session, message: IrcMessage): Handled {
  const name = message.command.toUpperCase();
  const command = COMMANDS.get(name);
  const { user } = session;
  if (command === undefined) {
    if (user === undefined && WEB_METHODS.has(name)) session.end("This is no web server");
    else if (user === undefined) session.numeric("ERR_NOTREGISTERED");
    else session.numeric("ERR_UNKNOWNCOMMAND", [name]);
    return;
  }
  const { params } = message;
  const batch = message.tags.get("batch");
  if (batch !== undefined && user !== undefined && session.knowsBatches) {
    return takeBatchLine({ server, session, message, user }, batch);
  }
  if ("run" in command && user === undefined) {
    session.numeric("ERR_NOTREGISTERED");
    return;
  }
  if (params.length < (command.min ?? 0)) {
    session.numeric("ERR_NEEDMOREPARAMS", [name]);
    return;
  }
  const context = { server, session, message };
  if ("runAnytime" in command) return command.runAnytime(context, params);
  if (user === undefined) return;
  if (command.operator === true && user.operator === undefined) {
    session.numeric("ERR_NOPRIVILEGES");
    return;
  }
  return command.run({ ...context, user }, params);
}

/** Tells a session why a line of its was dropped. */
export function describeRefusedLine(session: Session, { error, command }: LineError): void {
  dropBatch(session, "A line of the message could not be read");
  if (error === "too-long") {
    session.numeric("ERR_INPUTTOOLONG");
    return;
  }
  session.standard("FAIL", {
    command,
    code: "INVALID_UTF8",
    text: "Only UTF-8 is spoken here; the line was dropped",
  });
}
