import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SnapshotDocument } from '../../src/cli/saved/documents.ts';
import { at, clearWork, kept, on, prepareMachines, removeMachines } from './saved-machines.fixture.ts';

beforeAll(prepareMachines);
beforeEach(clearWork);
afterAll(removeMachines);

describe('a file that cannot be believed', () => {
  const good = (): SnapshotDocument => {
    on('before', 'snapshot', 'save', 'good.json');
    return JSON.parse(readFileSync(at('work/good.json'), 'utf8')) as SnapshotDocument;
  };

  it.each<[what: string, make: () => string, message: RegExp]>([
    ['is cut off', () => JSON.stringify(good()).slice(0, 200), /is no JSON.*snapshot save/],
    ['is empty', () => '', /is no JSON/],
    ['is something else', () => '[1]', /is no snapshot of portolan/],
    ['is another answer', () => '{"schema":"portolan/sockets@1"}', /answer of kind sockets/],
    [
      'is of a later version',
      () => JSON.stringify({ ...good(), schema: 'portolan/snapshot@2' }),
      /version 2.*reads version 1/,
    ],
    ['has no time', () => JSON.stringify({ ...good(), generatedAt: 'soon' }), /when it was saved/],
    ['has no listeners', () => JSON.stringify({ ...good(), listeners: 7 }), /is damaged/],
    ['has odd listeners', () => JSON.stringify({ ...good(), listeners: [{ port: 99_999 }] }), /damaged: listeners\.0/],
    [
      'has an address that is none',
      () => JSON.stringify(good()).replace('"0.0.0.0"', '"\\u001b[2J"'),
      /damaged: listeners\.0\.addresses\.0: not an IP address/,
    ],
    ['is no text', () => '\u0000\ufffd', /is no JSON/],
    ['is deep', () => `{"schema":${'['.repeat(100_000)}`, /is no JSON/],
  ])('stops the comparison when it %s', (_, make, message) => {
    writeFileSync(at('work/bad.json'), make());
    const { code, out, err } = on('before', 'diff', 'bad.json');
    expect([code, out]).toEqual([3, '']);
    expect(err).toMatch(message);
    expect(err).not.toContain('\u001b');
  });

  it('may say more than this version knows', () => {
    writeFileSync(at('work/more.json'), JSON.stringify({ ...good(), later: { field: 1 } }));
    expect(on('before', 'diff', 'more.json').code).toBe(0);
  });

  it('may be missing, or have a name that is nearly right', () => {
    expect(on('before', 'diff', './nothing.json')).toMatchObject({
      code: 3,
      err: expect.stringContaining('no such file'),
    });
    on('before', 'snapshot', 'save', 'baseline');
    expect(on('before', 'diff', 'basline').err).toContain('did you mean baseline?');
  });

  it('is passed over, and said, where a good one is beside it', () => {
    on('before', 'snapshot', 'save', 'good');
    writeFileSync(kept('bad.json'), '{');
    const { code, out } = on('before', 'diff');
    expect(code).toBe(0);
    expect(out).toContain('bad.json is no JSON');
    expect(on('before', 'snapshot', 'list').out).toContain('bad.json is no JSON');
    expect(on('before', 'snapshot', 'drop', 'bad').code).toBe(0);
  });
});
