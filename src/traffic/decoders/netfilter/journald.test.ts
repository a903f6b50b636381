import { describe, expect, it } from 'vitest';
import { DIRECTION } from '../../event-batch.ts';
import { utc } from '../clock.ts';
import { decode, expectRobust } from '../decode.fixture.ts';
import { headOf } from '../find-format.ts';
import { journaldExport } from './journald-export.ts';
import { journaldJson } from './journald-json.ts';
import { netfilter } from './netfilter.ts';

const TIME = utc(2026, 10, 9, 8, 53, 1) + 0.25;
const STAMP = String(TIME * 1_000_000);
const BODY =
  'IN=eth0 OUT= SRC=203.0.113.9 DST=192.0.2.7 LEN=44 TOS=0x00 PREC=0x00 TTL=51 ID=7 PROTO=UDP SPT=5 DPT=53 LEN=24 ';
const PACKET = `[UFW BLOCK] ${BODY}`;
const EVENT = {
  time: TIME,
  source: '203.0.113.9',
  destination: '192.0.2.7',
  dport: 53,
  label: '[UFW BLOCK]',
  outcome: 'dropped',
  direction: DIRECTION.in,
};

const entry = (fields: object): string => JSON.stringify({ __REALTIME_TIMESTAMP: STAMP, ...fields });

describe('the journal as JSON', () => {
  const log = [
    entry({ SYSLOG_IDENTIFIER: 'kernel', _HOSTNAME: 'gate', MESSAGE: PACKET }),
    entry({ SYSLOG_IDENTIFIER: 'kernel', MESSAGE: [...Buffer.from(`\xff${PACKET}`, 'latin1')] }),
    entry({ SYSLOG_IDENTIFIER: 'sshd', MESSAGE: 'Failed password for root' }),
    entry({ SYSLOG_IDENTIFIER: 'sshd', MESSAGE: null }),
    entry({ MESSAGE: [PACKET, 'again'] }),
    entry({ MESSAGE: 'IN=eth0 OUT= ' }),
    '{"MESSAGE": broken',
  ].join('\n');

  it('is known by its stamps, and is not taken for the log that it carries', () => {
    const head = headOf(Buffer.from(log), '');
    expect(journaldJson.sniff(head)).toBeGreaterThan(0.9);
    expect(netfilter.sniff(head)).toBe(0);
    expect(journaldJson.sniff(headOf(Buffer.from(PACKET), ''))).toBe(0);
  });

  it('gives the packets that its messages tell of', () => {
    const { events, totals, titles } = decode(journaldJson, log);
    expect(events).toMatchObject([EVENT, { ...EVENT, label: '\xff[UFW BLOCK]' }, EVENT]);
    expect(totals).toMatchObject({ records: 7, malformed: 2, firstMalformed: [6, 7] });
    expect([...totals.foreign]).toEqual([['sshd', 2]]);
    expect(titles).toEqual(['netfilter log (journal, ufw)']);
  });

  it('withstands values of any kind', () => {
    const deep = `{"__REALTIME_TIMESTAMP":"1","MESSAGE":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    const odd = [
      deep,
      entry({ MESSAGE: {} }),
      entry({ MESSAGE: [] }),
      entry({ MESSAGE: [1, 'a'] }),
      '[1]',
      'null',
      '{}',
    ];
    const { events, totals } = decode(journaldJson, odd.join('\n'));
    expect(events).toEqual([]);
    expect(totals.records).toBe(7);
  });

  it('is robust', () => expectRobust(journaldJson, log));
});

/** A field as the export format writes it where its value is not text. */
function binary(name: string, value: string): string {
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(value.length));
  return `${name}\n${size.toString('latin1')}${value}\n`;
}

describe('the journal in its export format', () => {
  const head = `__CURSOR=s=1\n__REALTIME_TIMESTAMP=${STAMP}\nSYSLOG_IDENTIFIER=kernel\n`;
  const log = [
    `${head}MESSAGE=${PACKET}\n`,
    `${head}${binary('MESSAGE', `a\n\nb${PACKET}`)}_HOSTNAME=gate\n`,
    `__CURSOR=s=2\n${binary('OTHER', '\n\n')}SYSLOG_IDENTIFIER=sshd\nMESSAGE=hello\n`,
    `${head}MESSAGE=IN=eth0 OUT= \n`,
    `${head}MESSAGE=IN=eth0 OUT= ARP HTYPE=1 \n`,
    `${head}no field at all\n`,
  ].join('\n');

  it('is known by its cursor', () => {
    expect(journaldExport.sniff(headOf(Buffer.from(log), ''))).toBeGreaterThan(0.9);
    expect(netfilter.sniff(headOf(Buffer.from(log), ''))).toBe(0);
    expect(journaldExport.sniff(headOf(Buffer.from(PACKET), ''))).toBe(0);
  });

  it('gives the packets that its messages tell of', () => {
    const { events, totals, titles } = decode(journaldExport, log);
    expect(events).toMatchObject([
      { ...EVENT, record: 1, offset: 0 },
      { ...EVENT, record: 2, label: 'a\n\nb[UFW BLOCK]', offset: head.length + PACKET.length + 10 },
    ]);
    expect(totals).toMatchObject({ records: 6, malformed: 2, firstMalformed: [4, 6], silent: 2 });
    expect([...totals.foreign]).toEqual([
      ['sshd', 1],
      ['packets without IP', 1],
    ]);
    expect(titles).toEqual(['netfilter log (journal, ufw)']);
  });

  it('says where it was cut off', () => {
    const { totals } = decode(journaldExport, log.slice(0, -200));
    expect(totals.notes.size).toBeLessThanOrEqual(1);
    const cut = decode(journaldExport, `${head}MESSAGE\n\x10\0\0\0\0\0\0\0abc`);
    expect(cut.totals).toMatchObject({ records: 1, malformed: 1 });
    expect([...cut.totals.notes]).toEqual(['cut off in the midst of entry 1']);
  });

  it('does not wait for a value of absurd size', () => {
    const { events, totals } = decode(
      journaldExport,
      `MESSAGE\n\xff\xff\xff\xff\xff\xff\xff\xffabc\n\n${head}MESSAGE=${PACKET}\n`,
    );
    expect(events).toHaveLength(1);
    expect(totals).toMatchObject({ records: 2, malformed: 1 });
  });

  it('is robust', () => expectRobust(journaldExport, log));
});
