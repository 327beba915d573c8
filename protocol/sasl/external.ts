/** The EXTERNAL mechanism: the TLS client certificate proves the account. RFC 4422, appendix A. */

import { fromUtf8, toUtf8 } from "./bytes.ts";
import type { SaslClient, SaslServer, SaslVerifier } from "./mechanism.ts";

/** The client's end of EXTERNAL; without an account the certificate's account is used. */
export function externalClient(account = ""): SaslClient {
  return {
    mechanism: "EXTERNAL",
    serverVerified: true,
    respond: () => Promise.resolve(toUtf8(account)),
  };
}

/** The server's end of EXTERNAL. */
export function externalServer(verifier: Pick<SaslVerifier, "verifyCertificate">): SaslServer {
  return {
    mechanism: "EXTERNAL",
    async step(response) {
      const account = fromUtf8(response);
      if (account === undefined || account.includes("\0")) {
        return { status: "failure", reason: "malformed" };
      }
      const name = await verifier.verifyCertificate(account === "" ? undefined : account);
      return name === undefined
        ? { status: "failure", reason: "credentials" }
        : { status: "success", account: name };
    },
  };
}
