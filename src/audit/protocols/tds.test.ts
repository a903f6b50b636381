import { expect, it } from 'vitest';
import { expectRobust } from '../bytes/robust.fixture.ts';
import { TDS_FRAME, decodeTdsPrelogin, tdsPrelogin } from './tds.ts';

it('writes and reads a pre-login of TDS', () => {
  const sent = tdsPrelogin();
  expect(sent.length).toBe(sent[3]);
  expect(TDS_FRAME.lengthOf(sent)).toBeNull();
  const answer = Uint8Array.from(sent);
  answer.set([4], 0);
  answer.set([15, 0, 7, 208], 19);
  expect(TDS_FRAME.lengthOf(answer)).toBe(sent.length);
  expect(decodeTdsPrelogin(answer)).toEqual({ version: '15.0.2000', encryption: 2 });
  expectRobust(decodeTdsPrelogin, [answer]);
});
