import { isIP } from "node:net";
import { connect, type TLSSocket } from "node:tls";

import type { Address } from "../../protocol/address.ts";
import { t } from "../texts/mod.ts";

/**
 * The first minor version of Deno 2 that has a server prove the key of its certificate also where no
 * authority is asked. Before it, everybody could show the certificate, which is public.
 */
const FIRST_MINOR_VERSION = 8;

/** Options for {@linkcode connectPinned}. */
export interface PinnedOptions {
  /** The SHA-256 fingerprint of the server's certificate: 64 hexadecimal digits in lower case. */
  readonly fingerprint: string;
  /** Ends the attempt. */
  readonly signal: AbortSignal;
}

/**
 * Connects by TLS to a server whose certificate has a fingerprint, whoever issued it, for whatever
 * name and time. Throws an Error whose message says why it cannot.
 */
export function connectPinned(
  { host, port }: Address,
  { fingerprint, signal }: PinnedOptions,
): Promise<TLSSocket> {
  if (!provesKeys()) {
    throw new Error(
      t(
        "this program is built with Deno {version}, which cannot check fingerprints safely; trust the certificate with --tls-ca FILE, or use Deno 2.{minor} or later",
        { version: Deno.version.deno, minor: FIRST_MINOR_VERSION },
      ),
    );
  }
  return new Promise((resolve, reject) => {
    const name = isIP(host) === 0 ? { servername: host } : {};
    const socket = connect({ host, port, rejectUnauthorized: false, ...name });
    signal.addEventListener("abort", () => socket.destroy());
    // Also keeps later errors from being uncaught: whoever reads is told of them.
    socket.on("error", reject);
    socket.on("secureConnect", () => {
      const shown = socket.getPeerCertificate().fingerprint256.replaceAll(":", "").toLowerCase();
      if (shown === fingerprint) return resolve(socket);
      socket.destroy();
      reject(
        new Error(
          t(
            "its certificate has another fingerprint, {shown}: somebody may be in its place. If it has a new certificate, give this one with --tls-fingerprint",
            { shown },
          ),
        ),
      );
    });
  });
}

function provesKeys(): boolean {
  const [major = 0, minor = 0] = Deno.version.deno.split(".").map(Number);
  return major > 2 || major === 2 && minor >= FIRST_MINOR_VERSION;
}
