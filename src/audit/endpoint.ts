/** Where a service answers. */
export interface Endpoint {
  /** Text of an IP address; a link-local one has its zone: `fe80::1%eth0`. */
  readonly address: string;
  readonly port: number;
}

/** `192.0.2.1:25`, `[2001:db8::1]:25`. */
export function formatEndpoint({ address, port }: Endpoint): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
