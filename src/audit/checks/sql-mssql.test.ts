import { describe, expect, it } from 'vitest';
import { tdsPrelogin } from '../protocols/tds.ts';
import type { CheckResult } from '../result.ts';
import { expectSteadfast } from './hostile-servers.fixture.ts';
import { answering, play } from './scripted-network.fixture.ts';
import { sqlMssql } from './sql-mssql.ts';

function server(encryption: number): Promise<CheckResult> {
  const answer = Uint8Array.from(tdsPrelogin());
  answer.set([4], 0);
  answer.set([16, 0, 4, 0], 19);
  answer.set([encryption], answer.length - 1);
  return play(sqlMssql, { connections: [answering(() => answer)] });
}

describe('sql.mssql', () => {
  it('is exposed where it can do without encryption', async () => {
    expect(await server(2)).toMatchObject({ verdict: 'exposed', facts: { version: '16.0.1024' } });
  });

  it('is not where encryption is required', async () => {
    expect((await server(3)).verdict).toBe('not-exposed');
    expect((await server(1)).verdict).toBe('not-exposed');
    expect((await server(0)).verdict).toBe('inconclusive');
  });

  it('holds against other services and garbage', () => expectSteadfast(sqlMssql));
});
