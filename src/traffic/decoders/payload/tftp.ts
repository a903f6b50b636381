/** TFTP's requests (RFC 1350 5): operation 2 (1 read, 2 write), file name, 0, mode, 0. The rest runs on other ports. */
import type { Payload } from '../../payload.ts';
import { u16 } from '../capture/octets.ts';
import { find, textOf } from './text.ts';

const OPERATIONS: readonly (string | undefined)[] = [undefined, 'read', 'write', 'data', 'acknowledgement', 'error'];

export function readTftp(bytes: Uint8Array, start: number, end: number): Payload | null {
  if (start + 4 > end) return null;
  const operation = u16(bytes, start);
  const name = OPERATIONS[operation];
  if (name === undefined) return null;
  if (operation > 2) return { 'tftp.operation': [name] };
  const file = textOf(bytes, start + 2, find(bytes, 0, start + 2, end));
  return { 'tftp.operation': [name], 'tftp.file': [file] };
}
