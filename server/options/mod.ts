/** The options of `chat serve`: their types, and how they are read. */

export * from "./types.ts";
export { defaultLimits, type LimitRow, LIMITS, type Limits, reaches } from "./limits.ts";
export { loadServerOptions, reloadServerOptions } from "./load.ts";
