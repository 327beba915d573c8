/**
 * The IRCV3BEARER mechanism: a token that stands for a password, in one message.
 *
 * IRCv3, "IRCV3BEARER" (a draft, ircv3-specifications#545), as Ergo implements it.
 */

import { type Bytes, fromUtf8, toUtf8 } from "./bytes.ts";
import type { BearerToken, SaslClient, SaslServer, SaslVerifier } from "./mechanism.ts";

/** The type of the tokens that chat's server makes for an account. */
export const LOGIN_TOKEN_TYPE = "login-token";

/**
 * Encodes an IRCV3BEARER message.
 *
 * @throws {TypeError} if the type or the token is empty, or a part contains NUL.
 */
export function encodeBearer({ account, type, token }: BearerToken): Bytes {
  if (type === "" || token === "" || `${account}${type}${token}`.includes("\0")) {
    throw new TypeError("Cannot log in with a token: it is empty or a part contains NUL");
  }
  return toUtf8(`${account}\0${type}\0${token}`);
}

/** Decodes an IRCV3BEARER message; undefined if it is not one. */
export function decodeBearer(message: Uint8Array): BearerToken | undefined {
  const parts = fromUtf8(message)?.split("\0");
  if (parts?.length !== 3) return undefined;
  const [account = "", type = "", token = ""] = parts;
  return type === "" || token === "" ? undefined : { account, type, token };
}

/** The client's end of IRCV3BEARER. */
export function bearerClient(token: BearerToken): SaslClient {
  return {
    mechanism: "IRCV3BEARER",
    // This mechanism requires no proof of the server.
    serverVerified: true,
    respond: () => Promise.resolve(encodeBearer(token)),
  };
}

/** The server's end of IRCV3BEARER. */
export function bearerServer(verifier: Pick<SaslVerifier, "verifyToken">): SaslServer {
  return {
    mechanism: "IRCV3BEARER",
    async step(response) {
      const token = decodeBearer(response);
      if (token === undefined) return { status: "failure", reason: "malformed" };
      const name = await verifier.verifyToken(token);
      return name === undefined
        ? { status: "failure", reason: "credentials" }
        : { status: "success", account: name };
    },
  };
}
