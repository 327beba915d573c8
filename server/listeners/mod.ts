import { type Address, formatAddress } from "../../protocol/address.ts";
import { messageOf } from "../../protocol/errors.ts";
import type { ServerOptions } from "../options/mod.ts";
import type { Certificate, ListenAddress, Listener, ListenerHost } from "./listener.ts";
import { listenTcp } from "./tcp.ts";
import { listenTls } from "./tls.ts";

export type { Listener, ListenerHost };

/** Options for {@linkcode openListeners}. */
export interface OpenListenersOptions {
  readonly host: ListenerHost;
  /** Makes a listener of TCP or TLS one of HTTP. */
  readonly wrapWeb: (listener: Listener) => Listener;
  /** Tells the operator why the page is not served. */
  readonly warn: (why: string) => void;
}

/**
 * Opens every listener in the options.
 *
 * Throws an Error that names the address or file and says what would help; then none is open.
 */
export function openListeners(
  { listen, tls, web }: ServerOptions,
  { host, wrapWeb, warn }: OpenListenersOptions,
): Listener[] {
  const opened: Listener[] = [];
  const open = (address: NamedAddress, host: ListenerHost) => {
    try {
      const { tls: files } = address;
      opened.push(
        files === undefined
          ? listenTcp(address, host)
          : listenTls(address, { ...host, certificate: readCertificate(files) }),
      );
    } catch (error) {
      if (isCovered(error, address, opened)) return;
      throw explain(error, address);
    }
  };
  try {
    for (const address of inOrder(listen)) open(address, host);
    for (const address of inOrder(tls?.listen ?? [])) {
      open({ ...address, flag: "--tls-port", ...(tls && { tls }) }, host);
    }
    const pages = opened.length;
    // Proxies of the page say in HTTP whose connection it is, and a page needs several of them.
    const webHost = { ...host, isProxy: () => false, mayConnect: () => true };
    for (const address of inOrder(web?.listen ?? [])) {
      const encrypted = web?.tls && tls && { tls };
      try {
        open({ ...address, flag: "--web-port", ...encrypted }, webHost);
      } catch (error) {
        // The server starts without the page if its usual port is in use, as by another server.
        if (web?.asked) throw error;
        warn(messageOf(error));
      }
    }
    return [...opened.slice(0, pages), ...opened.slice(pages).map(wrapWeb)];
  } catch (error) {
    for (const listener of opened) listener.close();
    throw error;
  }
}

const EVERY_IPV4 = "0.0.0.0";
const EVERY_IPV6 = "::";

/** Addresses with `::` first, which on most systems takes connections of IPv4 as well. */
function inOrder(addresses: readonly Address[]): Address[] {
  const rank = ({ host }: Address) => host === EVERY_IPV6 ? 0 : 1;
  return addresses.toSorted((one, other) => rank(one) - rank(other));
}

/** Whether an address cannot be opened because `::` has its port, and takes its connections. */
function isCovered(error: unknown, { host, port }: Address, opened: readonly Listener[]): boolean {
  return error instanceof Deno.errors.AddrInUse && host === EVERY_IPV4 &&
    opened.some((listener) => listener.host === EVERY_IPV6 && listener.port === port);
}

/**
 * Reads the certificate's files again for new connections; open ones stay as they are.
 *
 * Returns whether the options name a certificate. Throws an Error that names the file if it
 * cannot be used; then the old certificate stays in use.
 */
export function renewCertificate(
  listeners: readonly Listener[],
  { tls }: ServerOptions,
): boolean {
  if (tls === undefined) return false;
  const certificate = readCertificate(tls);
  for (const listener of listeners) {
    try {
      listener.renew?.(certificate);
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
interface NamedAddress extends ListenAddress {
  /** The flag that chooses the port. */
  readonly flag?: string;
  readonly tls?: TlsFiles;
}

function explain(error: unknown, { host, port, tls, flag }: NamedAddress): Error {
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
