/** The service that a client of the port multiplexer asks for (RFC 1078): one line; `HELP` lists them. */
import type { Payload } from '../../payload.ts';
import { linesOf } from './text.ts';

export function readTcpmux(bytes: Uint8Array, start: number, end: number): Payload | null {
  const [service] = linesOf(bytes, start, end);
  return service === undefined || service === '' ? null : { 'tcpmux.service': [service] };
}
