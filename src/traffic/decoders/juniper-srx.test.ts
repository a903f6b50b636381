import { describe, expect, it } from 'vitest';
import { MARK } from '../event-batch.ts';
import { PROTOCOL } from '../../net/protocol.ts';
import { utc } from './clock.ts';
import { decode, expectRobust } from './decode.fixture.ts';
import { headOf } from './find-format.ts';
import { juniperSrx } from './juniper-srx.ts';

const line = (kind: string, more = '', said = ''): string =>
  `<14>1 2026-10-09T08:53:01.500Z fw RT_FLOW - RT_FLOW_SESSION_${kind} [junos@2636.1.1.1.2.129 ${said}` +
  'source-address="192.0.2.7" source-port="40123" destination-address="203.0.113.9" destination-port="443" ' +
  `service-name="junos-https" protocol-id="6" policy-name="out" session-id-32="7" ${more}packet-incoming-interface="a"]`;
const counters = (back: number): string =>
  `packets-from-client="6" bytes-from-client="600" packets-from-server="${back}" bytes-from-server="5000" elapsed-time="4" `;

describe('a session log of Juniper SRX', () => {
  it('is known by the names of its messages', () => {
    expect(juniperSrx.sniff(headOf(Buffer.from(line('DENY')), ''))).toBeGreaterThan(0.9);
    expect(juniperSrx.sniff(headOf(Buffer.from(line('DENY').replace('[junos@', '[other@')), ''))).toBe(0);
  });

  it('gives one event of a session, with everything the lines say', () => {
    const { events, totals } = decode(
      juniperSrx,
      `${line('CREATE')}\n${line('CLOSE', counters(5), 'reason="TCP FIN" ')}\n`,
    );
    expect(totals).toMatchObject({ records: 2, silent: 1, malformed: 0 });
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      time: utc(2026, 10, 9, 8, 52, 57.5),
      end: utc(2026, 10, 9, 8, 53, 1.5),
      source: '192.0.2.7',
      destination: '203.0.113.9',
      protocol: PROTOCOL.tcp,
      sport: 40123,
      dport: 443,
      packets: 6,
      bytes: 600,
      packetsBack: 5,
      bytesBack: 5000,
      outcome: 'answered',
      marks: MARK.ports,
      label: 'out',
    });
    expect(decode(juniperSrx, line('CREATE')).events).toMatchObject([{ outcome: 'allowed', record: 1 }]);
  });

  it('says what became of it', () => {
    const outcome = (message: string) => decode(juniperSrx, message).events[0]?.outcome;
    expect(outcome(line('DENY'))).toBe('dropped');
    expect(outcome(line('CLOSE', counters(0), 'reason="idle Timeout" '))).toBe('unanswered');
    expect(outcome(line('CLOSE', counters(1), 'reason="TCP SERVER RST" '))).toBe('refused');
  });

  it('reads the type of ICMP where it is said', () => {
    const icmp = line('DENY', 'icmp-type="8" ').replace('protocol-id="6"', 'protocol-id="1"');
    expect(decode(juniperSrx, icmp).events[0]).toMatchObject({ protocol: PROTOCOL.icmp, sport: 8, marks: MARK.ports });
  });

  it('counts what it cannot read', () => {
    const { totals } = decode(juniperSrx, `${line('DENY').replace('203', '303')}\nhello\n${line('DENY')}`);
    expect(totals).toMatchObject({ malformed: 1, firstMalformed: [1] });
    expect(totals.foreign.size).toBe(1);
  });

  it('is robust', () => {
    expectRobust(juniperSrx, `${line('DENY')}\n${line('CREATE')}\n${line('CLOSE', counters(5))}\n${line('DENY')}\n`);
  });
});
