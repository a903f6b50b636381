import type { Endpoint } from '../endpoint.ts';
import { isSameAddress } from './same-address.ts';

/**
 * The kernel may choose the port it connects to as its own; by simultaneous open (RFC 9293 section 3.5) the connection then
 * meets itself, though nothing listens. Whether a connection is one.
 */
export function isSelfConnection(
  local: { readonly address: string | undefined; readonly port: number | undefined },
  remote: Endpoint,
): boolean {
  return local.port === remote.port && isSameAddress(local.address ?? '', remote.address);
}
