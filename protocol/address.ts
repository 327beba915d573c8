/** A host and a port. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** `127.0.0.1:6667`, with brackets around IPv6: `[::1]:6697`. */
export function formatAddress({ host, port }: Address): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
