import { expect, it } from 'vitest';
import { expectRobust } from '../bytes/robust.fixture.ts';
import { mysqlError, mysqlGreeting, mysqlOk, mysqlSwitch } from './mysql-server.fixture.ts';
import { MYSQL_FRAME, decodeMysql, mysqlEmptyLogin, mysqlEmptyProof } from './mysql.ts';

it('reads the packets of a log-in to MySQL', () => {
  const greeting = mysqlGreeting('8.0.36');
  expect(MYSQL_FRAME.lengthOf(greeting)).toBe(greeting.length);
  expect(decodeMysql(greeting)).toEqual({ kind: 'greeting', version: '8.0.36', plugin: 'mysql_native_password' });
  expect(decodeMysql(mysqlOk)).toEqual({ kind: 'ok' });
  expect(decodeMysql(mysqlError(1045))).toEqual({ kind: 'error', code: 1045, message: 'Access denied' });
  expect(decodeMysql(mysqlSwitch)).toEqual({ kind: 'switch', plugin: 'caching_sha2_password' });
  expectRobust(decodeMysql, [greeting, mysqlOk, mysqlError(1130, 0), mysqlSwitch]);
});

it('writes a log-in without a password', () => {
  const sent = Buffer.from(mysqlEmptyLogin('root', 'mysql_native_password'));
  expect(MYSQL_FRAME.lengthOf(sent)).toBe(sent.length);
  expect(sent.toString('latin1', 36)).toBe('root\0\0mysql_native_password\0');
  expect([...mysqlEmptyProof(3)]).toEqual([0, 0, 0, 3]);
});
