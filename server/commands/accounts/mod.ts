import { REGISTER, VERIFY } from "./register.ts";
import { AUTHENTICATE } from "./authenticate.ts";
import { SERVICE_COMMANDS } from "./services.ts";
import type { Command } from "../context.ts";

/** The commands of accounts. */
export const ACCOUNT_COMMANDS: Readonly<Record<string, Command>> = {
  AUTHENTICATE,
  REGISTER,
  VERIFY,
  ...SERVICE_COMMANDS,
};
