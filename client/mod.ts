/** `chat join`: the client for the command line. */

export { join } from "./cli/join.ts";
