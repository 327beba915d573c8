import { isIP } from "node:net";
import type { AddressRanges } from "../io/address_ranges.ts";

/** Who a connection is from. */
export interface Peer {
  readonly address: string;
  /** Whether everything from the client to this server is encrypted, as far as is known. */
  readonly secure: boolean;
}

/** A proxy's account of the client, one entry for each proxy, the nearest last. */
interface Hop {
  readonly address: string | undefined;
  readonly protocol: string | undefined;
}

/**
 * Finds the client behind trusted proxies: the last address in Forwarded (RFC 7239) or
 * X-Forwarded-For that is not a trusted proxy itself. What others write in these headers is ignored.
 *
 * Returns undefined if both headers are there and disagree: then one of them is the client's, which
 * a proxy has passed on, and only the operator knows which.
 */
export function findPeer(
  direct: Peer,
  { headers, trusted }: { headers: ReadonlyMap<string, string>; trusted: AddressRanges },
): Peer | undefined {
  if (!trusted.has(direct.address)) return direct;
  const found = [hopsOfForwarded(headers.get("forwarded")), hopsOfXForwarded(headers)]
    .filter((hops) => hops.length > 0)
    .map((hops) => clientOf(direct, { hops, trusted }));
  const [peer = direct, other = peer] = found;
  return peer.address === other.address ? peer : undefined;
}

function clientOf(
  direct: Peer,
  { hops, trusted }: { hops: readonly Hop[]; trusted: AddressRanges },
): Peer {
  let peer = direct;
  for (const { address, protocol } of hops.toReversed()) {
    if (!trusted.has(peer.address) || address === undefined) break;
    peer = { address, secure: protocol === undefined ? peer.secure : protocol === "https" };
  }
  return peer;
}

function hopsOfForwarded(value: string | undefined): Hop[] {
  if (value === undefined) return [];
  return splitOutsideQuotes(value, ",").map((element) => {
    const pairs = new Map(
      splitOutsideQuotes(element, ";").map((pair) => {
        const equals = pair.indexOf("=");
        const text = pair.slice(equals + 1).trim().replace(/^"(.*)"$/, "$1").replace(
          /\\(.)/g,
          "$1",
        );
        return [pair.slice(0, Math.max(equals, 0)).trim().toLowerCase(), text];
      }),
    );
    return { address: addressOf(pairs.get("for")), protocol: pairs.get("proto")?.toLowerCase() };
  });
}

function hopsOfXForwarded(headers: ReadonlyMap<string, string>): Hop[] {
  const addresses = headers.get("x-forwarded-for")?.split(",") ?? [];
  const protocols = headers.get("x-forwarded-proto")?.toLowerCase().split(",") ?? [];
  return addresses.map((address, index) => {
    // One protocol for all is that of the client's own connection.
    const protocol = protocols.length === addresses.length ? protocols[index] : protocols[0];
    return { address: addressOf(address), protocol: protocol?.trim() };
  });
}

/** The address of a node, which may have a port; undefined if it is unknown or hidden. */
function addressOf(node: string | undefined): string | undefined {
  const text = node?.trim() ?? "";
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1];
  const address = bracketed ?? (isIP(text) === 6 ? text : text.replace(/:\d+$/, ""));
  return isIP(address) === 0 ? undefined : address;
}

function splitOutsideQuotes(text: string, separator: "," | ";"): string[] {
  const parts: string[] = [];
  let part = "";
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === separator && !quoted) {
      parts.push(part);
      part = "";
      continue;
    }
    if (char === '"') quoted = !quoted;
    part += char;
    if (char === "\\" && quoted) part += text[++i] ?? "";
  }
  return [...parts, part];
}
