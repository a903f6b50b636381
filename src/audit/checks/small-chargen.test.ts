import { describe, expect, it } from 'vitest';
import { play } from './scripted-network.fixture.ts';
import { smallChargen, smallChargenUdp } from './small-chargen.ts';

/** Lines of the ring of 95 characters, as RFC 864 shows them. */
function pattern(lines: number, from = 0): string {
  const ring = Array.from({ length: 95 }, (_, at) => String.fromCharCode(0x20 + at)).join('');
  return Array.from(
    { length: lines },
    (_, at) => `${(ring + ring + ring).slice((from + at) % 95, ((from + at) % 95) + 72)}\r\n`,
  ).join('');
}

describe('small.chargen', () => {
  it('is exposed over TCP wherever in the ring it begins, and takes no more than the budget', async () => {
    for (const from of [0, 1, 50, 94]) {
      const result = await play(smallChargen, { connections: [{ hello: pattern(40, from) }] });
      expect(result.verdict, `${from}`).toBe('exposed');
    }
  });

  it('does not apply to other text', async () => {
    const text = await play(smallChargen, { connections: [{ hello: `${'lorem ipsum '.repeat(20)}\r\n` }] });
    expect(text.verdict).toBe('not-applicable');
  });

  it('tells the factor of one byte over UDP: 74 of inetd, 1,024 of xinetd', async () => {
    const inetd = await play(smallChargenUdp, { datagrams: () => Buffer.from(pattern(1)) });
    expect(inetd).toMatchObject({ verdict: 'exposed', facts: { bytesSent: 1, bytesReceived: 74, factor: 74 } });
    const xinetd = await play(smallChargenUdp, { datagrams: () => Buffer.from(pattern(14).slice(0, 1024)) });
    expect(xinetd.facts).toMatchObject({ factor: 1024 });
  });
});
