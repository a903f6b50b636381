import { expect, it } from 'vitest';
import { expectRobust } from '../bytes/robust.fixture.ts';
import { GIOP_FRAME, decodeGiop, giopLocateRequest } from './giop.ts';

it('writes LocateRequest and reads LocateReply of GIOP in both byte orders', () => {
  const sent = giopLocateRequest(5, 'INIT');
  expect(GIOP_FRAME.lengthOf(sent)).toBe(sent.length);
  expect(GIOP_FRAME.lengthOf(Buffer.from('HTTP/1.0 400'))).toBeNull();
  const big = Uint8Array.of(71, 73, 79, 80, 1, 0, 0, 4, 0, 0, 0, 8, 0, 0, 0, 5, 0, 0, 0, 1);
  const little = Uint8Array.of(71, 73, 79, 80, 1, 0, 1, 4, 8, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0);
  expect([GIOP_FRAME.lengthOf(big), GIOP_FRAME.lengthOf(little)]).toEqual([20, 20]);
  expect([decodeGiop(big, 5), decodeGiop(little, 5), decodeGiop(big, 6)]).toEqual(['here', 'unknown', null]);
  expectRobust((bytes) => [decodeGiop(bytes, 5), GIOP_FRAME.lengthOf(bytes)], [big, little]);
});
