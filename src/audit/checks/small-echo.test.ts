import { describe, expect, it } from 'vitest';
import { play } from './scripted-network.fixture.ts';
import { smallEcho, smallEchoUdp } from './small-echo.ts';

describe('small.echo', () => {
  it('is exposed over TCP where the same bytes come back', async () => {
    const same = await play(smallEcho, { connections: [{ answers: [[/^echo-2a2a2a$/, 'echo-2a2a2a']] }] });
    expect(same).toMatchObject({ verdict: 'exposed', bytesOut: 11 });
    const other = await play(smallEcho, { connections: [{ answers: [[/./s, 'HTTP/1.0 400 Bad\r\n']] }] });
    expect(other.verdict).toBe('not-applicable');
  });

  it('is exposed over UDP, one datagram, with the factor', async () => {
    const result = await play(smallEchoUdp, { datagrams: (datagram) => datagram });
    expect(result).toMatchObject({
      verdict: 'exposed',
      rounds: 1,
      facts: { bytesSent: 11, bytesReceived: 11, factor: 1 },
    });
  });

  it('is not over UDP where the host says that nothing listens, and unknown where it says nothing', async () => {
    expect((await play(smallEchoUdp, { datagrams: () => 'refused' })).verdict).toBe('not-exposed');
    expect((await play(smallEchoUdp, { datagrams: () => null })).verdict).toBe('inconclusive');
  });
});
