import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ownKnowledge } from '../knowledge/compiled-knowledge.fixture.ts';
import { parseIp } from '../net/prefix.ts';
import { listenerRecords } from '../sockets/listener-record.ts';
import { EVERYTHING } from '../sockets/snapshot.ts';
import { SocketView } from '../sockets/socket-row.ts';
import { readReport } from '../traffic/report/read-report.ts';
import { demoAudit } from './audit/demo-audit.ts';
import { DEMO_NOW } from './demo-host.ts';
import { DEMO_NOTES } from './host/notes.ts';
import { demoSnapshot } from './host/snapshot.ts';
import { demoKnocks, lineOf } from './log/firewall-log.ts';
import { ACTORS, HOSTILE_PREFIX } from './log/hostile.ts';
import { askLog, portsInLog } from './log/log-counts.ts';
import { writeLog } from './log/log-file.ts';

const later = (seconds: number): Date => new Date(DEMO_NOW.getTime() + seconds * 1000);
const viewAt = (now: Date): SocketView => new SocketView(demoSnapshot(EVERYTHING, now), ownKnowledge(), DEMO_NOTES);
const portsOf = (view: SocketView): string[] => view.listeners.map(({ port, transport }) => `${port}/${transport}`);

/** RFC 1918, RFC 5737, loopback, multicast and what means all or nobody. */
const NOBODYS =
  /^(?:192\.168\.7\.|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|127\.|2(?:24|39)\.|0\.0\.0\.0$|255\.255\.255\.255$)/;

describe('the host of the demonstration', () => {
  it('listens as a busy small server does, and has what an administrator must see first', () => {
    const view = viewAt(DEMO_NOW);
    expect(view.snapshot.completeness.tables.every(({ skipped, failure }) => skipped === 0 && failure === null)).toBe(
      true,
    );
    expect(view.listeners.length).toBeGreaterThan(20);
    expect(view.snapshot.table.length).toBeGreaterThan(200);
    const redis = listenerRecords(view).find(({ port }) => port === 6379);
    expect(redis?.exposure).toBe('wildcard');
    expect(redis?.findings.map(({ severity }) => severity)).toContain('high');
    expect(listenerRecords(view).find(({ port }) => port === 9229)?.exposure).toBe('loopback');
    expect(listenerRecords(view).every(({ processes }) => processes.length === 1)).toBe(true);
  });

  it('is the same at the same time, and one listener comes and goes', () => {
    expect(portsOf(viewAt(later(1)))).toEqual(portsOf(viewAt(DEMO_NOW)));
    expect(portsOf(viewAt(DEMO_NOW))).toContain('5173/tcp');
    expect(portsOf(viewAt(later(13)))).not.toContain('5173/tcp');
    expect(portsOf(viewAt(later(19)))).toContain('5173/tcp');
  });
});

describe('the firewall log of the demonstration', () => {
  const knocks = demoKnocks();

  it('is the same each time, of a week, and names nobody', () => {
    const samples = (log: typeof knocks): string[] => log.filter((_knock, at) => at % 100 === 0).map(lineOf);
    expect(samples(demoKnocks())).toEqual(samples(knocks));
    expect(knocks.length).toBeGreaterThan(45_000);
    const ends = new Set(knocks.flatMap(({ source, destination }) => [source, destination]));
    expect([...ends].filter((end) => parseIp(end) === null || !NOBODYS.test(end))).toEqual([]);
  });

  it('shows to the analysis what it was made to show', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portolan-demo-test-'));
    try {
      const path = join(folder, 'ufw.log');
      await writeLog(path, knocks);
      const options = { own: [], format: null, now: DEMO_NOW.getTime() / 1000, scanner: null };
      const { summary, findings } = await readReport([path], ownKnowledge(), options);
      expect(summary.events).toBe(knocks.length);
      expect(summary.inputs).toMatchObject([{ malformed: 0, format: 'netfilter log (ufw)' }]);
      expect(summary.harmless).toBeGreaterThan(knocks.length / 2);
      const told = findings.map(({ id, title }) => `${id} ${title}`).join('\n');
      for (const rule of ['coordinated-scan', 'sweep', 'fraggle', 'udp-loop', 'brute-force', 'mirai'])
        expect(told).toContain(rule);
      expect(told).toContain('15 machines of 203.0.113.0/24');
      const attacking = findings.find(({ who }) => who.some(({ name }) => name === ACTORS.prefixed));
      expect(JSON.stringify(attacking?.evidence)).not.toContain('\u001b');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('has a prefix that attacks whoever reads it, as it was written', () => {
    const line = knocks.filter(({ source }) => source === ACTORS.prefixed).map(lineOf)[0];
    expect(line).toContain(`] ${HOSTILE_PREFIX}IN=eth0`);
  });

  it('answers how often a port was knocked on, day by day', () => {
    const words = new Map([
      ['port', '19'],
      ['transport', 'udp'],
      ['since', '30d'],
      ['bucket', '1d'],
    ]);
    const rows = askLog(knocks, 'timeline', words, DEMO_NOW.getTime()).parts[0]?.rows ?? [];
    const events = rows.reduce((sum, row) => sum + Number(row['events']), 0);
    expect(events).toBe(portsInLog(knocks).find(({ port, transport }) => port === 19 && transport === 'udp')?.events);
    expect(rows.length).toBeGreaterThan(2);
    expect(() => askLog(knocks, 'who-knocked', new Map([['port', '22']]), DEMO_NOW.getTime())).toThrow(
      'keeps no store',
    );
  });
});

describe('the audit of the demonstration', () => {
  it('has what is agreed, what is not, what is missing and what is waived, with transcripts', () => {
    const { summary, findings, hosts, gaps } = demoAudit(() => null);
    expect(gaps).toEqual([]);
    expect(summary).toMatchObject({ hosts: 2, missing: 1, passes: false });
    expect(Math.min(summary.expected, summary.unexpected, summary.waived)).toBeGreaterThan(0);
    expect(findings.at(-1)).toMatchObject({ id: 'redis.open', severity: 'critical', host: 'db-3' });
    expect(
      hosts
        .flatMap(({ ports }) => ports.flatMap(({ checks }) => checks))
        .every(({ transcript }) => transcript.length > 0),
    ).toBe(true);
  });
});
