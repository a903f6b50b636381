import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aResult, HOST, POLICY } from '../../src/audit/policy/result.fixture.ts';
import { auditReport } from '../../src/audit/report/audit-report.ts';
import { EXIT } from '../../src/cli/exit-code.ts';
import type { ReportDocument } from '../../src/cli/documents.ts';
import { readPage } from '../../src/html/read-page.fixture.ts';
import { faultsByJsonSchema, faultsByZod } from './contract.fixture.ts';
import { makeFolder, portolan, removeFolder } from './program.fixture.ts';
import { hasTerminal, runOnTerminal, withoutColour } from './terminal.fixture.ts';
import { ufwLog } from './traffic/logs.fixture.ts';

/** What listens here is this machine's own matter: one listener of ours is looked for, and no more. */
let folder = '';
let server: Server;
let port = 0;
const inFolder = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = makeFolder();
  writeFileSync(inFolder('ufw<i>.log'), ufwLog());
  const frame = { schema: 'portolan/audit@1', generatedAt: '2026-11-22T12:00:00.000Z', host: 'elsewhere' };
  const audit = auditReport(aResult(POLICY, [HOST]), 'audit.yaml');
  writeFileSync(inFolder('audit.json'), JSON.stringify({ ...frame, ...audit }));
  writeFileSync(inFolder('other.json'), '{"schema":"portolan/traffic@1"}');
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});

afterAll(() => {
  server.close();
  removeFolder(folder);
});

const words = (): string[] => ['report', inFolder('ufw<i>.log'), '--audit', inFolder('audit.json')];

describe('portolan report', () => {
  it('answers as its schema says, with all lenses', () => {
    const { code, out, err } = portolan([...words(), '--json']);
    expect([code, err]).toEqual([EXIT.done, '']);
    const value = JSON.parse(out) as ReportDocument;
    expect(faultsByJsonSchema('report', value).slice(0, 5)).toEqual([]);
    expect(faultsByZod('report', value).slice(0, 5)).toEqual([]);
    expect(value.traffic?.findings.length).toBeGreaterThan(0);
    expect(value.ports.find((row) => row.host === 'mailhost' && row.port === 25)).toMatchObject({ urgency: 'high' });
    const listeners = value.ports.find((row) => row.host === null && row.port === port)?.listeners ?? [];
    expect(value.glance.listeners[listeners[0] ?? -1]).toMatchObject({ port, exposure: 'loopback' });
  });

  it('needs neither logs nor an audit', () => {
    const { code, out } = portolan(['report', '--json']);
    expect([code, JSON.parse(out)]).toMatchObject([EXIT.done, { traffic: null, audit: null, elsewhere: 0 }]);
    expect(portolan(['report']).out).toContain('report --html report.html');
  });

  it('writes all of it as one page, and says where', () => {
    const out = inFolder('all.html');
    const { code, out: text, err } = portolan([...words(), '--html', out]);
    expect(code).toBe(EXIT.done);
    expect(text).toContain('25/tcp of mailhost');
    expect(err).toMatch(/^portolan: all of it as a page: .*all\.html \([\d.]+ kB\)\n$/);
    const page = readPage(readFileSync(out, 'utf8'));
    for (const told of [
      'By port',
      'What listens here',
      'Logs: what was read',
      'ufw<i>.log',
      'Audit: what is exposed',
    ]) {
      expect(page.text).toContain(told);
    }
    expect(page.tags.some(({ name }) => name === 'script' || name === 'i')).toBe(false);
    expect(portolan([...words(), '--html', '-']).out).toMatch(/^<!doctype html>/);
  });

  it.skipIf(!hasTerminal).each([40, 80])('fits a terminal of %i columns', (columns) => {
    const command = words()
      .map((word) => `'${word}'`)
      .join(' ');
    const lines = runOnTerminal(command, columns, { NO_COLOR: '1' }).map(withoutColour);
    expect(lines.join('\n')).toContain('25/tcp of mailhost');
    const tooLong = lines.filter((line) => line.length > columns && !line.includes(folder));
    expect(tooLong).toEqual([]);
  });

  it.each<[code: number, message: string, words: string[]]>([
    [EXIT.couldNotLook, 'there is no file', ['--audit', 'missing.json']],
    [EXIT.couldNotLook, 'not portolan/audit@1', ['--audit', 'other.json']],
    [EXIT.usage, 'both want standard output', ['--json', '--html', '-']],
    [EXIT.usage, '--input-format knows no', ['missing.log', '--input-format', 'x']],
    [EXIT.couldNotLook, 'missing.log', ['missing.log']],
  ])('ends with %i: %s', (code, message, more) => {
    const ran = portolan(['report', ...more], { cwd: folder });
    expect(ran.code).toBe(code);
    expect(ran.err).toContain(message);
  });
});
