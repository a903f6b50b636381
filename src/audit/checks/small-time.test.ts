import { describe, expect, it } from 'vitest';
import { play } from './scripted-network.fixture.ts';
import { smallTime, smallTimeUdp } from './small-time.ts';

describe('small.time', () => {
  it('is exposed where four bytes are a time, or eight of inetutils', async () => {
    expect((await play(smallTime, { connections: [{ hello: Uint8Array.of(0xee, 0xad, 0x92, 0xa4) }] })).verdict).toBe(
      'exposed',
    );
    const long = Uint8Array.of(0xee, 0xad, 0x99, 0xb2, 0, 0, 0, 0);
    expect((await play(smallTime, { connections: [{ hello: long }] })).verdict).toBe('exposed');
    expect((await play(smallTimeUdp, { datagrams: () => long })).verdict).toBe('exposed');
  });

  it('does not apply to bytes that are no time of these decades', async () => {
    expect((await play(smallTime, { connections: [{ hello: Uint8Array.of(0, 0, 0, 1) }] })).verdict).toBe(
      'not-applicable',
    );
    expect((await play(smallTime, { connections: [{ hello: '220 lab\r\n' }] })).verdict).toBe('not-applicable');
  });
});
