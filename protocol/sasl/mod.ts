/**
 * SASL: both ends of each mechanism. They exchange bytes and know no connection.
 *
 * RFC 4422; IRCv3, "SASL 3.1" and "SASL 3.2".
 */

import { bearerServer } from "./bearer.ts";
import { externalClient, externalServer } from "./external.ts";
import { plainClient, plainServer } from "./plain.ts";
import type {
  PasswordMechanism,
  SaslClient,
  SaslMechanism,
  SaslServer,
  SaslVerifier,
} from "./mechanism.ts";
import { ScramClient, ScramServer } from "./scram.ts";

export {
  AUTHENTICATE_PIECE_BYTES,
  AuthenticateDecoder,
  type AuthenticateResult,
  encodeAuthenticate,
  MAX_SASL_MESSAGE_BYTES,
} from "./authenticate.ts";
export { bearerClient, decodeBearer, encodeBearer, LOGIN_TOKEN_TYPE } from "./bearer.ts";
export {
  type BearerToken,
  isSaslMechanism,
  type PasswordMechanism,
  SASL_MECHANISMS,
  type SaslClient,
  type SaslMechanism,
  type SaslRefusal,
  type SaslServer,
  type SaslStep,
  type SaslVerifier,
  type ScramCredentials,
} from "./mechanism.ts";
export { decodePlain, encodePlain, type PlainCredentials } from "./plain.ts";
export {
  decoyScramCredentials,
  deriveScramCredentials,
  SCRAM_ITERATIONS,
  ScramClient,
  ScramServer,
} from "./scram.ts";

/** Creates the client's end of a mechanism; {@linkcode bearerClient} is that of a token. */
export function createSaslClient(
  mechanism: PasswordMechanism,
  credentials: { account: string; password: string },
): SaslClient {
  switch (mechanism) {
    case "EXTERNAL":
      return externalClient(credentials.account);
    case "SCRAM-SHA-256":
      return new ScramClient(credentials);
    case "PLAIN":
      return plainClient(credentials.account, credentials.password);
  }
}

/** Creates the server's end of a mechanism. */
export function createSaslServer(mechanism: SaslMechanism, verifier: SaslVerifier): SaslServer {
  switch (mechanism) {
    case "EXTERNAL":
      return externalServer(verifier);
    case "SCRAM-SHA-256":
      return new ScramServer(verifier);
    case "PLAIN":
      return plainServer(verifier);
    case "IRCV3BEARER":
      return bearerServer(verifier);
  }
}
