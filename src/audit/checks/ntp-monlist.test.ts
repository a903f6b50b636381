import { describe, expect, it } from 'vitest';
import { ntpMonlist as listOf, ntpServer } from '../protocols/ntp-answer.fixture.ts';
import type { CheckResult } from '../result.ts';
import { expectSteadfast } from './hostile-servers.fixture.ts';
import { ntpMonlist } from './ntp-monlist.ts';
import { play } from './scripted-network.fixture.ts';

const server = (list: Uint8Array | Uint8Array[] | null): Promise<CheckResult> =>
  play(ntpMonlist, { datagrams: (sent) => (sent.length === 48 ? ntpServer : list) });

describe('ntp.monlist', () => {
  it('is exposed where clients are listed, by one question', async () => {
    const result = await server([listOf(0, 6), listOf(0, 6)]);
    expect(result).toMatchObject({ verdict: 'exposed', rounds: 1, facts: { factor: 110, datagrams: 2 } });
  });

  it('is not where the list is refused, or nothing is said though the time is', async () => {
    expect((await server(listOf(4, 0))).verdict).toBe('not-exposed');
    expect((await server(null)).verdict).toBe('not-exposed');
  });

  it('holds against other services and garbage', () => expectSteadfast(ntpMonlist));
});
