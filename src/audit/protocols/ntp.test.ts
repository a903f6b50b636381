import { expect, it } from 'vitest';
import { expectRobust } from '../bytes/robust.fixture.ts';
import { ntpMonlist, ntpRefusal, ntpServer, ntpVariables } from './ntp-answer.fixture.ts';
import { NTP_CLIENT, NTP_MONLIST, NTP_READ_VARIABLES, decodeNtp } from './ntp.ts';

it('reads what NTP answers in modes 4, 6 and 7', () => {
  expect([NTP_CLIENT.length, NTP_READ_VARIABLES.length, NTP_MONLIST.length]).toEqual([48, 12, 8]);
  expect(decodeNtp(ntpServer)).toEqual({ kind: 'server', stratum: 2 });
  expect(decodeNtp(ntpVariables('version="x"'))).toEqual({ kind: 'variables', text: 'version="x"' });
  expect(decodeNtp(ntpRefusal)).toEqual({ kind: 'refused' });
  expect(decodeNtp(ntpMonlist(0, 6))).toEqual({ kind: 'private', error: 0, items: 6 });
  expect(decodeNtp(NTP_CLIENT)).toBeNull();
  expect(decodeNtp(NTP_MONLIST)).toBeNull();
  expectRobust(decodeNtp, [ntpServer, ntpVariables('version'), ntpMonlist(0, 6)]);
});
