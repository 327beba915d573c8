import type { IrcMessage } from "../../protocol/message.ts";

/** Commands whose parameters may hold a password or a code. */
export const SECRET_COMMANDS: ReadonlySet<string> = new Set([
  "AUTHENTICATE",
  "NICKSERV",
  "NS",
  "OPER",
  "PASS",
  "REGISTER",
  "VERIFY",
]);

/** Whether a message may hold a password or a code, so that no log may quote it. */
export function holdsSecret({ command, params }: IrcMessage): boolean {
  const name = command.toUpperCase();
  if (SECRET_COMMANDS.has(name)) return true;
  return (name === "PRIVMSG" || name === "NOTICE") && /^NickServ/i.test(params[0] ?? "");
}
