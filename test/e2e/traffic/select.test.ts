import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFolder, portolan, removeFolder, shell } from '../program.fixture.ts';
import { portScan, scanCapture, SCANNER, strangers, ufwLine, ufwLog, vpcLog, START } from './logs.fixture.ts';

/** The events that a query names: as many as the finding counts, and byte for byte. */
let folder = '';
const path = (name: string): string => join(folder, name);

interface Report {
  readonly findings: readonly { query: string; isQueryExact: boolean; count: number; pattern: string }[];
}

beforeAll(() => {
  folder = makeFolder();
  writeFileSync(path('ufw.log'), ufwLog());
  writeFileSync(path('ufw.log.gz'), gzipSync(ufwLog()));
  writeFileSync(path('vpc.log'), vpcLog());
  writeFileSync(path('scan.pcap'), scanCapture(120));
  const members = Array.from({ length: 12 }, (_, place) => portScan(20, `198.51.100.${place + 1}`)).map(
    (lines, place) =>
      lines.map((line) => line.replace(/DPT=\d+/, (text) => `DPT=${Number(text.slice(4)) + 100 * place}`)),
  );
  writeFileSync(path('shared.log'), `${members.flat().join('\n')}\n`);
});

afterAll(() => removeFolder(folder));

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

describe('the query of every finding', () => {
  it.each(['ufw.log', 'ufw.log.gz', 'vpc.log', 'scan.pcap', 'shared.log'])(
    'selects as many events as it counts: %s',
    (name) => {
      const { out, code } = portolan(['traffic', path(name), '--json']);
      expect(code).toBe(0);
      const { findings } = JSON.parse(out) as Report;
      expect(findings.length).toBeGreaterThan(0);
      for (const { query, isQueryExact, count } of findings) {
        const selected = linesOf(portolan(['traffic', path(name), '--select', query, '--ndjson']).out);
        if (isQueryExact) expect(selected.length, query).toBe(count);
        else expect(selected.length, query).toBeGreaterThanOrEqual(count);
      }
    },
  );

  it('names all members of a scan that many share', () => {
    const { findings } = JSON.parse(portolan(['traffic', path('shared.log'), '--json']).out) as Report;
    const shared = findings.find(({ pattern }) => pattern === 'coordinated-scan');
    expect(shared?.query).toMatch(/^coordinated-scan#1 source=198\.51\.100\.\d+(,198\.51\.100\.\d+){11}$/);
  });
});

describe('what is selected', () => {
  const select = (name: string, query: string, ...more: string[]): string =>
    portolan(['traffic', path(name), '--select', query, ...more]).out;

  it('is what grep finds, byte for byte, from a file, a packed one and a pipe', () => {
    const wanted = linesOf(ufwLog()).filter((line) => line.includes(`SRC=${SCANNER} `));
    const expected = `${wanted.join('\n')}\n`;
    expect(select('ufw.log', `source=${SCANNER}`)).toBe(expected);
    expect(select('ufw.log.gz', `source=${SCANNER}`)).toBe(expected);
    expect(shell(`cat '${path('ufw.log')}' | "$0" traffic - --select source=${SCANNER}`).out).toBe(expected);
  });

  it('keeps line ends, bytes that are no UTF-8, and what is no text at all', () => {
    const line = Buffer.from(
      ufwLine({ time: START, src: SCANNER, dport: 22, prefix: '[caf\u00e9 \u001b[31m] ' }),
      'latin1',
    );
    const bytes = Buffer.concat([line, Buffer.from('\r\nnothing\n'), line]);
    writeFileSync(path('bytes.log'), bytes);
    const { out, code } = shell(`"$0" traffic '${path('bytes.log')}' --select dport=22 > '${path('out')}'`);
    expect({ out, code }).toEqual({ out: '', code: 0 });
    expect(readFileSync(path('out'))).toEqual(Buffer.concat([line, Buffer.from('\r\n'), line, Buffer.from('\n')]));
  });

  it.each([
    ['dport=1000-1009,1020', 11],
    [`dport=1000-1009 not source=${SCANNER}`, 0],
    [`source=203.0.113.0/24 time>=2026-10-09T08:00:30 time<2026-10-09T08:00:40`, 5],
    ['transport=udp outcome=dropped', 30],
    ['flags=syn-ack', 0],
    ['flags=syn dport=22', 25],
    ['label="[UFW BLOCK]" transport=tcp dport=445', 25],
  ])('are the events of %s', (query, count) => {
    expect(linesOf(select('ufw.log', query))).toHaveLength(count);
    expect(linesOf(select('ufw.log', query, '--ndjson'))).toHaveLength(count);
  });

  it('is a readable line for a connection of a capture', () => {
    const lines = linesOf(select('scan.pcap', 'dport=1000'));
    expect(lines).toEqual([
      `2026-10-09 08:00:00.000  tcp  ${SCANNER}:40000 > 192.0.2.10:1000  SYN  refused  1 packet, 40 bytes  back 1 packet, 40 bytes`,
    ]);
  });

  it('says so where there is nothing, and where the query is none', () => {
    expect(portolan(['traffic', path('ufw.log'), '--select', 'dport=9'])).toEqual({
      code: 1,
      out: '',
      err: 'portolan: no event fits dport=9\n',
    });
    for (const [query, message] of [
      ['dprot=22', /there is no dprot/],
      ['dport=http', /"http" is not a port/],
      ['sweep#9', /sweep has 3 signs/],
      ['sweeep#1', /there is no pattern "sweeep"/],
      ['time>=yesterday', /not a time such as/],
      ['', /the query is empty/],
      ['dport=22 not', /excludes nothing/],
    ] as const) {
      const { code, err } = portolan(['traffic', path('ufw.log'), '--select', query]);
      expect(code, err).toBe(2);
      expect(err).toMatch(message);
    }
  });

  it('keeps no more than it needs of a large input', () => {
    const lines = strangers(2000).join('\n');
    const command = `for i in $(seq 100); do cat '${path('many.log')}'; done | "$0" traffic - --select dport=23 | wc -l`;
    writeFileSync(path('many.log'), `${lines}\n`);
    expect(shell(command).out.trim()).toBe('50000');
  });
});
