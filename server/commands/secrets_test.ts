import { assert } from "@std/assert";
import { parseMessage } from "../../protocol/message.ts";
import { holdsSecret, SECRET_COMMANDS } from "./secrets.ts";
import { COMMANDS } from "./table.ts";

function isSecret(line: string): boolean {
  const message = parseMessage(line);
  assert(typeof message !== "string");
  return holdsSecret(message);
}

Deno.test("Every secret command is in the table of commands", () => {
  for (const name of SECRET_COMMANDS) assert(COMMANDS.has(name), name);
});

Deno.test("Passwords and codes are secret in any spelling, other lines are not", () => {
  const secret = [
    "PASS sesame",
    "pass :sesame",
    "@label=1 :bob OPER root sesame",
    "Authenticate AGJvYgBzZXNhbWU=",
    "PRIVMSG nickserv :IDENTIFY sesame",
    "NOTICE  :NickServ@services",
    "privmsg NickServ@services :IDENTIFY sesame",
    "ns IDENTIFY sesame",
  ];
  for (const line of secret) assert(isSecret(line), line);
  const open = [
    "PASSWORD",
    "PRIVMSG bob :NickServ",
    "PRIVMSG #1 :PASS sesame",
    "NOTICE",
    "JOIN #1",
  ];
  for (const line of open) assert(!isSecret(line), line);
});
