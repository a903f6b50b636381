/** The one line of a finger client (RFC 1288 2.3): empty, a user, or `user@host` to be asked on. */
import type { Payload } from '../../payload.ts';
import { lineOf } from './text.ts';

export function readFinger(bytes: Uint8Array, start: number, end: number): Payload | null {
  return start >= end ? null : { 'finger.query': [lineOf(bytes, start, end)] };
}
