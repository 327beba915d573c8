/** What `chat serve` can be told: the types, and how they are read. */

export * from "./options/types.ts";
export { defaultLimits, type LimitRow, LIMITS, type Limits, reaches } from "./options/limits.ts";
export { loadServerOptions, type OptionsWorld, reloadServerOptions } from "./options/load.ts";
