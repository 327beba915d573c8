import type { UserCommand } from "./context.ts";

export const INFO_COMMANDS: Readonly<Record<string, UserCommand>> = {};
