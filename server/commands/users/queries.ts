import type { UserCommand } from "../context.ts";
import { ISON, USERHOST } from "./userhost.ts";
import { WHO } from "./who.ts";
import { WHOIS } from "./whois.ts";
import { WHOWAS } from "./whowas.ts";

/** The commands that ask about people. */
export const QUERY_COMMANDS: Readonly<Record<string, UserCommand>> = {
  WHO,
  WHOIS,
  WHOWAS,
  USERHOST,
  ISON,
};
