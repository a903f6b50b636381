import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NetworkNamespace, whyNoNamespace } from '../../lab/namespace.ts';
import type { DiffDocument, SnapshotDocument, SnapshotsDocument } from '../../src/cli/saved/documents.ts';
import { LISTEN, recordMachine, UNCONNECTED, type Machine } from '../../src/sockets/machine.fixture.ts';
import { faultsByJsonSchema, faultsByZod } from './contract.fixture.ts';
import {
  environment,
  makeFolder,
  portolan,
  PORTOLAN,
  removeFolder,
  ROOT,
  STACK_TRACE,
  writeTree,
  type Ran,
} from './program.fixture.ts';

const NOBODY = 65_534;
const asRoot = process.getuid?.() === 0;

let folder = '';
let snapshots = '';
const at = (...parts: string[]): string => join(folder, ...parts);

const WEB = { local: '0.0.0.0:61080', state: LISTEN, inode: 1 };
const WEB_HOLDER = { pid: 10, name: 'web', holds: [1] };

const MACHINES: Readonly<Record<string, Machine>> = {
  before: {
    tcp: [WEB, { local: '127.0.0.1:61082', state: LISTEN, inode: 2 }],
    udp: [{ local: '0.0.0.0:40000', state: UNCONNECTED, inode: 3 }],
    processes: [WEB_HOLDER, { pid: 11, name: 'cache', holds: [2] }, { pid: 12, name: 'browser', holds: [3] }],
    settings: { 'ipv4/ip_local_port_range': '32768 60999' },
  },
  after: {
    tcp: [WEB, { local: '0.0.0.0:61083', state: LISTEN, inode: 4 }],
    processes: [
      { pid: 20, name: 'caddy', holds: [1] },
      { pid: 21, name: 'evil\u001b[31m', exe: '/tmp/evil', holds: [4] },
    ],
  },
  hidden: { tcp: [WEB, { local: '127.0.0.1:61082', state: LISTEN, inode: 2 }] },
};

beforeAll(() => {
  folder = makeFolder();
  for (const [name, machine] of Object.entries(MACHINES)) writeTree(recordMachine(machine), at(name));
  // A /proc without a process 1 is one that hides the processes of others (hidepid), from root of a test as well.
  rmSync(at('hidden/proc/1'), { recursive: true });
  snapshots = at('state/portolan/snapshots');
});

beforeEach(() => {
  for (const name of ['state', 'work']) rmSync(at(name), { recursive: true, force: true });
  mkdirSync(at('work'));
});

afterAll(() => removeFolder(folder));

function on(machine: string, ...args: string[]): Ran {
  const ran = portolan(args, {
    cwd: at('work'),
    env: { PORTOLAN_ROOT: at(machine), XDG_STATE_HOME: at('state'), HOME: at('work'), TZ: 'UTC' },
  });
  expect(ran.err).not.toMatch(STACK_TRACE);
  return ran;
}

const diffOn = (machine: string, ...args: string[]): DiffDocument =>
  JSON.parse(on(machine, 'diff', '--json', ...args).out) as DiffDocument;
const idsOf = ({ findings }: DiffDocument): string[] => findings.map(({ id, subject }) => `${id} ${subject}`);

describe('portolan snapshot', () => {
  it('saves, lists and drops, for the user alone', () => {
    expect(on('before', 'snapshot', 'list').out).toContain('Nothing is saved');
    const { code, out, err } = on('before', 'snapshot', 'save');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const name = /^Saved (\d{4}-\d\d-\d\dT\d{6}Z): 2 listeners, in /.exec(out)?.[1] ?? '';
    expect(readdirSync(snapshots)).toEqual([`${name}.json`]);
    expect(statSync(join(snapshots, `${name}.json`)).mode & 0o777).toBe(0o600);
    expect(statSync(snapshots).mode & 0o777).toBe(0o700);
    expect(on('before', 'snapshot', 'save', 'baseline').out).toMatch(/^Saved baseline/);
    expect(on('after', 'snapshot', 'save', 'baseline').out).toMatch(/^Replaced baseline/);
    expect(on('before', 'snapshot', 'list').out).toMatch(/^baseline +today \d\d:\d\d/m);
    expect(on('before', 'snapshot', 'drop', 'baseline', 'nothing')).toMatchObject({ code: 1 });
    expect(on('before', 'snapshot', 'drop', 'baseline', name)).toMatchObject({
      code: 0,
      out: `Dropped baseline\nDropped ${name}\n`,
    });
    expect(readdirSync(snapshots)).toEqual([]);
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
    expect(existsSync(snapshots)).toBe(false);
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
      const path = join(snapshots, `${name}.json`);
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
    writeFileSync(join(snapshots, 'bad.json'), '{');
    const { code, out } = on('before', 'diff');
    expect(code).toBe(0);
    expect(out).toContain('bad.json is no JSON');
    expect(on('before', 'snapshot', 'list').out).toContain('bad.json is no JSON');
    expect(on('before', 'snapshot', 'drop', 'bad').code).toBe(0);
  });
});

