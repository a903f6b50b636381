import { once } from 'node:events';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../src/cli/context.ts';
import type { SocketsDocument } from '../../src/cli/documents.ts';
import type * as Portolan from '../../src/cli/portolan.ts';
import {
  recordedCommands,
  recordedGermanWindows,
  recordedMac,
  recordedWindows,
} from '../../src/sockets/commands/recordings.fixture.ts';
import { createCommandRunner } from '../../src/cli/snapshot/node-command-runner.ts';
import type { CommandRunner } from '../../src/sockets/commands/command.ts';
import { LSOF, parseLsof } from '../../src/sockets/macos/lsof.ts';
import { faultsByJsonSchema, faultsByZod } from './contract.fixture.ts';
import { makeFolder, portolan, ROOT } from './program.fixture.ts';

/** The built program, in this process: so that another system's name and its commands' answers can be handed in. */
const program = createRequire(import.meta.url)(join(ROOT, 'dist/portolan.cjs')) as typeof Portolan;
let folder = '';

beforeAll(() => {
  folder = makeFolder();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function runOn(
  platform: NodeJS.Platform,
  runner: CommandRunner,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<{ code: number; out: string; err: string }> {
  const paths = [join(folder, 'out'), join(folder, 'err')] as const;
  const descriptors = paths.map((path) => openSync(path, 'w'));
  const plain = program.createContext(descriptors[0], descriptors[1]);
  const context: Context = { ...plain, environment: { HOME: folder, ...environment } };
  const code = await program.run(args, await program.onSystem(platform, context, runner));
  for (const descriptor of descriptors) closeSync(descriptor);
  return { code, out: readFileSync(paths[0], 'utf8'), err: readFileSync(paths[1], 'utf8') };
}

const SYSTEMS = [
  { name: 'macOS', platform: 'darwin', runner: recordedMac, rows: 11, commands: ['netstat', 'lsof'] },
  {
    name: 'Windows',
    platform: 'win32',
    runner: recordedWindows,
    rows: 10,
    commands: ['Get-NetTCPConnection', 'Get-NetUDPEndpoint'],
  },
  {
    name: 'a German Windows without PowerShell',
    platform: 'win32',
    runner: recordedGermanWindows,
    rows: 6,
    commands: ['netstat'],
  },
] as const;

describe.each(SYSTEMS)('on $name', ({ platform, runner, rows, commands }) => {
  it('sockets --json keeps its contract, and says how it was read', async () => {
    const { code, out, err } = await runOn(platform, runner(), ['sockets', '--json']);
    expect([code, err]).toEqual([0, '']);
    const document = JSON.parse(out) as SocketsDocument;
    expect(faultsByJsonSchema('sockets', document)).toEqual([]);
    expect(faultsByZod('sockets', document)).toEqual([]);
    expect(document.sockets).toHaveLength(rows);
    expect(document.completeness.readBy).toEqual({ commands, verified: 'recordings' });
    expect(document.sockets.every(({ inode }) => inode === null)).toBe(true);
  });

  it.each([['sockets'], ['sockets', '-tuanpe'], ['sockets', '-tln']])('%s %s tells people so', async (...args) => {
    const { code, out, err } = await runOn(platform, runner(), args);
    expect(code).toBe(0);
    expect(out.trim().split('\n').length).toBeGreaterThan(1);
    expect(err).toMatch(/read by .*; verified from recordings only/);
    expect(out + err).not.toMatch(/4294967295|\/proc/);
  });

  it.each([['--ndjson'], ['--csv']])('sockets %s works', async (format) => {
    const { code, out } = await runOn(platform, runner(), ['sockets', format]);
    expect(code).toBe(0);
    expect(out.trim().split('\n').length).toBeGreaterThanOrEqual(rows);
  });

  it('the opening screen works, and keeps its contract', async () => {
    const { code, out } = await runOn(platform, runner(), []);
    expect(code).toBe(0);
    expect(out).not.toMatch(/4294967295/);
    const json = await runOn(platform, runner(), ['--json']);
    expect(faultsByJsonSchema('glance', JSON.parse(json.out))).toEqual([]);
  });

  it('explain tells who holds the port', async () => {
    const port = platform === 'darwin' ? '631/tcp' : '445/tcp';
    const { code, out } = await runOn(platform, runner(), ['explain', port]);
    expect(code).toBe(0);
    expect(out).toMatch(/on this machine|here/i);
    expect(out).not.toMatch(/could not look/);
  });
});

describe('another system', () => {
  it('shows names of processes and what macOS shares between them', async () => {
    const { out } = await runOn('darwin', recordedMac(), ['sockets', '--json']);
    const { sockets } = JSON.parse(out) as SocketsDocument;
    const shared = sockets.find(({ local, transport }) => local.port === 8809 && transport === 'tcp');
    expect(shared?.processes.map(({ pid, name, user, fd }) => [pid, name, user, fd])).toEqual([
      [4711, 'node', 'me', 21],
      [4712, 'node', 'me', 21],
    ]);
    expect(sockets.find(({ local }) => local.port === 631)?.process?.fd).toBe(-1);
  });

  it('without a command that answers is one that could not be looked at: 3', async () => {
    for (const platform of ['darwin', 'win32'] as const) {
      const { code, err } = await runOn(platform, recordedCommands([]), ['sockets']);
      expect(code).toBe(3);
      expect(err).toMatch(/no command could tell the sockets of this machine: netstat/);
    }
  });

  it('that Portolan does not know says so: 3', async () => {
    const { code, err } = await runOn('freebsd', recordedCommands([]), ['sockets']);
    expect([code, err]).toEqual([3, 'portolan: sockets are read from /proc, which freebsd does not have\n']);
  });

  it('asks nobody for what has nothing to do with sockets', async () => {
    const run = recordedMac();
    expect((await runOn('darwin', run, ['search', 'database'])).code).toBe(0);
    expect(run.asked).toEqual([]);
  });

  it('reads a recorded Linux where PORTOLAN_ROOT names one', async () => {
    const run = recordedMac();
    const { out } = await runOn('darwin', run, ['sockets', '--json'], { PORTOLAN_ROOT: '/' });
    expect((JSON.parse(out) as SocketsDocument).completeness.readBy).toBeUndefined();
    expect(run.asked).toEqual([]);
  });
});

const lsof = createCommandRunner(process.env)({ ...LSOF, file: '/usr/bin/lsof' });
const hasLsof = lsof.failure === null;
if (!hasLsof) console.warn('skipped: lsof is not installed, so what it really prints cannot be compared');

describe.skipIf(!hasLsof)('the lsof of this machine, which is no Mac', () => {
  it('understands what Portolan asks, and is understood', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { file, args } = { ...LSOF, file: '/usr/bin/lsof' };
    const { rows, skipped } = parseLsof(createCommandRunner(process.env)({ file, args }).stdout);
    const port = (server.address() as AddressInfo).port;
    server.close();
    const found = rows.find(({ localPort, remotePort }) => localPort === port && remotePort === 0);
    expect(skipped).toBe(0);
    expect(found?.owners.map(({ pid }) => pid)).toContain(process.pid);
    expect(found).toMatchObject({ kind: 0, state: 10, local: [0, 0, 0, 0x7f00_0001], uid: process.geteuid?.() });
  });
});

describe('Linux', () => {
  it('says nothing of commands', () => {
    const { out } = portolan(['sockets', '--json']);
    expect((JSON.parse(out) as SocketsDocument).completeness.readBy).toBeUndefined();
  });
});
