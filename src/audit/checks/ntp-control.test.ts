import { describe, expect, it } from 'vitest';
import { ntpRefusal, ntpServer, ntpVariables } from '../protocols/ntp-answer.fixture.ts';
import type { CheckResult } from '../result.ts';
import { expectSteadfast } from './hostile-servers.fixture.ts';
import { ntpControl } from './ntp-control.ts';
import { play } from './scripted-network.fixture.ts';

const server = (control: Uint8Array | null): Promise<CheckResult> =>
  play(ntpControl, { datagrams: (sent) => (sent.length === 48 ? ntpServer : control) });

describe('ntp.control', () => {
  it('is exposed where variables are told', async () => {
    const result = await server(ntpVariables(`version="ntpd ntpsec-1.2.2", ${'x'.repeat(200)}`));
    expect(result).toMatchObject({ verdict: 'exposed', facts: { version: 'ntpd ntpsec-1.2.2', factor: 20.1 } });
  });

  it('is not where they are refused, or nothing is said though the time is', async () => {
    expect(await server(ntpRefusal)).toMatchObject({ verdict: 'not-exposed', confidence: 'confirmed' });
    expect(await server(null)).toMatchObject({ verdict: 'not-exposed', confidence: 'firm' });
  });

  it('holds against other services and garbage', () => expectSteadfast(ntpControl));
});
