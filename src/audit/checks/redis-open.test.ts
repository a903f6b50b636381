import { describe, expect, it } from 'vitest';
import type { Vantage } from '../vantage/vantage.ts';
import type { CheckResult } from '../result.ts';
import { expectSteadfast } from './hostile-servers.fixture.ts';
import { redisOpen } from './redis-open.ts';
import { play } from './scripted-network.fixture.ts';

const INFO = '$60\r\n# Server\r\nredis_version:7.0.15\r\nexecutable:/usr/bin/redis-server\r\n\r\n';

function server(ping: string, info = INFO, vantage: Vantage = 'same-subnet'): Promise<CheckResult> {
  return play(redisOpen, {
    vantage,
    connections: [
      {
        answers: [
          [/^PING/, ping],
          [/^INFO/, info],
        ],
      },
    ],
  });
}

describe('redis.open', () => {
  it('is exposed where commands are answered', async () => {
    expect(await server('+PONG\r\n')).toMatchObject({ verdict: 'exposed', facts: { version: '7.0.15' } });
  });

  it('is not where a password is wanted, in old words and new, or strangers are refused', async () => {
    for (const said of [
      '-NOAUTH Authentication required.',
      '-ERR operation not permitted',
      '-DENIED Redis is running',
    ]) {
      expect(await server(`${said}\r\n`)).toMatchObject({ verdict: 'not-exposed', confidence: 'confirmed' });
    }
    expect((await server('+PONG\r\n', '-NOPERM no\r\n')).verdict).toBe('not-exposed');
  });

  it('proves nothing where the server asks itself, whom protected mode lets in', async () => {
    expect((await server('+PONG\r\n', INFO, 'same-address')).verdict).toBe('inconclusive');
  });

  it('is inconclusive where it is busy', async () => {
    expect((await server('-LOADING Redis is loading\r\n')).verdict).toBe('inconclusive');
  });

  it('holds against other services and garbage', () => expectSteadfast(redisOpen));
});
