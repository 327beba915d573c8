import { CHATHISTORY } from "./chathistory.ts";
import type { UserCommand } from "../context.ts";
import { FORGETME } from "./forgetme.ts";
import { MARKREAD } from "./markread.ts";
import { REDACT } from "./redact.ts";
import { SEARCH } from "./search.ts";

/** The commands that are about what was said. */
export const HISTORY_COMMANDS: Readonly<Record<string, UserCommand>> = {
  CHATHISTORY,
  REDACT,
  MARKREAD,
  SEARCH,
  FORGETME,
};
