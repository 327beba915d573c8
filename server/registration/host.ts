/** An address as a host in a source or a parameter: neither may begin with a colon, as `::1` does. */
export function hostOf(address: string): string {
  return address.startsWith(":") ? `0${address}` : address;
}
