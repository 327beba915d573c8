/** What every SASL mechanism is to its caller. RFC 4422. */

import type { Bytes } from "./bytes.ts";

/** The mechanisms there are, the best first. */
export const SASL_MECHANISMS = ["EXTERNAL", "SCRAM-SHA-256", "PLAIN"] as const;

/** The name of a mechanism. */
export type SaslMechanism = typeof SASL_MECHANISMS[number];

/** Why a client goes no further: AUTHENTICATE * is to be sent. */
export interface SaslRefusal {
  readonly refused: string;
}

/** The client's end of one attempt to log in. */
export interface SaslClient {
  readonly mechanism: SaslMechanism;
  /** Whether success may be believed: the server has proved what the mechanism has it prove. */
  readonly serverVerified: boolean;
  /** Answers the server's next challenge; the first one is empty. */
  respond(challenge: Uint8Array): Promise<Bytes | SaslRefusal>;
}

/** What the server does after a client's message. */
export type SaslStep =
  | { readonly status: "challenge"; readonly data: Bytes }
  | { readonly status: "success"; readonly account: string }
  | { readonly status: "failure"; readonly reason: "malformed" | "credentials" };

/** The server's end of one attempt to log in; after success or failure it is used up. */
export interface SaslServer {
  readonly mechanism: SaslMechanism;
  /** Takes the client's next message; the empty challenge before the first is the caller's. */
  step(response: Uint8Array): Promise<SaslStep>;
}

/** What a server keeps of a password for SCRAM-SHA-256. */
export interface ScramCredentials {
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly storedKey: Uint8Array;
  readonly serverKey: Uint8Array;
}

/** What a server's mechanisms ask the accounts. */
export interface SaslVerifier {
  /** The account's name if the password is its own. */
  verifyPassword(account: string, password: string): Promise<string | undefined>;
  /**
   * What is kept of an account's password; for an account that cannot log in, `account` is
   * undefined and the credentials are decoys.
   */
  findScramCredentials(
    account: string,
  ): Promise<{ account: string | undefined; credentials: ScramCredentials }>;
  /** The account of the connection's certificate, if it is the one that was named. */
  verifyCertificate(account: string | undefined): Promise<string | undefined>;
}

/** Whether a word names a mechanism, as AUTHENTICATE gives it. */
export function isSaslMechanism(word: string): word is SaslMechanism {
  return (SASL_MECHANISMS as readonly string[]).includes(word);
}
