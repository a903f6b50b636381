import { describe, expect, it } from 'vitest';
import { MARK } from '../event-batch.ts';
import { PROTOCOL } from '../../net/protocol.ts';
import { utc } from './clock.ts';
import { decode, expectRobust } from './decode.fixture.ts';
import { headOf } from './find-format.ts';
import { paloAlto } from './palo-alto.ts';

interface Change {
  readonly subtype?: string;
  readonly source?: string;
  readonly protocol?: string;
  readonly action?: string;
  readonly packetsBack?: string;
  readonly reason?: string;
}

const line = (change: Change = {}): string => {
  const { subtype = 'end', source = '192.0.2.7', protocol = 'tcp', action = 'allow', packetsBack = '5' } = change;
  return (
    `<14>Oct  9 08:53:05 fw 1,2026/10/09 08:53:05,000000000001,TRAFFIC,${subtype},2305,2026/10/09 08:53:04,${source},` +
    `203.0.113.9,198.51.100.7,203.0.113.9,"web, out",user,,ssl,vsys1,in,out,ethernet1/1,ethernet1/2,log,` +
    `2026/10/09 08:53:05,7,1,40123,443,4000,443,0x400053,${protocol},${action},2346,1000,1346,11,` +
    `2026/10/09 08:52:30,15,any,0,123,0x0,US,US,0,6,${packetsBack},${change.reason ?? 'tcp-fin'},0,0`
  );
};

describe('a Palo Alto traffic log', () => {
  it('is known by its kind', () => {
    expect(paloAlto.sniff(headOf(Buffer.from(line()), ''))).toBeGreaterThan(0.9);
    expect(paloAlto.sniff(headOf(Buffer.from(line().replace(/^.* fw /, '')), ''))).toBeGreaterThan(0.9);
    expect(paloAlto.sniff(headOf(Buffer.from(line().replace('TRAFFIC', 'THREAT')), ''))).toBe(0);
  });

  it('gives one event of a session, with everything the lines say', () => {
    const { events, totals } = decode(paloAlto, `${line({ subtype: 'start' })}\n${line()}\n`);
    expect(totals).toMatchObject({ silent: 1, malformed: 0 });
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      time: utc(2026, 10, 9, 8, 52, 30),
      end: utc(2026, 10, 9, 8, 52, 45),
      source: '192.0.2.7',
      destination: '203.0.113.9',
      protocol: PROTOCOL.tcp,
      sport: 40123,
      dport: 443,
      packets: 6,
      bytes: 1000,
      packetsBack: 5,
      bytesBack: 1346,
      outcome: 'answered',
      marks: MARK.ports,
      label: 'web, out',
    });
    expect(decode(paloAlto, line({ subtype: 'start' })).events).toMatchObject([
      { time: utc(2026, 10, 9, 8, 53, 4), outcome: 'allowed' },
    ]);
  });

  it('says what became of it', () => {
    const outcome = (change: Change) => decode(paloAlto, line(change)).events[0]?.outcome;
    expect(outcome({ subtype: 'deny', action: 'deny' })).toBe('dropped');
    expect(outcome({ subtype: 'drop', action: 'drop' })).toBe('dropped');
    expect(outcome({ subtype: 'drop', action: 'reset-both' })).toBe('rejected');
    expect(outcome({ packetsBack: '0', reason: 'aged-out' })).toBe('unanswered');
    expect(outcome({ packetsBack: '1', reason: 'tcp-rst-from-server' })).toBe('refused');
  });

  it('says no type of ICMP, which is not logged', () => {
    expect(decode(paloAlto, line({ protocol: 'icmp' })).events[0]).toMatchObject({ protocol: 1, marks: 0 });
  });

  it('counts what it cannot read', () => {
    const { totals } = decode(paloAlto, `${line({ source: '192.0.2.700' })}\nhello\n${line()}`);
    expect(totals).toMatchObject({ malformed: 1, firstMalformed: [1] });
    expect(totals.foreign.size).toBe(1);
  });

  it('is robust', () => {
    expectRobust(paloAlto, `${line()}\n${line({ action: 'deny' })}\n${line({ subtype: 'start' })}\n`);
  });
});
