import { formatAddress } from "../../protocol/address.ts";
import { messageOf } from "../../protocol/errors.ts";
import type { ServerOptions } from "../options/mod.ts";
import { type Certificate, type Listener, listenTcp, listenTls } from "./tcp.ts";

export type { Listener };

/**
 * Opens every listener that the options name.
 *
 * Throws an Error that says which address or file, and what would help; then none is open.
 */
export function openListeners({ listen, tls }: ServerOptions): Listener[] {
  const open: Listener[] = [];
  try {
    for (const { host, port } of listen) {
      open.push(attempt({ host, port }, () => listenTcp(host, port)));
    }
    if (tls !== undefined) {
      const certificate = readCertificate(tls);
      for (const address of tls.listen) {
        open.push(attempt({ ...address, tls }, () => listenTls(address, certificate)));
      }
    }
    return open;
  } catch (error) {
    for (const listener of open) listener.close();
    throw error;
  }
}

/**
 * Reads the certificate's files again, for the connections to come; those that are open stay.
 *
 * Resolves to whether there is any. Throws an Error that names the file when it cannot be used;
 * then the old one is used on.
 */
export async function renewCertificate(
  listeners: readonly Listener[],
  { tls }: ServerOptions,
): Promise<boolean> {
  if (tls === undefined) return false;
  const certificate = readCertificate(tls);
  for (const listener of listeners) {
    if (listener.renew === undefined) continue;
    try {
      await listener.renew(certificate);
    } catch (error) {
      throw explain(error, { ...listener, tls });
    }
  }
  return true;
}

type TlsFiles = NonNullable<ServerOptions["tls"]>;

function readCertificate({ cert, key }: TlsFiles): Certificate {
  return { cert: readPem(cert, "certificate"), key: readPem(key, "key") };
}

function readPem(path: string, what: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    throw new Error(`Cannot read the TLS ${what} ${path}: ${reasonOf(error)}`);
  }
}

interface Place {
  readonly host: string;
  readonly port: number;
  readonly tls?: TlsFiles;
}

function attempt<T>(place: Place, open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw explain(error, place);
  }
}

function explain(error: unknown, { host, port, tls }: Place): Error {
  const reason = reasonOf(error);
  // By what the runtime says of them: it gives such errors no type of their own.
  if (tls !== undefined && /KeyMismatch/.test(reason)) {
    return new Error(
      `Cannot use ${tls.key} with the TLS certificate ${tls.cert}: it is another certificate's key`,
    );
  }
  if (tls !== undefined && /\b(key|certificate|PEM|DER)/i.test(reason)) {
    return new Error(`Cannot use the TLS certificate ${tls.cert} with ${tls.key}: ${reason}`);
  }
  return new Error(`Cannot listen on ${formatAddress({ host, port })}: ${reason}`);
}

function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.AddrInUse) {
    return "the port is in use; choose another with --port, or end the program that has it";
  }
  if (error instanceof Deno.errors.AddrNotAvailable) {
    return "this machine has no such address; 0.0.0.0 is every address it has";
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return "it is not permitted; ports below 1024 are for the administrator";
  }
  if (error instanceof Deno.errors.NotFound) return "there is no such file";
  return messageOf(error);
}
