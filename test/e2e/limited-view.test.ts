import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NetworkNamespace, whyNoNamespace } from '../../lab/namespace.ts';
import { LISTEN, recordMachine } from '../../src/sockets/machine.fixture.ts';
import type { SocketRow } from '../../src/sockets/socket-row.ts';
import { environment, makeFolder, portolan, removeFolder, ROOT, STACK_TRACE, writeTree } from './program.fixture.ts';

/** What Portolan says where the system keeps something from it. The ordinary user is in without-root.test.ts. */
const NOBODY = '65534';
const ZOO = join(ROOT, 'lab/socket-zoo.mjs');
const WITHOUT_RIGHTS = ['setpriv', '--no-new-privs', '--inh-caps=-all', '--bounding-set=-all'];
const AS_NOBODY = ['setpriv', '--no-new-privs', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];

interface Document {
  readonly sockets: readonly SocketRow[];
  readonly completeness: {
    readonly processes: { readonly readable: number; readonly denied: number; readonly othersHidden: boolean };
  };
}

const whyNot = process.getuid?.() === 0 ? whyNoNamespace() : 'only root can take rights away from itself here';
if (whyNot !== null) console.warn(`skipped: a limited view of the machine, because ${whyNot}`);
const canDrop =
  whyNot === null && spawnSync(AS_NOBODY[0] ?? '', [...AS_NOBODY.slice(1), process.execPath, '-e', '0']).status === 0;
const canHide =
  canDrop && spawnSync('unshare', ['--mount', 'mount', '-t', 'proc', '-o', 'hidepid=2', 'proc', '/proc']).status === 0;
if (whyNot === null && !canDrop) console.warn('skipped: hidepid, because a user without rights cannot start Node here');
else if (whyNot === null && !canHide) console.warn('skipped: hidepid, because /proc cannot be mounted with it here');

let folder = '';
let program = '';

beforeAll(() => {
  folder = makeFolder();
  for (const part of ['bin', 'dist', 'package.json']) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  program = join(folder, 'bin/portolan');
});

afterAll(() => removeFolder(folder));

describe.skipIf(whyNot !== null)('a limited view of the machine', { timeout: 300_000 }, () => {
  let namespace: NetworkNamespace;
  let zoo = 0;

  beforeAll(async () => {
    namespace = await NetworkNamespace.open();
    zoo = (await namespace.start([process.execPath, ZOO])).pid;
  });

  afterAll(async () => namespace.close());

  function inside(...command: string[]): SpawnSyncReturns<string> {
    const ran = namespace.run(command, { environment: environment() });
    expect(ran.stderr).not.toMatch(STACK_TRACE);
    return ran;
  }

  /** Rows are never fewer because of missing rights: the tables are open to everybody. */
  function expectEveryRow(sockets: readonly SocketRow[]): void {
    const listening = new Set(sockets.filter((row) => row.direction === 'listen').map((row) => row.local.port));
    expect([...listening].toSorted((a, b) => a - b)).toEqual([
      7001, 7002, 7003, 7004, 7005, 7006, 7007, 7008, 7101, 7102, 7105, 7106,
    ]);
  }

  describe('root in a container without rights', () => {
    it('sees every socket and no owner, and is told why becoming root would not help', () => {
      const ran = inside(...WITHOUT_RIGHTS, program, 'sockets', '-tulpn');
      expect(ran.status).toBe(0);
      expect(ran.stderr).toMatch(
        /^portolan: 0 of 13 owners visible; \d+ processes are closed even to root, [^\n]*CAP_SYS_PTRACE\n$/,
      );
      expect(ran.stdout.match(/\(not permitted\)/g)).toHaveLength(13);
      const { sockets, completeness } = JSON.parse(
        inside(...WITHOUT_RIGHTS, program, 'sockets', '--json').stdout,
      ) as Document;
      expectEveryRow(sockets);
      expect(completeness.processes.denied).toBeGreaterThan(0);
      expect(completeness.processes.othersHidden).toBe(false);
    });

    it('gets exit code 3 with --strict, and the lines of ss and netstat without owners', () => {
      expect(inside(...WITHOUT_RIGHTS, program, 'sockets', '--strict').status).toBe(3);
      const ss = inside(...WITHOUT_RIGHTS, program, 'sockets', '-Htlnp', '--format', 'ss');
      expect(ss.stdout).not.toContain('users:');
      expect(ss.stderr).toContain('owners visible');
      const netstat = inside(...WITHOUT_RIGHTS, program, 'sockets', '-Htlnp', '--format', 'netstat');
      expect(netstat.stdout).toMatch(/LISTEN {6}- +\n/);
    });

    it('is told so by every command that looks', () => {
      expect(inside(...WITHOUT_RIGHTS, program).stdout).toContain('even to root');
      const explained = inside(...WITHOUT_RIGHTS, program, 'explain', '7001/tcp');
      expect(explained.status).toBe(0);
      expect(explained.stdout).toContain('(not permitted)');
    });
  });

  describe.skipIf(!canHide)('a /proc that hides the processes of others', () => {
    const hidden = (...words: string[]): SpawnSyncReturns<string> =>
      inside(
        ...['unshare', '--mount', 'sh', '-c', 'mount -t proc -o hidepid=2 proc /proc && exec "$@"', 'sh'],
        ...AS_NOBODY,
        program,
        ...words,
      );

    it('shows every socket, and it is said that processes are hidden', () => {
      const ran = hidden('sockets', '-tulpn');
      expect(ran.status).toBe(0);
      expect(ran.stderr).toBe(
        'portolan: 0 of 13 owners visible; processes of others are hidden here (/proc is mounted with hidepid): run as root for the rest\n',
      );
      const { sockets, completeness } = JSON.parse(hidden('sockets', '--json').stdout) as Document;
      expectEveryRow(sockets);
      for (const row of sockets) expect(row.owner).toBe(row.inode === null ? 'none' : 'not-permitted');
      expect(completeness.processes.othersHidden).toBe(true);
    });

    it('is no complete answer', () => {
      expect(hidden('sockets', '--strict').status).toBe(3);
      expect(hidden('sockets', '-tlp', '--strict').status).toBe(3);
      expect(hidden('sockets', '-tl', '--strict').status).toBe(0); // nobody asked for owners
    });

    it('hides nothing from root', () => {
      const ran = inside(
        ...['unshare', '--mount', 'sh', '-c', 'mount -t proc -o hidepid=2 proc /proc && exec "$@"', 'sh'],
        ...[program, 'sockets', '-tlp', '--ndjson'],
      );
      expect(ran.stdout).toContain(`"pid":${zoo}`);
    });
  });
});

