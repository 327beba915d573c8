/** What `chat serve` can be told: the types, and how they are read. */

export * from "./types.ts";
export { defaultLimits, type LimitRow, LIMITS, type Limits, reaches } from "./limits.ts";
export { loadServerOptions, type OptionsWorld, reloadServerOptions } from "./load.ts";
