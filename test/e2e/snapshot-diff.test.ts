import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DiffDocument, SnapshotDocument, SnapshotsDocument } from '../../src/cli/saved/documents.ts';
import { faultsByJsonSchema, faultsByZod } from './contract.fixture.ts';
import { portolan } from './program.fixture.ts';
import { at, clearWork, diffOn, kept, on, prepareMachines, removeMachines } from './saved-machines.fixture.ts';

beforeAll(prepareMachines);
beforeEach(clearWork);
afterAll(removeMachines);

const idsOf = ({ findings }: DiffDocument): string[] => findings.map(({ id, subject }) => `${id} ${subject}`);

describe('portolan snapshot', () => {
  it('saves, lists and drops, for the user alone', () => {
    expect(on('before', 'snapshot', 'list').out).toContain('Nothing is saved');
    const { code, out, err } = on('before', 'snapshot', 'save');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const name = /^Saved (\d{4}-\d\d-\d\dT\d{6}Z): 2 listeners, in /.exec(out)?.[1] ?? '';
    expect(readdirSync(kept())).toEqual([`${name}.json`]);
    expect(statSync(kept(`${name}.json`)).mode & 0o777).toBe(0o600);
    expect(statSync(kept()).mode & 0o777).toBe(0o700);
    expect(on('before', 'snapshot', 'save', 'baseline').out).toMatch(/^Saved baseline/);
    expect(on('after', 'snapshot', 'save', 'baseline').out).toMatch(/^Replaced baseline/);
    expect(on('before', 'snapshot', 'list').out).toMatch(/^baseline +today \d\d:\d\d/m);
    expect(on('before', 'snapshot', 'drop', 'baseline', 'nothing')).toMatchObject({ code: 1 });
    expect(on('before', 'snapshot', 'drop', 'baseline', name)).toMatchObject({
      code: 0,
      out: `Dropped baseline\nDropped ${name}\n`,
    });
    expect(readdirSync(kept())).toEqual([]);
  });

  it('keeps to its schemas, file and answers', () => {
    on('before', 'snapshot', 'save', '--all', './all.json');
    const document = JSON.parse(readFileSync(at('work/all.json'), 'utf8')) as SnapshotDocument;
    expect(faultsByJsonSchema('snapshot', document)).toEqual([]);
    expect(faultsByZod('snapshot', document)).toEqual([]);
    expect(document.connections).toEqual([]);
    const saved = JSON.parse(on('before', 'snapshot', 'save', 'one', '--json').out) as SnapshotsDocument;
    const list = JSON.parse(on('before', 'snapshot', 'list', '--json').out) as SnapshotsDocument;
    for (const answer of [saved, list]) expect(faultsByJsonSchema('snapshots', answer)).toEqual([]);
    expect(list.snapshots).toEqual(saved.snapshots);
    const [row] = on('before', 'snapshot', 'list', '--ndjson').out.trimEnd().split('\n');
    expect(faultsByJsonSchema('snapshots-row', JSON.parse(row ?? ''))).toEqual([]);
    expect(on('before', 'snapshot', 'list', '--csv').out).toMatch(/^name,savedAt,host,listeners,path,fault\none,/);
  });

  it('keeps no command line', () => {
    on('before', 'snapshot', 'save', 'x.json');
    expect(readFileSync(at('work/x.json'), 'utf8')).not.toContain('command');
  });

  it('does not write over a file that is no snapshot', () => {
    writeFileSync(at('work/package.json'), '{"name":"precious"}');
    const { code, err } = on('before', 'snapshot', 'save', './package.json');
    expect(code).toBe(4);
    expect(err).toContain('is no snapshot of portolan');
    expect(readFileSync(at('work/package.json'), 'utf8')).toBe('{"name":"precious"}');
    expect(readdirSync(at('work'))).toEqual(['package.json']);
  });

  it.each([['../x'], ['.hidden'], ['a b']])('does not take %j for a name to drop', (name) => {
    expect(on('before', 'snapshot', 'drop', name)).toMatchObject({ code: 2 });
  });

  it('saves nothing when --strict wants everything', () => {
    expect(on('hidden', 'snapshot', 'save', 'x', '--strict').code).toBe(3);
    expect(existsSync(kept())).toBe(false);
  });

  it('says where it cannot write, and what to do', () => {
    writeFileSync(at('state'), 'a file in the way');
    const { code, err } = on('before', 'snapshot', 'save');
    expect(code).toBe(3);
    expect(err).toMatch(/cannot be written \((ENOTDIR|EEXIST)\).*snapshot save FILE/);
    expect(on('before', 'diff').code).toBe(3);
  });

  it('says that there is no place when nobody has a home', () => {
    const { code, err } = portolan(['snapshot', 'save'], { env: { PORTOLAN_ROOT: at('before') } });
    expect(code).toBe(3);
    expect(err).toContain('XDG_STATE_HOME');
  });
});

