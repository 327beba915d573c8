import { formatAddress } from "../../protocol/address.ts";
import { messageOf } from "../../protocol/errors.ts";
import type { ServerOptions, WebOptions } from "../options/mod.ts";
import { type Certificate, type Listener, listenTcp, listenTls } from "./tcp.ts";

export type { Listener };

/**
 * Opens every listener in the options.
 *
 * Throws an Error that names the address or file and says what would help; then none is open.
 */
export function openListeners(
  { listen, tls, web }: ServerOptions,
  { wrapWeb, warn }: WebListening,
): Listener[] {
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
    if (web !== undefined) {
      open.push(...openWebListeners(web, { tls, warn }).map(wrapWeb));
    }
    return open;
  } catch (error) {
    for (const listener of open) listener.close();
    throw error;
  }
}

/** How the page for browsers is served. */
export interface WebListening {
  /** Makes a listener of TCP or TLS one of HTTP. */
  readonly wrapWeb: (listener: Listener) => Listener;
  /** Tells the operator why the page is not served. */
  readonly warn: (why: string) => void;
}

/** The server starts without the page if its usual port is in use, as by another server. */
function openWebListeners(
  { listen, asked, tls: usesTls }: WebOptions,
  { tls, warn }: { tls: TlsFiles | undefined; warn: (why: string) => void },
): Listener[] {
  const certificate = usesTls && tls !== undefined ? readCertificate(tls) : undefined;
  return listen.flatMap((address) => {
    try {
      return attempt(
        { ...address, flag: "--web-port", ...(certificate && tls && { tls }) },
        () =>
          certificate === undefined
            ? listenTcp(address.host, address.port)
            : listenTls(address, certificate),
      );
    } catch (error) {
      if (asked) throw error;
      warn(messageOf(error));
      return [];
    }
  });
}

/**
 * Reads the certificate's files again for new connections; open ones stay as they are.
 *
 * Resolves to whether the options name a certificate. Throws an Error that names the file if it
 * cannot be used; then the old certificate stays in use.
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

/** An address, and what errors about it mention. */
interface ListenAddress {
  /** The flag that chooses the port. */
  readonly flag?: string;
  readonly host: string;
  readonly port: number;
  readonly tls?: TlsFiles;
}

function attempt<T>(address: ListenAddress, open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw explain(error, address);
  }
}

function explain(error: unknown, { host, port, tls, flag }: ListenAddress): Error {
  const reason = reasonOf(error, flag);
  // By the error's text, since the runtime gives these errors no type of their own.
  if (tls !== undefined && /KeyMismatch/.test(reason)) {
    return new Error(
      `Cannot use ${tls.key} with the TLS certificate ${tls.cert}: the key belongs to another certificate`,
    );
  }
  if (tls !== undefined && /\b(key|certificate|PEM|DER)/i.test(reason)) {
    return new Error(`Cannot use the TLS certificate ${tls.cert} with ${tls.key}: ${reason}`);
  }
  return new Error(`Cannot listen on ${formatAddress({ host, port })}: ${reason}`);
}

function reasonOf(error: unknown, flag = "--port"): string {
  if (error instanceof Deno.errors.AddrInUse) {
    return `the port is in use; choose another with ${flag}, or end the program that has it`;
  }
  if (error instanceof Deno.errors.AddrNotAvailable) {
    return "this machine has no such address; use 0.0.0.0 for all its addresses";
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return "it is not permitted; ports below 1024 need administrator rights";
  }
  if (error instanceof Deno.errors.NotFound) return "there is no such file";
  return messageOf(error);
}
