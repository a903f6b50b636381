import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SnapshotDocument } from '../../src/cli/saved/documents.ts';
import { faultsByJsonSchema } from './contract.fixture.ts';
import { clearWork, kept, on, prepareMachines, removeMachines } from './saved-machines.fixture.ts';

beforeAll(prepareMachines);
beforeEach(clearWork);
afterAll(removeMachines);

const SINCE = /^Since the snapshot of .*$/m;

/** The line of the glance that speaks of a snapshot. */
function sinceOn(machine: string): string | null {
  const { code, out, err } = on(machine);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return SINCE.exec(out)?.[0] ?? null;
}

/** Saves `before` under a name, changed by hand, as old as told. */
function save(name: string, change: (document: SnapshotDocument) => unknown, minutesAgo: number): void {
  on('before', 'snapshot', 'save', name);
  const path = kept(`${name}.json`);
  const document = JSON.parse(readFileSync(path, 'utf8')) as SnapshotDocument;
  writeFileSync(path, JSON.stringify(change(document)));
  const time = Date.now() / 1000 - minutesAgo * 60;
  utimesSync(path, time, time);
}

const asItIs = (document: SnapshotDocument): SnapshotDocument => document;

describe('the glance', () => {
  it('says what is different since the newest snapshot, and nothing where nothing is', () => {
    expect(sinceOn('after')).toBeNull();
    on('before', 'snapshot', 'save', 'baseline');
    expect(sinceOn('before')).toBeNull();
    expect(sinceOn('after')).toMatch(
      /^Since the snapshot of today \d\d:\d\d: 1 new, 1 gone, 1 changed\. {3}portolan diff baseline$/,
    );
    const json = on('after', '--json');
    expect(faultsByJsonSchema('glance', JSON.parse(json.out))).toEqual([]);
    on('before', 'snapshot', 'drop', 'baseline');
    expect(sinceOn('after')).toBeNull();
  });

  it('says nothing of what this user may not see', () => {
    on('before', 'snapshot', 'save', 'baseline');
    expect(sinceOn('hidden')).toBeNull();
  });

  it('compares with the newest of this machine', () => {
    save('old', asItIs, 60);
    save('newer', asItIs, 30);
    save('other', (document) => ({ ...document, host: 'db-9' }), 10);
    expect(sinceOn('after')).toMatch(/diff newer$/);
  });

  it.each<[what: string, change: (document: SnapshotDocument) => unknown]>([
    ['is no snapshot', () => ({ schema: 'portolan/sockets@1' })],
    ['is of a later version', (document) => ({ ...document, schema: 'portolan/snapshot@2' })],
  ])('passes over a file that %s', (_, change) => {
    save('old', asItIs, 60);
    save('bad', change, 10);
    expect(sinceOn('after')).toMatch(/diff old$/);
  });

  it.each<[what: string, listeners: unknown[]]>([
    ['odd listeners', [{ port: 99_999 }, null, 7]],
    ['odd processes', [{ transport: 'tcp', port: 1, exposure: 'x', addresses: [], processes: [{ name: 1 }] }]],
    [
      'odd paths',
      [{ transport: 'tcp', port: 61_080, exposure: 'x', addresses: [], processes: [{ name: 'a', executable: 1 }] }],
    ],
  ])('is shown as ever beside a file with %s', (_, listeners) => {
    save('bad', (document) => ({ ...document, listeners }), 0);
    expect(sinceOn('after')).toBeNull();
    expect(on('after').out).toContain('61080/tcp');
  });
});
