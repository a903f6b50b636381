import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { netfilterLog } from '../../bench/traffic/netfilter-log.ts';
import { Clock, utc } from '../../src/traffic/decoders/clock.ts';
import { InputDecoder } from '../../src/traffic/decoders/input-decoder.ts';
import { NetfilterScanner } from '../../src/traffic/decoders/netfilter/netfilter-scanner.ts';
import { netfilter } from '../../src/traffic/decoders/netfilter/netfilter.ts';
import { EventBatch } from '../../src/traffic/event-batch.ts';
import { HAS_RECORDINGS, recording } from '../../src/traffic/recorded.fixture.ts';
import { compileScanner } from './compile-scanner.ts';

/** PORTOLAN_RUNS: more of them, after a change of the scanner. */
const RUNS = Number(process.env['PORTOLAN_RUNS'] ?? 400);

const scanner = new NetfilterScanner(compileScanner());

/** Every column of every event, and what became of the lines; with how many of them the scanner read itself. */
function decode(bytes: Buffer, fast: NetfilterScanner | null, pieces: readonly number[] = []) {
  const events: unknown[][] = [];
  const take = (full: EventBatch): void => {
    for (let row = 0; row < full.length; row++) {
      events.push(
        [
          ...[full.time, full.end, full.family, full.source, full.destination, full.protocol, full.sport, full.dport],
          ...[full.flags, full.packets, full.bytes, full.packetsBack, full.bytesBack, full.outcome, full.direction],
          ...[full.ttl, full.window, full.ipId, full.marks, full.label, full.offset, full.record],
        ].map((column) => column[row]),
      );
    }
  };
  const batch = new EventBatch(take, undefined, undefined, fast?.columns);
  const clock = new Clock(utc(2026, 12, 31, 0, 0, 0), () => 3600);
  const decoder = new InputDecoder(netfilter, [], { clock, scanner: fast }, batch);
  let at = 0;
  for (const piece of pieces) {
    decoder.push(bytes.subarray(at, at + piece));
    at += piece;
  }
  decoder.push(bytes.subarray(at));
  decoder.end();
  return { events, totals: decoder.totals, titles: decoder.titles };
}

function expectAgreement(bytes: Buffer, pieces: readonly number[] = []): void {
  expect(decode(bytes, scanner, pieces)).toEqual(decode(bytes, null, pieces));
}

const generated = Buffer.from([...netfilterLog(20_000)].join(''), 'latin1');

