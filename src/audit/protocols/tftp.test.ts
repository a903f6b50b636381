import { describe, expect, it } from 'vitest';
import { expectRobust } from '../bytes/robust.fixture.ts';
import { decodeTftp, tftpAbort, tftpReadRequest } from './tftp.ts';

const message = (opcode: number, rest: string): Uint8Array =>
  Buffer.from(`\0${String.fromCharCode(opcode)}${rest}`, 'latin1');

describe('TFTP', () => {
  it('asks for a file and its size', () => {
    expect(Buffer.from(tftpReadRequest('/a')).toString('latin1')).toBe('\0\x01/a\0octet\0tsize\x000\0');
  });

  it('is read by RFC 1350 section 5 and RFC 2347', () => {
    expect(decodeTftp(message(6, 'tsize\x002599\0'))).toEqual({ kind: 'options', size: 2599 });
    expect(decodeTftp(message(6, 'blksize\x00512\0'))).toEqual({ kind: 'options', size: null });
    expect(decodeTftp(message(5, '\0\x02no\0'))).toEqual({ kind: 'error', code: 2, message: 'no' });
    expect(decodeTftp(message(3, '\0\x01abc'))).toEqual({ kind: 'data', bytes: 3 });
    expect(decodeTftp(message(4, '\0\0'))).toEqual({ kind: 'acknowledgement' });
    expect(decodeTftp(tftpAbort())).toMatchObject({ kind: 'error', code: 0 });
  });

  it('is nothing else', () => {
    for (const bytes of [message(5, '\0\x02no'), message(9, '\0\0'), message(6, 'tsize'), Buffer.from('HTTP/1.0')]) {
      expect(decodeTftp(bytes)).toBeNull();
    }
    expectRobust(decodeTftp, [message(6, 'tsize\x002599\0'), tftpAbort()]);
  });
});
