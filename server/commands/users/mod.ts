import { AWAY } from "./away.ts";
import type { Command } from "../context.ts";
import { MONITOR } from "./monitor.ts";
import { SETNAME } from "./setname.ts";

/** The commands about oneself, and about who comes and goes. */
export const USER_COMMANDS: Readonly<Record<string, Command>> = { AWAY, SETNAME, MONITOR };
