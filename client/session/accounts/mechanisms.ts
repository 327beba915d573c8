import type { PasswordMechanism } from "../../../protocol/sasl/mod.ts";

/** The mechanisms we use, the preferred one first: SCRAM does not reveal the password. */
export const LOGIN_MECHANISMS = [
  "SCRAM-SHA-256",
  "PLAIN",
] as const satisfies readonly PasswordMechanism[];

/** The name of one of {@linkcode LOGIN_MECHANISMS}. */
export type LoginMechanism = typeof LOGIN_MECHANISMS[number];
