import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../result.ts';
import { corbaIiop } from './corba-iiop.ts';
import { expectSteadfast } from './hostile-servers.fixture.ts';
import { answering, play } from './scripted-network.fixture.ts';

function server(status: (key: string) => number): Promise<CheckResult> {
  const script = answering((sent) => {
    const key = Buffer.from(sent).toString('latin1', 20);
    return Uint8Array.of(71, 73, 79, 80, 1, 0, 0, 4, 0, 0, 0, 8, 0, 0, 0, sent[15] ?? 0, 0, 0, 0, status(key));
  });
  return play(corbaIiop, { connections: [script] });
}

describe('corba.iiop', () => {
  it('is exposed where the naming service is there, under either name', async () => {
    expect(await server((key) => (key === 'NameService' ? 1 : 0))).toMatchObject({ verdict: 'exposed', rounds: 1 });
    expect(await server((key) => (key === 'INIT' ? 2 : 0))).toMatchObject({
      facts: { key: 'INIT' },
      verdict: 'exposed',
    });
  });

  it('is not where it is unknown', async () => {
    expect((await server(() => 0)).verdict).toBe('not-exposed');
  });

  it('holds against other services and garbage', () => expectSteadfast(corbaIiop));
});
