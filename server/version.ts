import config from "../deno.json" with { type: "json" };

/** The program's name and version, for VERSION and 002. */
export const VERSION = `chat-${config.version}`;
