import { hostname } from 'node:os';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ESTABLISHED, LISTEN, recordMachine, UNCONNECTED } from '../../src/sockets/machine.fixture.ts';
import { makeFolder, portolan, removeFolder, writeTree, type Ran } from './program.fixture.ts';

let folder = '';

beforeAll(() => {
  folder = makeFolder();
  const hostile = 'a,"b"\r\n\u001b[31m\tc';
  const fs = recordMachine({
    tcp: [
      { local: '0.0.0.0:22', state: LISTEN, inode: 1 },
      { local: '0.0.0.0:6379', state: LISTEN, inode: 2 },
      { local: '10.0.0.5:22', remote: '10.0.0.9:5000', state: ESTABLISHED, inode: 3 },
    ],
    udp6: [{ local: '[::]:5353', state: UNCONNECTED, inode: 4 }],
    processes: [
      { pid: 10, name: 'sshd', holds: [1, 3] },
      { pid: 11, name: hostile, command: hostile, holds: [2] },
    ],
  });
  writeTree(fs, folder);
});

afterAll(() => removeFolder(folder));

function run(args: readonly string[]): Ran {
  const ran = portolan(args, { env: { PORTOLAN_ROOT: folder } });
  expect(ran.code).toBe(0);
  return ran;
}

const COMMANDS: readonly (readonly [kind: string, list: string, args: readonly string[]])[] = [
  ['glance', 'listeners', []],
  ['sockets', 'sockets', ['sockets']],
  ['sockets', 'sockets', ['netstat', '-tlp']],
  ['explain', 'answers', ['explain', '443', '6000-6063', 'netbus']],
];

describe('every command that writes JSON', () => {
  it.each(COMMANDS)('has an envelope: %s, %s, %j', (kind, list, args) => {
    const before = Date.now();
    const document = JSON.parse(run([...args, '--json']).out) as Record<string, unknown>;
    expect(document['schema']).toBe(`portolan/${kind}@1`);
    expect(document['host']).toBe(hostname());
    const at = String(document['generatedAt']);
    expect(new Date(at).toISOString()).toBe(at);
    expect(Date.parse(at)).toBeGreaterThanOrEqual(before - 1000);
    expect(document[list]).toEqual(expect.arrayContaining([expect.anything()]));
  });

  it.each(COMMANDS)('writes the same values a line each: %s, %s, %j', (_, list, args) => {
    const document = JSON.parse(run([...args, '--json']).out) as Record<string, readonly unknown[]>;
    const { out } = run([...args, '--ndjson']);
    expect(out.endsWith('\n')).toBe(true);
    const values = out
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    // What a finding says of the time it was made differs from run to run.
    const withoutTimes = (value: unknown): unknown =>
      JSON.parse(
        JSON.stringify(value, (key, inner: unknown) => (key === 'first' || key === 'last' ? undefined : inner)),
      );
    expect(withoutTimes(values)).toEqual(withoutTimes(document[list]));
  });

  it.each(COMMANDS)('writes as many lines of CSV, all with the columns of the heading: %s, %s, %j', (_, list, args) => {
    const document = JSON.parse(run([...args, '--json']).out) as Record<string, readonly unknown[]>;
    // The parser refuses a line that has more or fewer columns than the first.
    const [heading = [], ...rows] = parse(run([...args, '--csv']).out);
    expect(rows).toHaveLength(document[list]?.length ?? -1);
    expect(heading.length).toBeGreaterThan(5);
    expect(new Set(heading).size).toBe(heading.length);
  });
});

describe('a name that a process chose to break the output', () => {
  it('comes through CSV and JSON as it is', () => {
    const rows = parse<Record<string, string>>(run(['sockets', '--csv']).out, { columns: true });
    const name = rows.find((row) => row['local_port'] === '6379')?.['process'];
    expect(name).toContain('a,"b"\r\n\u001b[31m');
    const listener = run(['--ndjson'])
      .out.split('\n')
      .find((line) => line.includes('"port":6379'));
    expect(listener).toContain('\\u001b[31m'); // escaped, as JSON does with control characters
  });

  it('is made harmless where a person reads it, and keeps its line in one piece', () => {
    for (const args of [['sockets', '-tlp'], [], ['explain', '6379/tcp']]) {
      const { out } = run(args);
      expect(out).not.toContain('\u001b');
      expect(out).toContain('a,"b"??');
    }
    const lines = run(['sockets', '-tlp']).out.trimEnd().split('\n');
    expect(new Set(lines.map((line) => line.split('\t').length)).size).toBe(1);
  });
});

describe('colour', () => {
  const colours = (env: Readonly<Record<string, string>>): boolean =>
    portolan([], { env: { PORTOLAN_ROOT: folder, ...env } }).out.includes('\u001b[');

  it('is not for pipes, unless it is forced, and never with NO_COLOR', () => {
    expect(colours({})).toBe(false);
    expect(colours({ FORCE_COLOR: '1' })).toBe(true);
    expect(colours({ FORCE_COLOR: '0' })).toBe(false);
    expect(colours({ FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
    expect(colours({ FORCE_COLOR: '1', NO_COLOR: '' })).toBe(true);
  });

  it('takes nothing away when it is off: the words are the same', () => {
    const forced = portolan([], { env: { PORTOLAN_ROOT: folder, FORCE_COLOR: '1' } }).out;
    expect(forced.replaceAll(/\u001b\[\d+m/g, '')).toBe(run([]).out);
  });
});
