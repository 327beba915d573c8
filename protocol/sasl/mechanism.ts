/** The interfaces that every SASL mechanism implements or uses. RFC 4422. */

import type { Bytes } from "./bytes.ts";

/** The implemented mechanisms, the best first. */
export const SASL_MECHANISMS = ["EXTERNAL", "SCRAM-SHA-256", "PLAIN", "IRCV3BEARER"] as const;

/** The name of a mechanism. */
export type SaslMechanism = typeof SASL_MECHANISMS[number];

/** The mechanisms that need no token. */
export type PasswordMechanism = Exclude<SaslMechanism, "IRCV3BEARER">;

/** Why a client aborts; the caller then sends AUTHENTICATE *. */
export interface SaslRefusal {
  readonly refused: string;
}

/** The client's end of one attempt to log in. */
export interface SaslClient {
  readonly mechanism: SaslMechanism;
  /** Whether the server has given every proof that the mechanism requires of it. */
  readonly serverVerified: boolean;
  /** Returns the response to the server's next challenge; the first challenge is empty. */
  respond(challenge: Uint8Array): Promise<Bytes | SaslRefusal>;
}

/** The server's reaction to a client's message. */
export type SaslStep =
  | { readonly status: "challenge"; readonly data: Bytes }
  | { readonly status: "success"; readonly account: string }
  | { readonly status: "failure"; readonly reason: "malformed" | "credentials" };

/** The server's end of one attempt to log in. It ends with success or failure. */
export interface SaslServer {
  readonly mechanism: SaslMechanism;
  /** Takes the client's next message. The caller sends the empty challenge before the first. */
  step(response: Uint8Array): Promise<SaslStep>;
}

/** The form in which a server stores a password for SCRAM-SHA-256. */
export interface ScramCredentials {
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly storedKey: Uint8Array;
  readonly serverKey: Uint8Array;
}

/** The contents of an IRCV3BEARER message. */
export interface BearerToken {
  /** The account to log in to; `""` is the one that the token is for. */
  readonly account: string;
  /** What kind of token it is: `oauth2`, `jwt`, or that of bearer.ts. */
  readonly type: string;
  readonly token: string;
}

/** The access to accounts that the server's mechanisms need. */
export interface SaslVerifier {
  /** Returns the account's name if the password is right. */
  verifyPassword(account: string, password: string): Promise<string | undefined>;
  /**
   * Returns an account's stored credentials. For an account that cannot log in, `account` is
   * undefined and the credentials are decoys.
   */
  findScramCredentials(
    account: string,
  ): Promise<{ account: string | undefined; credentials: ScramCredentials }>;
  /** Returns the account of the connection's certificate, if it is the requested one. */
  verifyCertificate(account: string | undefined): Promise<string | undefined>;
  /** Returns the name of the token's account, if it is the requested one. */
  verifyToken(token: BearerToken): Promise<string | undefined>;
}

/** Whether a parameter of AUTHENTICATE is the name of a mechanism. */
export function isSaslMechanism(word: string): word is SaslMechanism {
  return (SASL_MECHANISMS as readonly string[]).includes(word);
}
