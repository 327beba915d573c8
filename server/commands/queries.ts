import type { UserCommand } from "./context.ts";

export const QUERY_COMMANDS: Readonly<Record<string, UserCommand>> = {};
