import config from "../deno.json" with { type: "json" };

/** The program's name and version, as VERSION and 002 say it. */
export const VERSION = `chat-${config.version}`;
