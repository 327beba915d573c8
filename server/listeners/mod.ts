import type { ServerOptions } from "../options.ts";
import { type Listener, listenTcp, listenTls } from "./tcp.ts";

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
      const [cert, key] = [readPem(tls.cert, "certificate"), readPem(tls.key, "key")];
      for (const address of tls.listen) {
        open.push(attempt(address, () => listenTls(address, { cert, key })));
      }
    }
    return open;
  } catch (error) {
    for (const listener of open) listener.close();
    throw error;
  }
}

function readPem(path: string, what: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    throw new Error(`Cannot read the TLS ${what} ${path}: ${reasonOf(error)}`);
  }
}

function attempt(address: { host: string; port: number }, open: () => Listener): Listener {
  const { host, port } = address;
  const written = host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
  try {
    return open();
  } catch (error) {
    throw new Error(`Cannot listen on ${written}: ${reasonOf(error)}`);
  }
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
  return error instanceof Error ? error.message : String(error);
}
