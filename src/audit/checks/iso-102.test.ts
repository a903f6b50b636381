import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../result.ts';
import { expectSteadfast } from './hostile-servers.fixture.ts';
import { iso102 } from './iso-102.ts';
import { answering, play } from './scripted-network.fixture.ts';

const server = (code: number): Promise<CheckResult> =>
  play(iso102, { connections: [answering(() => Uint8Array.of(3, 0, 0, 11, 6, code, 0, 1, 0, 2, 0))] });

describe('iso.102', () => {
  it('is exposed where a connection is confirmed, and says nothing more', async () => {
    expect(await server(0xd0)).toMatchObject({ verdict: 'exposed', confidence: 'confirmed', bytesOut: 11 });
  });

  it('is not where it is refused', async () => {
    expect((await server(0x80)).verdict).toBe('not-exposed');
    expect((await server(0x10)).verdict).toBe('not-applicable');
  });

  it('holds against other services and garbage', () => expectSteadfast(iso102));
});
