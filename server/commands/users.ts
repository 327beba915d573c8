import type { UserCommand } from "./context.ts";

export const USER_COMMANDS: Readonly<Record<string, UserCommand>> = {};
