import { REGISTER, VERIFY } from "./accounts_register.ts";
import { AUTHENTICATE } from "./accounts_sasl.ts";
import { SERVICE_COMMANDS } from "./accounts_services.ts";
import type { Command } from "./context.ts";

/** The commands of accounts. */
export const ACCOUNT_COMMANDS: Readonly<Record<string, Command>> = {
  AUTHENTICATE,
  REGISTER,
  VERIFY,
  ...SERVICE_COMMANDS,
};
