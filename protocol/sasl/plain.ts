/** The PLAIN mechanism: an account and its password in one message. RFC 4616. */

import { type Bytes, fromUtf8, toUtf8 } from "./bytes.ts";
import type { SaslClient, SaslServer, SaslVerifier } from "./mechanism.ts";

/** The contents of a PLAIN message. */
export interface PlainCredentials {
  /** The account to act as; `""` is the account itself. */
  readonly actAs: string;
  readonly account: string;
  readonly password: string;
}

/**
 * Encodes a PLAIN message.
 *
 * @throws {TypeError} if the account is empty or a part contains NUL.
 */
export function encodePlain(credentials: PlainCredentials): Bytes {
  const { actAs, account, password } = credentials;
  if (account === "" || `${actAs}${account}${password}`.includes("\0")) {
    throw new TypeError("Cannot log in with PLAIN: the account is empty or a part contains NUL");
  }
  return toUtf8(`${actAs}\0${account}\0${password}`);
}

/** Decodes a PLAIN message; undefined if it is not one. */
export function decodePlain(message: Uint8Array): PlainCredentials | undefined {
  const parts = fromUtf8(message)?.split("\0");
  if (parts?.length !== 3) return undefined;
  const [actAs = "", account = "", password = ""] = parts;
  return account === "" || password === "" ? undefined : { actAs, account, password };
}

/**
 * The client's end of PLAIN. It names the account to act as, though that is the account itself:
 * other clients do so, and there are servers that expect it.
 */
export function plainClient(account: string, password: string): SaslClient {
  return {
    mechanism: "PLAIN",
    // This mechanism requires no proof of the server.
    serverVerified: true,
    respond: () => Promise.resolve(encodePlain({ actAs: account, account, password })),
  };
}

/** The server's end of PLAIN. */
export function plainServer(verifier: Pick<SaslVerifier, "verifyPassword">): SaslServer {
  return {
    mechanism: "PLAIN",
    async step(response) {
      const credentials = decodePlain(response);
      if (credentials === undefined) return { status: "failure", reason: "malformed" };
      const { actAs, account, password } = credentials;
      if (actAs !== "" && actAs !== account) return { status: "failure", reason: "credentials" };
      const name = await verifier.verifyPassword(account, password);
      return name === undefined
        ? { status: "failure", reason: "credentials" }
        : { status: "success", account: name };
    },
  };
}
