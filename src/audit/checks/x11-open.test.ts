import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../result.ts';
import { expectSteadfast } from './hostile-servers.fixture.ts';
import { answering, play } from './scripted-network.fixture.ts';
import { x11Open } from './x11-open.ts';

const server = (...bytes: number[]): Promise<CheckResult> =>
  play(x11Open, { connections: [answering(() => Uint8Array.from(bytes))] });

describe('x11.open', () => {
  it('is exposed where a connection without authority is accepted', async () => {
    expect((await server(1, 0, 11, 0, 0, 0, 40, 0)).verdict).toBe('exposed');
  });

  it('is not where it is refused, or more is asked for', async () => {
    expect((await server(0, 20, 11, 0, 0, 0, 5, 0)).verdict).toBe('not-exposed');
    expect((await server(2, 0, 0, 0, 0, 0, 5, 0)).verdict).toBe('not-exposed');
  });

  it('holds against other services and garbage', () => expectSteadfast(x11Open));
});
