import type { UserCommand } from "./context.ts";

export const OPERATOR_COMMANDS: Readonly<Record<string, UserCommand>> = {};
