import { describe, expect, it } from 'vitest';
import { httpAnswer } from '../protocols/http-server.fixture.ts';
import type { CheckResult } from '../result.ts';
import { etcdOpen } from './etcd-open.ts';
import { expectSteadfast } from './hostile-servers.fixture.ts';
import { play } from './scripted-network.fixture.ts';

const server = (range: string): Promise<CheckResult> =>
  play(etcdOpen, {
    connections: [
      {
        answers: [
          [/^GET \/version /, httpAnswer(200, { etcdserver: '3.4.23' })],
          [/^POST \/v3\/kv\/range /, range],
        ],
      },
    ],
  });

describe('etcd.open', () => {
  it('is exposed where keys are counted for anybody', async () => {
    expect(await server(httpAnswer(200, { header: {}, count: '12' }))).toMatchObject({
      verdict: 'exposed',
      facts: { keys: 12 },
    });
    expect(await server(httpAnswer(200, { header: {} }))).toMatchObject({ verdict: 'exposed', facts: { keys: 0 } });
  });

  it('is not where a password is wanted', async () => {
    const refused = await server(httpAnswer(400, { error: 'etcdserver: user name is empty', code: 3 }));
    expect(refused.verdict).toBe('not-exposed');
    expect((await server(httpAnswer(404, 'no'))).verdict).toBe('inconclusive');
  });

  it('holds against other services and garbage', () => expectSteadfast(etcdOpen));
});
