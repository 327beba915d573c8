/** A host and a port. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Whether a host, as a name or an address, is this machine. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|(?:::ffff:)?127(?:\.\d{1,3}){3}|::1)$/i.test(host);
}

/** `127.0.0.1:6667`, with brackets around IPv6: `[::1]:6697`. */
export function formatAddress({ host, port }: Address): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
