import { describe, expect, it } from 'vitest';
import { postgresAuthentication, postgresError } from '../protocols/postgresql-answer.fixture.ts';
import type { CheckResult } from '../result.ts';
import { expectSteadfast } from './hostile-servers.fixture.ts';
import { answering, play, type Script } from './scripted-network.fixture.ts';
import { sqlPostgresql } from './sql-postgresql.ts';

const server = (answer: Uint8Array): Promise<CheckResult> =>
  play(sqlPostgresql, { connections: [answering(() => answer)] });

describe('sql.postgresql', () => {
  it('is exposed where the superuser is let in', async () => {
    expect(await server(postgresAuthentication(0))).toMatchObject({ verdict: 'exposed', confidence: 'confirmed' });
  });

  it('is not where a password is asked for, or no line fits', async () => {
    expect(await server(postgresAuthentication(10))).toMatchObject({ verdict: 'not-exposed', facts: { code: 10 } });
    expect((await server(postgresAuthentication(3))).summary).toContain('scram-sha-256');
    expect((await server(postgresError('28000', 'no pg_hba.conf entry'))).verdict).toBe('not-exposed');
  });

  it('asks again inside TLS where no line fits without', async () => {
    const tls = { protocol: 'TLSv1.3', cipher: 'x', notAfter: null, subject: null };
    const refusal: Script = answering(() => postgresError('28000', 'no encryption'));
    const inside: Script = {
      ...answering((sent) => (sent.length === 8 ? Buffer.from('S') : postgresAuthentication(0))),
      tls,
    };
    const result = await play(sqlPostgresql, { connections: [refusal, inside] });
    expect(result).toMatchObject({ verdict: 'exposed', rounds: 2 });
    expect(result.summary).toContain('inside TLS');
  });

  it('is inconclusive where the server cannot say, or asks itself', async () => {
    expect((await server(postgresError('53300', 'too many clients'))).verdict).toBe('inconclusive');
    const connections = [answering(() => postgresAuthentication(10))];
    expect((await play(sqlPostgresql, { connections, vantage: 'same-address' })).verdict).toBe('inconclusive');
  });

  it('holds against other services and garbage', () => expectSteadfast(sqlPostgresql));
});
