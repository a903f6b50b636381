import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../result.ts';
import { expectSteadfast } from './hostile-servers.fixture.ts';
import { play } from './scripted-network.fixture.ts';
import { vncNone } from './vnc-none.ts';

const server = (version: string, ...types: number[]): Promise<CheckResult> =>
  play(vncNone, { connections: [{ hello: `RFB ${version}\n`, answers: [[/^RFB 003/, Uint8Array.from(types)]] }] });

describe('vnc.none', () => {
  it('is exposed where security type 1 is offered, by old and new servers', async () => {
    expect(await server('003.008', 2, 2, 1)).toMatchObject({
      verdict: 'exposed',
      facts: { types: ['VNC password', 'none'] },
    });
    expect((await server('003.003', 0, 0, 0, 1)).verdict).toBe('exposed');
  });

  it('is not where only others are', async () => {
    expect((await server('003.008', 1, 19)).verdict).toBe('not-exposed');
    expect((await server('003.889', 1, 30)).verdict).toBe('not-exposed');
  });

  it('is inconclusive where it lets nobody in', async () => {
    expect((await server('003.008', 0)).verdict).toBe('inconclusive');
    expect((await server('003.008')).verdict).toBe('inconclusive');
  });

  it('holds against other services and garbage', () => expectSteadfast(vncNone));
});
