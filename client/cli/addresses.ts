import { formatAddress } from "../../protocol/address.ts";
import type { ServerAddress } from "../connection/connection.ts";
import { t } from "../texts/mod.ts";

/** The ports of a server whose address names none. */
export const DEFAULT_PORTS = { plain: 6667, tls: 6697 } as const;

const MAX_PORT = 65_535;
/** Addresses of one network. */
const MAX_ADDRESSES = 32;

/** What holds for the addresses of a network that do not say otherwise. */
export interface AddressDefaults {
  readonly port?: number | undefined;
  /** Undefined for TLS on its usual port only. */
  readonly tls?: boolean | undefined;
}

/**
 * Parses the addresses of one network's servers, `HOST[:PORT][,…]`. Port 6697 is one with TLS
 * unless the defaults say otherwise. Throws an Error that says what is wrong.
 */
export function parseAddresses(text: string, defaults: AddressDefaults = {}): ServerAddress[] {
  const wheres = text.split(",").map((where) => where.trim());
  if (wheres.length > MAX_ADDRESSES) {
    throw new Error(t("A network has at most {max} addresses", { max: MAX_ADDRESSES }));
  }
  return wheres.map((where) => parseAddress(where, defaults));
}

/** Parses `HOST[:PORT][,…] [tls]`, as it is typed. Throws an Error that says what is wrong. */
export function parseTypedAddresses(text: string): ServerAddress[] {
  const [where = "", ...rest] = text.trim().replace(/\s*,\s*/g, ",").split(/\s+/);
  const words = rest.join(" ");
  if (rest.length > 0 && words.toLowerCase() !== "tls") {
    throw new Error(t("“{words}” is not understood: only “tls” may follow", { words }));
  }
  return parseAddresses(where, rest.length > 0 ? { tls: true } : {});
}

/** The addresses of one network as a text: `a:6667,b:6668`. */
export function formatAddresses(servers: readonly ServerAddress[]): string {
  return servers.map(formatAddress).join(",");
}

function parseAddress(where: string, defaults: AddressDefaults): ServerAddress {
  const [, bracketed, plain, digits] = /^(?:\[([^\]\s]+)\]|([^:[\]\s]+))(?::(\d{1,5}))?$/.exec(
    where,
  ) ?? [];
  const host = bracketed ?? plain ?? (/^[0-9a-f:]*:[0-9a-f:.]*$/i.test(where) ? where : undefined);
  if (host === undefined) {
    throw new Error(t("“{where}” is not a server: give HOST or HOST:PORT", { where }));
  }
  const given = digits === undefined ? defaults.port : Number(digits);
  const tls = defaults.tls ?? (digits !== undefined && given === DEFAULT_PORTS.tls);
  const port = given ?? (tls ? DEFAULT_PORTS.tls : DEFAULT_PORTS.plain);
  if (port < 1 || port > MAX_PORT) {
    throw new Error(t("A port is a number from 1 to 65535, not {port}", { port }));
  }
  return { host, port, tls };
}
