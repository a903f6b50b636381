import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../result.ts';
import { expectSteadfast } from './hostile-servers.fixture.ts';
import { memcachedOpen } from './memcached-open.ts';
import { play } from './scripted-network.fixture.ts';

const server = (answer: string): Promise<CheckResult> =>
  play(memcachedOpen, { connections: [{ answers: [[/^version\r\n$/, answer]] }] });

describe('memcached.open', () => {
  it('is exposed where it tells its version', async () => {
    expect(await server('VERSION 1.6.18\r\n')).toMatchObject({ verdict: 'exposed', facts: { version: '1.6.18' } });
  });

  it('is not where it wants a password', async () => {
    expect((await server('CLIENT_ERROR unauthenticated\r\n')).verdict).toBe('not-exposed');
  });

  it('holds against other services and garbage', () => expectSteadfast(memcachedOpen));
});
