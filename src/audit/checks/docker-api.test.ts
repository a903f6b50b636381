import { describe, expect, it } from 'vitest';
import { httpAnswer } from '../protocols/http-server.fixture.ts';
import { dockerApi } from './docker-api.ts';
import { expectSteadfast } from './hostile-servers.fixture.ts';
import { play } from './scripted-network.fixture.ts';

describe('docker.api', () => {
  it('is exposed where it tells its version', async () => {
    const answer = httpAnswer(200, { Version: '27.3.1', ApiVersion: '1.47' });
    const result = await play(dockerApi, { connections: [{ answers: [[/^GET \/version /, answer]] }] });
    expect(result).toMatchObject({ verdict: 'exposed', facts: { version: '27.3.1', api: '1.47' } });
  });

  it('does not apply to other web servers', async () => {
    const result = await play(dockerApi, { connections: [{ answers: [[/./s, httpAnswer(200, { version: '1' })]] }] });
    expect(result.verdict).toBe('not-applicable');
  });

  it('holds against other services and garbage', () => expectSteadfast(dockerApi));
});
