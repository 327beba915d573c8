import type { Command } from "./context.ts";
import { ACCOUNT_COMMANDS } from "./accounts/mod.ts";
import { BATCH } from "./messages/batch.ts";
import { CHANNEL_COMMANDS } from "./channels/join.ts";
import { helpCommands } from "./server/help.ts";
import { HISTORY_COMMANDS } from "./history/mod.ts";
import { INFO_COMMANDS } from "./server/info.ts";
import { MESSAGE_COMMANDS } from "./messages/send.ts";
import { METADATA } from "./metadata/metadata.ts";
import { MODE_COMMANDS } from "./channels/mode.ts";
import { OPERATOR_COMMANDS } from "./operators/operators.ts";
import { QUERY_COMMANDS } from "./users/queries.ts";
import { REGISTRATION_COMMANDS } from "./connection/registration.ts";
import { USER_COMMANDS } from "./users/mod.ts";

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
