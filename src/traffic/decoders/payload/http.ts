/** The request line of HTTP/1 (RFC 9112 3): method, target, version. */
import type { Payload } from '../../payload.ts';
import { find, textOf } from './text.ts';

const SPACE = 0x20;
const MAX_METHOD = 20;

export function readHttp(bytes: Uint8Array, start: number, end: number): Payload | null {
  const limit = Math.min(end, start + MAX_METHOD);
  const space = find(bytes, SPACE, start, limit);
  if (space === start || space === limit) return null;
  const method = textOf(bytes, start, space);
  // Methods are in capitals by custom: so the middle of a body is not taken for a request.
  if (!/^[A-Z][A-Z_-]+$/.test(method)) return null;
  let stop = space + 1;
  while (stop < end && stop - space <= 101 && (bytes[stop] ?? 0) > SPACE) stop++;
  return stop === space + 1 ? null : { 'http.method': [method], 'http.target': [textOf(bytes, space + 1, stop)] };
}
