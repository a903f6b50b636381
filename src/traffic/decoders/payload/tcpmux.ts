/** The service that a client of the port multiplexer asks for (RFC 1078): one line; `HELP` lists them. */
import type { Payload } from '../../payload.ts';
import { lineOf } from './text.ts';

export function readTcpmux(bytes: Uint8Array, start: number, end: number): Payload | null {
  const service = lineOf(bytes, start, end);
  return service === '' ? null : { 'tcpmux.service': [service] };
}
