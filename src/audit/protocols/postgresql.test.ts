import { expect, it } from 'vitest';
import { expectRobust } from '../bytes/robust.fixture.ts';
import { postgresAuthentication, postgresError } from './postgresql-answer.fixture.ts';
import { POSTGRES_FRAME, decodePostgres, postgresStartup } from './postgresql.ts';

it('writes and reads the first messages of PostgreSQL', () => {
  const startup = Buffer.from(postgresStartup('postgres'));
  expect(startup.readUInt32BE(0)).toBe(startup.length);
  expect(startup.toString('latin1', 8)).toBe('user\0postgres\0database\0postgres\0\0');
  const [asks, error] = [postgresAuthentication(10), postgresError('28000', 'no pg_hba.conf entry')];
  expect([POSTGRES_FRAME.lengthOf(asks), POSTGRES_FRAME.lengthOf(error)]).toEqual([asks.length, error.length]);
  expect(decodePostgres(asks)).toEqual({ kind: 'authentication', code: 10 });
  expect(decodePostgres(error)).toEqual({ kind: 'error', code: '28000', message: 'no pg_hba.conf entry' });
  expectRobust(decodePostgres, [asks, error]);
});
