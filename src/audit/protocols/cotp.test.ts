import { expect, it } from 'vitest';
import { expectRobust } from '../bytes/robust.fixture.ts';
import { COTP_CONNECT, TPKT_FRAME, decodeCotp } from './cotp.ts';

it('reads what answers a connection request of ISO transport', () => {
  expect(TPKT_FRAME.lengthOf(COTP_CONNECT)).toBe(COTP_CONNECT.length);
  expect(TPKT_FRAME.lengthOf(Buffer.from('HTTP'))).toBeNull();
  const confirm = Uint8Array.of(3, 0, 0, 11, 6, 0xd0, 0, 0, 0x12, 0x34, 0);
  expect(decodeCotp(confirm)).toBe('confirmed');
  expect(decodeCotp(Uint8Array.of(3, 0, 0, 11, 6, 0x80, 0, 1, 0, 0, 1))).toBe('refused');
  expect(decodeCotp(COTP_CONNECT)).toBe('other');
  expectRobust(decodeCotp, [confirm]);
});
