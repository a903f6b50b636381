import { describe, expect, it } from 'vitest';
import { mysqlError, mysqlGreeting, mysqlOk, mysqlSwitch } from '../protocols/mysql-server.fixture.ts';
import type { CheckResult } from '../result.ts';
import { expectSteadfast } from './hostile-servers.fixture.ts';
import { play } from './scripted-network.fixture.ts';
import { sqlMysql } from './sql-mysql.ts';

function server(
  answer: Uint8Array,
  proof: Uint8Array = new Uint8Array(),
  vantage = 'routed' as const,
): Promise<CheckResult> {
  const reply = (sent: Uint8Array): Uint8Array =>
    sent.length === 4 ? proof : sent.length > 20 ? answer : new Uint8Array();
  return play(sqlMysql, { vantage, connections: [{ hello: mysqlGreeting('5.5.5-10.11.6-MariaDB'), reply }] });
}

describe('sql.mysql', () => {
  it('is exposed where root is let in with an empty password, in either way of proof', async () => {
    expect(await server(mysqlOk)).toMatchObject({ verdict: 'exposed', confidence: 'confirmed' });
    expect((await server(mysqlSwitch, mysqlOk)).verdict).toBe('exposed');
  });

  it('is not where root is refused, or nobody from here may connect', async () => {
    expect(await server(mysqlError(1045))).toMatchObject({ verdict: 'not-exposed', confidence: 'confirmed' });
    expect((await server(mysqlSwitch, mysqlError(1045, 4))).verdict).toBe('not-exposed');
    const unknown = await play(sqlMysql, { connections: [{ hello: mysqlError(1130, 0) }] });
    expect(unknown.verdict).toBe('not-exposed');
  });

  it('is inconclusive where our address is blocked, or asks itself', async () => {
    expect((await play(sqlMysql, { connections: [{ hello: mysqlError(1129, 0) }] })).verdict).toBe('inconclusive');
    const hello = mysqlGreeting('8.0.36');
    const own = await play(sqlMysql, {
      connections: [{ hello, reply: () => mysqlError(1045) }],
      vantage: 'same-address',
    });
    expect(own.verdict).toBe('inconclusive');
  });

  it('holds against other services and garbage', () => expectSteadfast(sqlMysql));
});
