import type { EarlyCommand } from "../context.ts";

/** Modern IRC, "ERROR message". It comes from servers; from a client it means nothing. */
export const ERROR: EarlyCommand = {
  run: () => {},
  beforeRegistration: true,
  usage: "ERROR <reason>",
  description: "Does nothing; only the server reports errors this way.",
};
