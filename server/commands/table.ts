import type { Command } from "./context.ts";
import { ACCOUNT_COMMANDS } from "./accounts.ts";
import { BATCH } from "./batch.ts";
import { CHANNEL_COMMANDS } from "./channels.ts";
import { helpCommands } from "./help.ts";
import { HISTORY_COMMANDS } from "./history.ts";
import { INFO_COMMANDS } from "./info.ts";
import { MESSAGE_COMMANDS } from "./messages.ts";
import { METADATA } from "./metadata.ts";
import { MODE_COMMANDS } from "./modes.ts";
import { OPERATOR_COMMANDS } from "./operators.ts";
import { QUERY_COMMANDS } from "./queries.ts";
import { REGISTRATION_COMMANDS } from "./registration.ts";
import { USER_COMMANDS } from "./users.ts";

const WITHOUT_HELP: Readonly<Record<string, Command>> = {
  ...REGISTRATION_COMMANDS,
  ...ACCOUNT_COMMANDS,
  ...MESSAGE_COMMANDS,
  BATCH,
  METADATA,
  ...CHANNEL_COMMANDS,
  ...MODE_COMMANDS,
  ...USER_COMMANDS,
  ...HISTORY_COMMANDS,
  ...QUERY_COMMANDS,
  ...INFO_COMMANDS,
  ...OPERATOR_COMMANDS,
};

/** Every command, by name. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ...Object.entries(WITHOUT_HELP),
  ...Object.entries(helpCommands(WITHOUT_HELP)),
]);
