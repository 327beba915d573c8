import type { IrcMessage } from "../../protocol/message.ts";
import type { MaybePromise } from "../maybe_promise.ts";
import { dropBatch } from "../replies/batch_failures.ts";
import type { Server } from "../server.ts";
import type { RefusedLine } from "../session/lines.ts";
import type { Session } from "../session/session.ts";
import type { Command } from "./context.ts";
import { takeBatchLine } from "./messages/batch.ts";
import { COMMANDS } from "./table.ts";

/** Methods of HTTP: a web page could make its visitors' browsers send IRC in a form's body. */
const WEB_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "OPTIONS"]);

/** Runs a session's line, after all checks that commands have in common. */
export function runCommand(server: Server, session: Session, message: IrcMessage): MaybePromise {
  const name = message.command.toUpperCase();
  const command = COMMANDS.get(name);
  if (command === undefined) return refuseUnknown(session, name);
  const { params } = message;
  const { user } = session;
  const batch = message.tags.get("batch");
  if (batch !== undefined && user !== undefined && session.knowsBatches) {
    return takeBatchLine({ server, session, message, user }, batch);
  }
  if (user === undefined && !worksBeforeRegistration(session, command)) {
    return session.numeric("ERR_NOTREGISTERED");
  }
  if (params.length < (command.minParams ?? 0)) {
    return session.numeric("ERR_NEEDMOREPARAMS", [name]);
  }
  if (command.operator === true && user?.operator === undefined) {
    return session.numeric("ERR_NOPRIVILEGES");
  }
  if (command.capability !== undefined && !session.capabilities.has(command.capability)) {
    return session.numeric("ERR_UNKNOWNCOMMAND", [name]);
  }
  if (command.beforeRegistration !== undefined) {
    return command.run({ server, session, message }, params);
  }
  if (user !== undefined) return command.run({ server, session, message, user }, params);
}

function refuseUnknown(session: Session, name: string): void {
  if (session.user !== undefined) session.numeric("ERR_UNKNOWNCOMMAND", [name]);
  else if (WEB_METHODS.has(name)) session.end("This is no web server");
  else session.numeric("ERR_NOTREGISTERED");
}

function worksBeforeRegistration(session: Session, { beforeRegistration }: Command): boolean {
  return beforeRegistration === true ||
    (beforeRegistration !== undefined && session.capabilities.has(beforeRegistration));
}

/** The FAIL for each kind of line that cannot be read; one that is too long has a numeric. */
const REFUSED_LINES = {
  "invalid-utf8": {
    code: "INVALID_UTF8",
    text: "This server accepts only UTF-8; the line was dropped",
  },
  "bad-character": {
    code: "INVALID_CHARACTER",
    text: "A line cannot have NUL or a carriage return in it; it was dropped",
  },
  "no-command": { code: "NO_COMMAND", text: "A line needs a command; this one was dropped" },
} as const;

/** Answers a line that could not be read. */
export function describeRefusedLine(session: Session, { error, command }: RefusedLine): void {
  dropBatch(session, "A line of the message could not be read");
  if (error === "too-long") return session.numeric("ERR_INPUTTOOLONG");
  session.standard("FAIL", { command, ...REFUSED_LINES[error] });
}
