import type { Command } from "./context.ts";
import { CHANNEL_COMMANDS } from "./channels.ts";
import { INFO_COMMANDS } from "./info.ts";
import { MESSAGE_COMMANDS } from "./messages.ts";
import { MODE_COMMANDS } from "./modes.ts";
import { OPERATOR_COMMANDS } from "./operators.ts";
import { QUERY_COMMANDS } from "./queries.ts";
import { REGISTRATION_COMMANDS } from "./registration.ts";
import { USER_COMMANDS } from "./users.ts";

/** Every command, by name. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ...Object.entries(REGISTRATION_COMMANDS),
  ...Object.entries(MESSAGE_COMMANDS),
  ...Object.entries(CHANNEL_COMMANDS),
  ...Object.entries(MODE_COMMANDS),
  ...Object.entries(USER_COMMANDS),
  ...Object.entries(QUERY_COMMANDS),
  ...Object.entries(INFO_COMMANDS),
  ...Object.entries(OPERATOR_COMMANDS),
]);
