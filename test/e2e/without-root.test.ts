import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LISTEN, recordMachine, TIME_WAIT } from '../../src/sockets/machine.fixture.ts';
import {
  environment,
  makeFolder,
  portolan,
  removeFolder,
  ROOT,
  STACK_TRACE,
  writeTree,
  type Ran,
} from './program.fixture.ts';

const NOBODY = 65_534;
const asRoot = process.getuid?.() === 0;
/** Root becomes nobody; anybody else is without rights already. */
const uid = asRoot ? NOBODY : undefined;

/** Whether nobody may start the Node that runs these tests at all: it may lie in a folder of root's. */
const canDrop =
  spawnSync(process.execPath, ['-e', '0'], { env: environment(), ...(uid !== undefined && { uid, gid: uid }) })
    .status === 0;
if (!canDrop) console.warn('skipped: a user without rights cannot start Node here, so what it sees cannot be tested');

let folder = '';
let program = '';

beforeAll(() => {
  folder = makeFolder();
  // A checkout may lie where nobody may look, so the program is taken out of it.
  for (const part of ['bin', 'dist', 'package.json']) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  program = join(folder, 'bin/portolan');
  writeTree(
    recordMachine({
      tcp: [
        { local: '127.0.0.1:61001', state: LISTEN, inode: 1 },
        { local: '127.0.0.1:61002', state: LISTEN, inode: 2 },
        { local: '127.0.0.1:61003', state: LISTEN, inode: 3 },
        { local: '127.0.0.1:61003', remote: '127.0.0.1:61999', state: TIME_WAIT },
      ],
      processes: [{ pid: 10, name: 'mine', holds: [1] }],
      closed: [20, 30],
    }),
    join(folder, 'tree'),
  );
});

afterAll(() => removeFolder(folder));

function asNobody(args: readonly string[], env: Readonly<Record<string, string>> = {}): Ran {
  return portolan(args, { env, program, ...(uid !== undefined && { uid }) });
}

describe.skipIf(!canDrop)('a user without rights', () => {
  it('is told how many owners could not be seen, and how to see the rest', () => {
    const { code, out, err } = asNobody(['sockets', '-tanp'], { PORTOLAN_ROOT: join(folder, 'tree') });
    expect(code).toBe(0);
    expect(err).toMatch(/^portolan: 1 of 3 owners visible; 2 processes are closed to this user[^\n]*root[^\n]*\n$/);
    const cells = out
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    const column = cells[0]?.indexOf('PROCESS') ?? -1;
    expect(cells.slice(1).map((row) => row[column])).toEqual(['10/mine', '(not permitted)', '(not permitted)', '-']);
  });

  it('reads the same in JSON, as words that a program can tell apart', () => {
    const { out } = asNobody(['sockets', '--json'], { PORTOLAN_ROOT: join(folder, 'tree') });
    const document = JSON.parse(out) as { sockets: { owner: string }[]; completeness: { processes: unknown } };
    expect(document.sockets.map(({ owner }) => owner)).toEqual(['visible', 'not-permitted', 'not-permitted', 'none']);
    expect(document.completeness.processes).toMatchObject({ readable: 2, denied: 2 });
  });

  it('is told that a port is held though not by whom, and may not end what it cannot see', () => {
    const env = { PORTOLAN_ROOT: join(folder, 'tree') };
    const { code, out, err } = asNobody(['who', '61002'], env);
    expect(code).toBe(0);
    expect(out).toContain('held by a process that this user may not see');
    expect(err).toContain('1 of 3 owners visible');
    expect(asNobody(['who', '61002', '--strict'], env).code).toBe(3);
    expect(asNobody(['who', '61001', '--strict'], env).code).toBe(0);
    const refused = asNobody(['kill', '61002', '--yes', '--force'], env);
    expect(refused.code).toBe(4);
    expect(refused.err).toMatch(/may not see holds it .*sudo/);
  });

  it('sees it on the opening screen as well', () => {
    const { code, out } = asNobody([], { PORTOLAN_ROOT: join(folder, 'tree') });
    expect(code).toBe(0);
    expect(out).toContain('1 of 3 owners visible');
    expect(out).not.toContain('all owners visible');
  });

  it('gets exit code 3 when --strict wants everything', () => {
    for (const args of [
      ['--strict'],
      ['sockets', '--strict'],
      ['sockets', '-tlnp', '--strict'],
      ['sockets', '--csv', '--strict'],
    ]) {
      const { code, err } = asNobody(args, { PORTOLAN_ROOT: join(folder, 'tree') });
      expect(code).toBe(3);
      expect(err).toContain('--strict');
      expect(err).not.toMatch(STACK_TRACE);
    }
  });

  it('gets exit code 0 with --strict when owners were not asked for', () => {
    expect(asNobody(['sockets', '-tln', '--strict'], { PORTOLAN_ROOT: join(folder, 'tree') })).toMatchObject({
      code: 0,
      err: '',
    });
  });

  it('gets exit code 3 when the tables themselves may not be read', () => {
    const closed = join(folder, 'closed');
    writeTree(recordMachine({}).fail('proc/net', 'denied'), closed);
    const { code, out, err } = asNobody(['sockets'], { PORTOLAN_ROOT: closed });
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toMatch(/^portolan: no socket table could be read: EACCES[^\n]*\n$/);
  });
});

if (canDrop && !asRoot) console.warn('skipped: only root can hold a socket that this user may not see the owner of');

describe.skipIf(!canDrop || !asRoot)('a user without rights, beside a server of root', () => {
  let server: Server;

  beforeAll(async () => {
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterAll(() => server.close());

  it('sees the socket and its user, and that the process may not be seen', () => {
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const rows = asNobody(['sockets', '-tlp', '--ndjson'])
      .out.trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { local: { port: number }; uid: number; owner: string; process: unknown });
    expect(rows.find((row) => row.local.port === port)).toMatchObject({
      uid: 0,
      user: 'root',
      owner: 'not-permitted',
      process: null,
    });
    expect(asNobody(['explain', `${port}/tcp`]).out).toContain('(not permitted)');
  });
});