describe('the scanner in WebAssembly', () => {
  it('agrees with the reader of single lines on a generated log', () => {
    expectAgreement(generated);
    expectAgreement(
      generated,
      Array.from({ length: 3000 }, (_, index) => (index * 7919) % 4001),
    );
  });

  it('reads nearly all of it itself', () => {
    let lines = 0;
    const batch = new EventBatch(() => {}, undefined, undefined, scanner.columns);
    const reader = netfilter.open({ clock: new Clock(utc(2026, 12, 31, 0, 0, 0), () => 0), scanner });
    for (let at = 0; at < generated.length;) {
      const before = batch.nextRecord;
      const done = reader.readRun?.(generated, at, generated.length, batch) ?? 0;
      lines += batch.nextRecord - before;
      const stop = done === 0 ? generated.indexOf(10, at) : at + done - 1;
      if (done === 0) reader.read(generated, at, stop, batch);
      at = stop + 1;
      batch.nextOffset = at;
    }
    expect(lines).toBeGreaterThan(0.85 * 20_000);
  });

  it('agrees on times of ISO 8601, of any zone', () => {
    const text = generated.subarray(0, 200_000).toString('latin1');
    for (const zone of ['Z', '+02:00', '-0330', '']) {
      const iso = text.replace(/^Oct +(\d+) (\S+) /gm, (_, day: string, time: string) => {
        const fraction = Number(day) % 2 === 0 ? '' : `.${time.slice(6)}1234`;
        return `2026-10-${day.padStart(2, '0')}T${time}${fraction}${zone} `;
      });
      expectAgreement(Buffer.from(iso, 'latin1'));
    }
  });

  it('agrees on every dressing that a line may have', () => {
    const line =
      'Oct  9 08:53:01 gate kernel: [   12.345678] [UFW BLOCK] IN=eth0 OUT= MAC=02:00:00:00:00:01:02:00:00:00:00:02:08:00 SRC=203.0.113.9 DST=192.0.2.7 LEN=40 TOS=0x00 PREC=0x00 TTL=51 ID=54321 DF PROTO=TCP SPT=40000 DPT=23 SEQ=3221225991 ACK=0 WINDOW=65535 RES=0x00 SYN URGP=0 OPT (020405B4) ';
    const changes: readonly (readonly [string, string])[] = [
      ['gate ', ''],
      ['gate ', 'gate gate '],
      ['gate ', 'kernel: '],
      ['gate ', 'kern=l '],
      ['gate ', ' '],
      ['kernel: ', ''],
      ['kernel: ', 'kernel:'],
      ['kernel: ', 'kernel:  '],
      ['[   12.345678] ', ''],
      ['[   12.345678] ', '[12] '],
      ['[   12.345678] ', '[12.3][T12] '],
      ['[   12.345678] ', '[12.3]  '],
      ['[UFW BLOCK] ', ''],
      ['[UFW BLOCK] ', 'message repeated 3 times: [ '],
      ['[UFW BLOCK] ', '[UFW BLOCK]'],
      ['[UFW BLOCK] ', 'a=b OUT=c '],
      ['[UFW BLOCK] ', 'x'.repeat(64)],
      ['[UFW BLOCK] ', 'x'.repeat(65)],
      ['IN=eth0', 'IN=lo'],
      ['OUT=', 'OUT=lo'],
      ['OUT=', 'OUT=eth1'],
      ['OUT= ', ''],
      [':08:00', ''],
      [':08:00', ':86:dd:60:00'],
      [':02:08:00', ' 02:08:00'],
      ['MAC=02:00:00:00:00:01:02:00:00:00:00:02:08:00', 'MAC='],
      ['203.0.113.9', '203.0.113.256'],
      ['203.0.113.9', '203.0.113'],
      ['203.0.113.9', '0203.0.113.9'],
      ['203.0.113.9', '2001:db8::1'],
      ['LEN=40', 'LEN=040'],
      ['LEN=40', 'LEN='],
      ['LEN=40', 'LEN=16777216'],
      ['TOS=0x00', 'TOS=00'],
      ['TTL=51', 'TTL=256'],
      ['ID=54321', 'ID=65536'],
      [' DF', ' CE DF'],
      [' DF', ' MF FRAG:185'],
      ['PROTO=TCP', 'PROTO=2'],
      ['PROTO=TCP SPT=40000 DPT=23 SEQ=3221225991 ACK=0 WINDOW=65535 RES=0x00 SYN URGP=0 OPT (020405B4)', 'PROTO=2'],
      ['PROTO=TCP SPT=40000 DPT=23 SEQ=3221225991 ACK=0 WINDOW=65535 RES=0x00 SYN URGP=0 OPT (020405B4)', 'PROTO=0002'],
      ['PROTO=TCP SPT=40000 DPT=23 SEQ=3221225991 ACK=0 WINDOW=65535 RES=0x00 SYN URGP=0 OPT (020405B4)', 'PROTO=255'],
      ['SPT=40000', 'SPT=65536'],
      ['DPT=23', 'DPT=000000023'],
      ['SEQ=3221225991', 'SEQ=1'],
      ['SEQ=3221225991', 'SEQ=4294967296'],
      ['SEQ=3221225991 ACK=0 ', ''],
      ['ACK=0', 'ACK='],
      ['WINDOW=65535', 'WINDOW=65536'],
      ['SYN ', ''],
      ['SYN ', 'CWR ECE URG ACK PSH RST SYN FIN '],
      ['SYN ', 'SYN SYX '],
      ['URGP=0', 'URGP=0 UID=0'],
      ['(020405B4) ', '(020405B4)'],
      ['(020405B4) ', '(020405B4) MARK=0x1'],
      ['(020405B4) ', '( )'],
      ['(020405B4) ', `(020405B4) ${line}`],
    ];
    const lines = changes.flatMap(([from, to]) => [line.replace(from, to), line]);
    for (const end of ['\n', '\r\n', '\0\n'])
      expectAgreement(Buffer.from([line, line, ...lines, line].join(end), 'latin1'));
  });

  it('agrees on lines that were changed at random, in any pieces', () => {
    const sample = generated.subarray(0, generated.indexOf(10, 6000) + 1);
    const change = fc.tuple(fc.nat(sample.length - 1), fc.oneof(fc.nat(255), fc.constantFrom(10, 32, 61, 48, 58, 91)));
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 20 }),
        fc.array(fc.nat(sample.length), { maxLength: 6 }),
        (changes, pieces) => {
          const bytes = Buffer.from(sample);
          for (const [at, value] of changes) bytes[at] = value;
          expectAgreement(bytes, pieces);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('agrees where every prefix is another one', () => {
    const lines = generated.toString('latin1').split('\n').slice(0, 3000);
    const text = lines.map((line, index) => line.replace(/\] .{0,30}?IN=/, `] rule ${index % 700} IN=`)).join('\n');
    expectAgreement(Buffer.from(text, 'latin1'));
  });

  it.skipIf(!HAS_RECORDINGS)('agrees on recordings', () => {
    for (const name of [
      'psad-scans/ack_scan_1000_1150',
      'psad-scans/ipv6_tcp_connect_nmap_default_scan',
      'psad-scans/null_scan_1000_1150',
      'psad-scans/syn_scan_1000_1500',
      'psad-scans/syslog_time_fmt1.log',
      'psad-scans/udp_scan_1000_1150',
      'psad-scans/xmas_scan_1000_1150',
      'crowdsec/iptables-logs/iptables-logs.log',
      'crowdsec/iptables-scan-multi-port/iptables-scan-multi-port.log',
      'crowdsec/proxmox-iptables-logs/proxmox-iptables.log',
      'crowdsec/unifi-logs/unifi-logs.log',
    ]) {
      expectAgreement(recording(name));
    }
  });
});