const whyNot = whyNoNamespace();
if (whyNot !== null) console.warn(`skipped: comparing a living machine, because ${whyNot}`);

/** Listens on a port given as its argument, until its standard input ends. */
const HOLDER = `
const server = require('net').createServer().listen(Number(process.argv[1]), '0.0.0.0', () => console.log('ready'));
process.on('SIGTERM', () => process.exit());
process.stdin.on('end', () => process.exit()).resume();
`;

describe.skipIf(whyNot !== null)('a living machine', () => {
  let namespace: NetworkNamespace;

  beforeAll(async () => {
    namespace = await NetworkNamespace.open();
  });

  afterEach(() => rmSync(at('state'), { recursive: true, force: true }));

  afterAll(async () => namespace.close());

  const run = (...args: string[]): { code: number | null; document: DiffDocument } => {
    const { status, stdout, stderr } = namespace.run([PORTOLAN, ...args, '--json'], {
      environment: environment({ XDG_STATE_HOME: at('state'), HOME: at('work') }),
    });
    expect(stderr).not.toMatch(STACK_TRACE);
    return { code: status, document: JSON.parse(stdout) as DiffDocument };
  };

  it('shows a listener that comes, and that it went when it is gone', async () => {
    await namespace.start([process.execPath, '-e', HOLDER, '7301']);
    run('snapshot', 'save', 'quiet');
    expect(run('diff')).toMatchObject({ code: 0, document: { summary: { unchanged: 1 } } });
    const { pid } = await namespace.start([process.execPath, '-e', HOLDER, '7302']);
    const { code, document } = run('diff');
    expect(code).toBe(1);
    expect(document.findings).toMatchObject([
      { id: 'sockets.new-listener', change: 'new', after: { port: 7302, processes: [{ pid }] } },
    ]);
    run('snapshot', 'save', 'busy');
    process.kill(pid, 'SIGTERM');
    await expect.poll(() => run('diff', 'quiet').code, { timeout: 30_000 }).toBe(0);
    expect(run('diff', 'busy').document.findings).toMatchObject([
      { id: 'sockets.gone-listener', change: 'gone', before: { port: 7302 }, after: null },
    ]);
  });
});

const canDrop =
  spawnSync(process.execPath, ['-e', '0'], { env: environment(), ...(asRoot && { uid: NOBODY, gid: NOBODY }) })
    .status === 0;
if (!canDrop) console.warn('skipped: a user without rights cannot start Node here');

describe.skipIf(!canDrop)('an ordinary user', () => {
  it('saves and compares in a home of his own, and is told of a folder that is closed', () => {
    // A checkout may lie where nobody may look, so the program is taken out of it.
    for (const part of ['bin', 'dist', 'package.json']) {
      cpSync(join(ROOT, part), at('program', part), { recursive: true });
    }
    const uid = asRoot ? NOBODY : (process.getuid?.() ?? 0);
    mkdirSync(at('home'));
    chownSync(at('home'), uid, uid);
    const as = (...args: string[]): Ran =>
      portolan(args, {
        program: at('program/bin/portolan'),
        cwd: '/',
        env: { HOME: at('home'), PORTOLAN_ROOT: at('before') },
        ...(asRoot && { uid }),
      });
    expect(as('snapshot', 'save')).toMatchObject({ code: 0, err: '' });
    expect(as('diff')).toMatchObject({ code: 0, err: '' });
    const kept = at('home/.local/state/portolan/snapshots');
    chmodSync(kept, 0o500);
    const { code, err } = as('snapshot', 'save');
    expect(code).toBe(3);
    expect(err).toMatch(/^portolan: \S+ cannot be written \(EACCES\); portolan snapshot save FILE[^\n]*\n$/);
    expect(as('diff').code).toBe(0);
    expect(as('snapshot', 'drop', String(readdirSync(kept)[0]).replace('.json', ''))).toMatchObject({
      code: 3,
      err: expect.stringContaining('cannot be removed (EACCES)'),
    });
    chmodSync(kept, 0);
    expect(as('diff')).toMatchObject({ code: 3, err: expect.stringContaining('cannot be read (EACCES)') });
  });
});
