/** An address of IPv4 that a socket for IPv6 shows as `::ffff:192.0.2.1`, in its own form. */
export function unmapped(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}

/** The groups of 16 bits in the prefix of an IPv6 address. */
const PREFIX_GROUPS = 4;

/** The prefix that one subscriber has: a whole IPv4 address, the /64 of an IPv6 address. */
export function networkPrefix(address: string): string {
  const own = unmapped(address);
  if (!own.includes(":")) return own;
  const [head = "", tail] = own.split("%", 1)[0]!.split("::", 2);
  const first = head === "" ? [] : head.split(":");
  const last = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  const groups = [...first, ...Array<string>(zeros).fill("0"), ...last];
  return `${groups.slice(0, PREFIX_GROUPS).map(shorten).join(":")}::/64`;
}

function shorten(group: string): string {
  return group.toLowerCase().replace(/^0+(?=.)/, "");
}
