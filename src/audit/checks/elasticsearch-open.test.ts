import { describe, expect, it } from 'vitest';
import { httpAnswer } from '../protocols/http-server.fixture.ts';
import type { CheckResult } from '../result.ts';
import { elasticsearchOpen } from './elasticsearch-open.ts';
import { expectSteadfast } from './hostile-servers.fixture.ts';
import { play } from './scripted-network.fixture.ts';

const server = (answer: string): Promise<CheckResult> =>
  play(elasticsearchOpen, { connections: [{ answers: [[/^GET \/ /, answer]] }] });

describe('elasticsearch.open', () => {
  it('is exposed where the cluster tells of itself', async () => {
    const answer = httpAnswer(200, { cluster_name: 'x', version: { number: '8.15.0' } });
    expect(await server(answer)).toMatchObject({ verdict: 'exposed', facts: { version: '8.15.0' } });
  });

  it('is not where a password is wanted', async () => {
    expect((await server(httpAnswer(401, { error: {}, status: 401 }))).verdict).toBe('not-exposed');
  });

  it('does not apply to other web servers', async () => {
    expect((await server(httpAnswer(200, '<html>'))).verdict).toBe('not-applicable');
    expect((await server(httpAnswer(401, 'no', 'WWW-Authenticate: Basic realm="x"\r\n'))).verdict).toBe(
      'not-applicable',
    );
  });

  it('holds against other services and garbage', () => expectSteadfast(elasticsearchOpen));
});
