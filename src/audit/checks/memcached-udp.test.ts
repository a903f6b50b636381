import { describe, expect, it } from 'vitest';
import { expectSteadfast } from './hostile-servers.fixture.ts';
import { memcachedUdp } from './memcached-udp.ts';
import { play } from './scripted-network.fixture.ts';

describe('memcached.udp', () => {
  it('is exposed where statistics come, and tells how much larger they are', async () => {
    const answer = Buffer.concat([
      Buffer.from([0x2a, 0x2a, 0, 0, 0, 1, 0, 0]),
      Buffer.from('STAT pid 1\r\n'.repeat(100)),
    ]);
    const result = await play(memcachedUdp, { datagrams: () => answer });
    expect(result).toMatchObject({ verdict: 'exposed', facts: { factor: 80.5, datagrams: 1 } });
  });

  it('holds against other services and garbage', () => expectSteadfast(memcachedUdp));
});
