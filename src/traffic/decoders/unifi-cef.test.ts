import { describe, expect, it } from 'vitest';
import { DIRECTION, MARK } from '../event-batch.ts';
import { PROTOCOL } from '../../net/protocol.ts';
import { HAS_RECORDINGS, recording } from '../recorded.fixture.ts';
import { utc } from './clock.ts';
import { decode, expectRobust } from './decode.fixture.ts';
import { headOf } from './find-format.ts';
import { unifiCef } from './unifi-cef.ts';

const HEAD = 'CEF:0|Ubiquiti|UniFi Network|9.4.19|201|Threat Detected and Blocked|7|';
const FIELDS =
  'proto=TCP src=203.0.113.9 spt=52331 dst=192.0.2.7 dpt=443 UNIFIdirection=incoming UNIFItotalBytes=58 UNIFItotalPackets=2 UNIFIipsSignature=ET DROP Block Listed UNIFIutcTime=2026-10-09T08:53:01.500Z msg=A try was blocked.';

describe('a UniFi security log', () => {
  it('is known by its vendor and product', () => {
    expect(unifiCef.sniff(headOf(Buffer.from(`${HEAD}${FIELDS}`), ''))).toBeGreaterThan(0.9);
    expect(unifiCef.sniff(headOf(Buffer.from('CEF:0|Other|Product|1|2|Name|3|src=192.0.2.1'), ''))).toBe(0);
  });

  it('gives events with everything the line says', () => {
    const { events } = decode(unifiCef, `Oct  9 08:53:02 gw ${HEAD}${FIELDS}\n${HEAD.slice(4)}${FIELDS}`);
    const event = {
      time: utc(2026, 10, 9, 8, 53, 1) + 0.5,
      source: '203.0.113.9',
      destination: '192.0.2.7',
      protocol: PROTOCOL.tcp,
      sport: 52_331,
      dport: 443,
      packets: 2,
      bytes: 58,
      outcome: 'dropped',
      direction: DIRECTION.in,
      label: 'ET DROP Block Listed',
      marks: MARK.ports,
    };
    expect(events).toMatchObject([event, event]);
  });

  it('counts events without two addresses as silent, and broken ones as malformed', () => {
    const { totals } = decode(
      unifiCef,
      [
        `${HEAD}src=192.0.2.1 msg=x`,
        `${HEAD}src=192.0.2.1 dst=gateway`,
        `${HEAD}${FIELDS.replace('443', '99999')}`,
        'x',
      ].join('\n'),
    );
    expect(totals).toMatchObject({ records: 4, silent: 1, malformed: 2 });
  });

  it('is robust', () => expectRobust(unifiCef, `${HEAD}${FIELDS}\n${HEAD}${FIELDS}`));
});

describe.skipIf(!HAS_RECORDINGS)('a recorded UniFi security log', () => {
  it('is decoded completely', () => {
    const { events, totals } = decode(unifiCef, recording('crowdsec/unifi-cef/cef-logs.log'));
    expect(totals).toMatchObject({ records: 3, silent: 2, malformed: 0 });
    expect(events).toMatchObject([{ source: '10.0.0.100', destination: '192.168.0.233', dport: 443 }]);
  });
});
