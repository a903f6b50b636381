import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SchemaName } from '../../../src/cli/schema-names.ts';
import { faultsByJsonSchema, faultsByZod, withUnknownField } from '../contract.fixture.ts';
import { makeFolder, portolan, removeFolder } from '../program.fixture.ts';
import { scanCapture, ufwLog, vpcLog } from './logs.fixture.ts';

/** What traffic answers, held against the schemas that programs rely on. */
let folder = '';

beforeAll(() => {
  folder = makeFolder();
  writeFileSync(join(folder, 'ufw.log'), `${ufwLog()}no line of a log\n`);
  writeFileSync(join(folder, 'timeless.log'), ufwLog().replaceAll(/^.*? kernel: \[[\d.]+\] /gm, ''));
  writeFileSync(join(folder, 'vpc.log'), vpcLog());
  writeFileSync(join(folder, 'scan.pcap'), scanCapture(60));
  writeFileSync(join(folder, 'empty.log'), '');
  writeFileSync(join(folder, 'other.txt'), 'a letter to nobody\n'.repeat(9));
});

afterAll(() => removeFolder(folder));

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

function expectKept(name: SchemaName, value: unknown): void {
  expect(faultsByJsonSchema(name, value).slice(0, 5)).toEqual([]);
  expect(faultsByZod(name, value).slice(0, 5)).toEqual([]);
}

function traffic(files: readonly string[], ...words: readonly string[]): { code: number | null; out: string } {
  return portolan(['traffic', ...files.map((file) => join(folder, file)), ...words]);
}

describe('what portolan traffic answers keeps to its schema', () => {
  it.each<[code: number, ...files: string[]]>([
    [0, 'ufw.log'],
    [0, 'timeless.log'],
    [0, 'vpc.log'],
    [0, 'scan.pcap'],
    [3, 'ufw.log', 'vpc.log', 'scan.pcap', 'empty.log', 'other.txt', 'missing.log'],
    [3, 'empty.log'],
  ])('%i: %s %s %s %s %s %s', (code, ...files) => {
    const json = traffic(files, '--json');
    expect(json.code).toBe(code);
    const value = JSON.parse(json.out) as { findings: readonly unknown[]; summary: unknown };
    expectKept('traffic', value);
    const lines = linesOf(traffic(files, '--ndjson').out).map((line): unknown => JSON.parse(line));
    expect(lines).toEqual([...value.findings, { summary: value.summary }]);
    for (const line of lines) expectKept('traffic-row', line);
  });

  it.each(['ufw.log', 'timeless.log', 'vpc.log', 'scan.pcap'])('for the events of %s', (file) => {
    const value = JSON.parse(traffic([file], '--select', 'transport=tcp,udp', '--json').out) as { events: unknown[] };
    expectKept('traffic-events', value);
    expect(value.events.length).toBeGreaterThan(50);
    const lines = linesOf(traffic([file], '--select', 'transport=tcp,udp', '--ndjson').out);
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual(value.events);
    for (const line of lines.slice(0, 20)) expectKept('traffic-events-row', JSON.parse(line));
  });

  it('for no event at all, and beside a baseline', () => {
    const none = traffic(['ufw.log'], '--select', 'dport=9', '--json');
    expect(none.code).toBe(1);
    expectKept('traffic-events', JSON.parse(none.out));
    writeFileSync(join(folder, 'then.json'), traffic(['vpc.log'], '--json').out);
    expectKept('traffic', JSON.parse(traffic(['ufw.log'], '--baseline', join(folder, 'then.json'), '--json').out));
  });

  it('and refuses a field that it does not know', () => {
    const value: unknown = JSON.parse(traffic(['scan.pcap'], '--json').out);
    for (const { path, changed } of withUnknownField(value)) {
      // Programs and reasons for a judgement are keys by themselves.
      if (/(foreign|roles)$/.test(path)) continue;
      expect(faultsByJsonSchema('traffic', changed), path).not.toEqual([]);
    }
  });
});
