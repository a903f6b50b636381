import { describe, expect, it } from 'vitest';
import { play } from './scripted-network.fixture.ts';
import { smallDaytime, smallDaytimeUdp } from './small-daytime.ts';

describe('small.daytime', () => {
  it('is exposed where a date and a time come unasked', async () => {
    for (const text of [
      'Sun Nov 22 16:11:15 2026\r\n',
      '22 NOV 2026 16:11:15 UTC\r\n',
      '61367 26-11-22 16:11:15 00 0 0 50.0 UTC(NIST) *\r\n',
    ]) {
      expect((await play(smallDaytime, { connections: [{ hello: text }] })).verdict, text).toBe('exposed');
    }
  });

  it('does not apply to a greeting that has a time in it', async () => {
    const mail = { hello: '220 lab.example ESMTP Exim 4.96 Sun, 22 Nov 2026 16:45:47 +0000\r\n' };
    expect((await play(smallDaytime, { connections: [mail] })).verdict).toBe('not-applicable');
  });

  it('tells the factor over UDP', async () => {
    const result = await play(smallDaytimeUdp, { datagrams: () => Buffer.from('Sun Nov 22 16:11:15 2026\r\n') });
    expect(result).toMatchObject({ verdict: 'exposed', facts: { factor: 26 } });
  });
});
