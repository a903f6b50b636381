import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../result.ts';
import { expectSteadfast } from './hostile-servers.fixture.ts';
import { play } from './scripted-network.fixture.ts';
import { zookeeperOpen } from './zookeeper-open.ts';

const server = (answer: string): Promise<CheckResult> =>
  play(zookeeperOpen, { connections: [{ answers: [[/^srvr$/, answer]] }] });

describe('zookeeper.open', () => {
  it('is exposed where it tells its version, and less where it refuses the word', async () => {
    const told = await server('Zookeeper version: 3.8.0-5a02a05, built on 2022\nMode: standalone\n');
    expect(told).toMatchObject({ verdict: 'exposed', confidence: 'firm', facts: { version: '3.8.0-5a02a05' } });
    const refused = await server('srvr is not executed because it is not in the whitelist.\n');
    expect(refused).toMatchObject({ verdict: 'exposed', confidence: 'tentative' });
  });

  it('holds against other services and garbage', () => expectSteadfast(zookeeperOpen));
});