describe('portolan diff', () => {
  it('asks for a snapshot where there is none', () => {
    const { code, err } = on('before', 'diff');
    expect(code).toBe(3);
    expect(err).toContain('portolan snapshot save');
  });

  it('is silent about what is as it was, and ends with 0', () => {
    on('before', 'snapshot', 'save');
    const { code, out, err } = on('before', 'diff');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^No difference since today \d\d:\d\d on \S+: 2 listening as before\n$/);
  });

  it('tells what is new, gone and changed, the worst last, and ends with 1', () => {
    on('before', 'snapshot', 'save', 'baseline');
    const { code, out, err } = on('after', 'diff', 'baseline');
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toMatch(/^1 new, 1 gone, 1 changed since today/);
    expect(out).not.toContain('\u001b');
    expect(out.match(/^(NEW|GONE|CHANGED)$/gm)).toEqual(['GONE', 'CHANGED', 'NEW']);
    expect(idsOf(diffOn('after'))).toEqual([
      'sockets.gone-listener 61082/tcp cache',
      'sockets.changed-program 61080/tcp caddy',
      'sockets.new-listener 61083/tcp evil\u001b[31m',
    ]);
  });

  it('keeps to its schemas', () => {
    on('before', 'snapshot', 'save');
    const document = diffOn('after');
    expect(faultsByJsonSchema('diff', document)).toEqual([]);
    expect(faultsByZod('diff', document)).toEqual([]);
    const lines = on('after', 'diff', '--ndjson').out.trimEnd().split('\n');
    expect(lines).toHaveLength(document.findings.length);
    for (const line of lines) expect(faultsByJsonSchema('diff-row', JSON.parse(line))).toEqual([]);
    expect(on('after', 'diff', '--csv').out.split('\n')[1]).toMatch(/^gone,info,61082,tcp,sockets.gone-listener,/);
  });

  it('fails only on what --fail-on asks for', () => {
    on('before', 'snapshot', 'save');
    const codes = ['info', 'low', 'medium', 'high', 'critical'].map(
      (severity) => on('after', 'diff', '--fail-on', severity).code,
    );
    expect(codes).toEqual([1, 1, 1, 1, 0]);
    expect(on('after', 'diff', '--fail-on', 'terrible')).toMatchObject({ code: 2, out: '' });
  });

  it('compares two files, in either direction', () => {
    on('before', 'snapshot', 'save', 'a.json');
    on('after', 'snapshot', 'save', './b.json');
    expect(diffOn('hidden', 'a.json', 'b.json').summary).toMatchObject({ new: 1, gone: 1, changed: 1 });
    expect(idsOf(diffOn('hidden', 'b.json', 'a.json'))).toContain('sockets.new-listener 61082/tcp cache');
    expect(diffOn('after', 'a.json', 'now').after.snapshot).toBeNull();
    expect(on('before', 'diff', 'a.json', 'b.json', 'c.json').code).toBe(2);
  });

  it('tells connections that came and went, where they were saved, and ends as the listeners ask', () => {
    on('before', 'snapshot', 'save', '--all', 'quiet.json');
    on('talking', 'snapshot', 'save', '--all', 'talking.json');
    on('talking', 'snapshot', 'save', 'plain.json');
    const { code, out, err } = on('talking', 'diff', 'quiet.json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^No difference in what listens since today/);
    expect(out).toContain('\n\nCONNECTIONS\n  new    web now talks to 2 addresses on 6379/tcp redis\n');
    const document = diffOn('talking', 'quiet.json');
    expect(document.connections).toMatchObject([{ change: 'new', process: 'web', before: null, after: { peers: 2 } }]);
    const gone = diffOn('talking', 'now', 'quiet.json');
    expect(gone.connections).toMatchObject([{ change: 'gone', process: 'web', after: null }]);
    for (const answer of [document, gone]) {
      expect(faultsByJsonSchema('diff', answer)).toEqual([]);
      expect(faultsByZod('diff', answer)).toEqual([]);
    }
    expect(diffOn('talking', 'plain.json')).toMatchObject({ connections: null, gaps: [] });
    expect(diffOn('talking', 'quiet.json', 'plain.json')).toMatchObject({
      connections: null,
      gaps: ['connections are not compared: plain.json was saved without --all'],
    });
    expect(on('talking', 'diff', '--strict', 'quiet.json', 'plain.json').code).toBe(3);
    expect(on('talking', 'diff', '--strict', 'quiet.json').code).toBe(0);
  });

  it('lets the notes say what is expected', () => {
    on('before', 'snapshot', 'save');
    const notes =
      'ports:\n  61080/tcp: { process: caddy }\n  61082/tcp: { label: cache }\n  61083/tcp: { label: new }\n';
    writeFileSync(at('work/portolan.yaml'), notes);
    const severities = (...args: string[]): Record<string, string> =>
      Object.fromEntries(diffOn('after', ...args).findings.map(({ change, severity }) => [change, severity]));
    expect(severities()).toEqual({ new: 'info', changed: 'info', gone: 'medium' });
    writeFileSync(at('work/portolan.yaml'), 'ports:\n  61080/tcp: { process: web }\n');
    expect(severities()['changed']).toBe('medium');
    expect(severities('--no-overlay')).toEqual({ gone: 'info', changed: 'medium', new: 'high' });
  });

  it('calls nothing gone or changed that this user may not see', () => {
    on('before', 'snapshot', 'save');
    const { code, out } = on('hidden', 'diff');
    expect(code).toBe(0);
    expect(out).toContain('0 of 2 owners visible');
    expect(out).toContain('where an owner is hidden');
    expect(on('hidden', 'diff', '--strict').code).toBe(3);
    expect(on('before', 'diff', '--strict').code).toBe(0);
  });

  it('calls nothing gone that is on another machine', () => {
    on('before', 'snapshot', 'save', 'a.json');
    const path = at('work/a.json');
    const document = JSON.parse(readFileSync(path, 'utf8')) as SnapshotDocument;
    writeFileSync(path, JSON.stringify({ ...document, host: 'db-9\u001b[31m' }));
    const { findings, sameHost } = diffOn('after', 'a.json');
    expect(sameHost).toBe(false);
    expect(new Set(findings.map(({ id }) => id))).toEqual(new Set(['sockets.only-one-host']));
    const { out } = on('after', 'diff', 'a.json');
    expect(out).toContain('two machines, db-9?[31m and ');
    expect(out).not.toContain('\u001b');
  });

  it('chooses by age', () => {
    for (const [name, days] of [
      ['old', 9],
      ['older', 20],
      ['fresh', 0],
    ] as const) {
      on('before', 'snapshot', 'save', name);
      const path = kept(`${name}.json`);
      const document = JSON.parse(readFileSync(path, 'utf8')) as SnapshotDocument;
      const generatedAt = new Date(Date.now() - days * 86_400_000 - 60_000).toISOString();
      writeFileSync(path, JSON.stringify({ ...document, generatedAt }));
    }
    const chosen = (...args: string[]): string | null => diffOn('after', ...args).before.snapshot;
    expect(chosen()).toBe('fresh');
    expect(chosen('--since', 'yesterday')).toBe('old');
    expect(chosen('--since', '10d')).toBe('older');
    expect(on('after', 'diff', '--since', '5w')).toMatchObject({ code: 3, err: expect.stringContaining('diff older') });
    expect(on('after', 'diff', '--since', 'always').code).toBe(2);
  });
});
