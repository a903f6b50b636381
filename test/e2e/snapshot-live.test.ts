import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NetworkNamespace, whyNoNamespace } from '../../lab/namespace.ts';
import type { DiffDocument } from '../../src/cli/saved/documents.ts';
import { environment, portolan, PORTOLAN, ROOT, STACK_TRACE, type Ran } from './program.fixture.ts';
import { at, clearWork, prepareMachines, removeMachines } from './saved-machines.fixture.ts';

const NOBODY = 65_534;
const asRoot = process.getuid?.() === 0;

beforeAll(prepareMachines);
beforeEach(clearWork);
afterAll(removeMachines);

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

  afterAll(async () => namespace.close());

  const run = (...args: string[]): { code: number | null; document: DiffDocument } => {
    const { status, stdout, stderr } = namespace.run([PORTOLAN, ...args, '--json'], {
      environment: environment({ XDG_STATE_HOME: at('state'), HOME: at('work') }),
    });
    expect(stderr).not.toMatch(STACK_TRACE);
    return { code: status, document: JSON.parse(stdout) as DiffDocument };
  };

  it('shows a listener that comes, and that it went when it is gone', { timeout: 240_000 }, async () => {
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
    await expect.poll(() => run('diff', 'quiet').code, { timeout: 120_000 }).toBe(0);
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
    const own = at('home/.local/state/portolan/snapshots');
    chmodSync(own, 0o500);
    const { code, err } = as('snapshot', 'save');
    expect(code).toBe(3);
    expect(err).toMatch(/^portolan: \S+ cannot be written \(EACCES\); portolan snapshot save FILE[^\n]*\n$/);
    expect(as('diff').code).toBe(0);
    expect(as('snapshot', 'drop', String(readdirSync(own)[0]).replace('.json', ''))).toMatchObject({
      code: 3,
      err: expect.stringContaining('cannot be removed (EACCES)'),
    });
    chmodSync(own, 0);
    expect(as('diff')).toMatchObject({ code: 3, err: expect.stringContaining('cannot be read (EACCES)') });
  });
});