describe.skipIf(whyNot !== null)('a host with IPv6 switched off', () => {
  let namespace: NetworkNamespace;

  beforeAll(async () => {
    namespace = await NetworkNamespace.open();
    namespace.run(['sh', '-c', 'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6']);
    const listener = "require('net').createServer().listen(7401, '127.0.0.1', () => console.log('ready'));";
    await namespace.start([
      process.execPath,
      '-e',
      `${listener} process.stdin.on('end', () => process.exit()).resume()`,
    ]);
  });

  afterAll(async () => namespace.close());

  it('is read without complaint: its tables are there and empty', () => {
    const loopback = namespace.run(['ip', '-6', 'address', 'show', 'lo']);
    expect(loopback.stdout).toBe('');
    const { stdout, stderr, status } = namespace.run([program, 'sockets', '-tulpn'], { environment: environment() });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout.trim().split('\n')).toHaveLength(2);
    expect(stdout).toContain('127.0.0.1:7401');
    const six = namespace.run([program, 'sockets', '-H6ln', '--format', 'ss'], { environment: environment() });
    expect({ stdout: six.stdout, status: six.status }).toEqual({ stdout: '', status: 0 });
  });
});

describe('a kernel without IPv6', () => {
  it('is read, and says which sockets it cannot have', () => {
    const tree = join(folder, 'without-ipv6');
    const fs = recordMachine({
      tcp: [{ local: '0.0.0.0:61001', state: LISTEN, inode: 1 }],
      processes: [{ pid: 10, name: 'app', holds: [1] }],
    });
    const { files, links } = fs.content;
    const withoutIPv6 = new Map([...files].filter(([path]) => !/net\/(?:tcp|udp)6$/.test(path)));
    writeTree({ content: { files: withoutIPv6, links, closed: [] } }, tree);
    const run = (...args: string[]): ReturnType<typeof portolan> => portolan(args, { env: { PORTOLAN_ROOT: tree } });
    const ran = run('sockets', '-tulpn', '--strict');
    expect(ran.code).toBe(0);
    expect(ran.err.split('\n')).toEqual([
      'portolan: no tcp6 sockets: this kernel has no /proc/net/tcp6',
      'portolan: no udp6 sockets: this kernel has no /proc/net/udp6',
      '',
    ]);
    expect(ran.out).toContain('10/app');
    expect(run('sockets', '-6ln').code).toBe(0);
    expect(run().out).toContain('61001');
    expect(run('explain', '61001/tcp').out).toContain('app');
  });
});
