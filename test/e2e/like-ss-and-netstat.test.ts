import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NetworkNamespace, whyNoNamespace } from '../../lab/namespace.ts';
import { PORTOLAN, ROOT } from './program.fixture.ts';

/** `--format ss` and `--format netstat` beside the programs they are for, byte by byte, order and widths included. */
const ZOO = join(ROOT, 'lab/socket-zoo.mjs');
/** 15 letters, the most a process name has; netstat cuts it, and neither program minds the spaces. */
const ODD_NAME = 'odd name, (here';
const TRIES = 5;

const has = (program: string, ...args: string[]): boolean => spawnSync(program, args).error === undefined;
const noNamespace = whyNoNamespace();
const noSs = noNamespace ?? (has('ss', '-V') ? null : 'ss is not installed');
const noNetstat = noNamespace ?? (has('netstat', '--version') ? null : 'netstat is not installed');
for (const reason of new Set([noSs, noNetstat])) if (reason !== null) console.warn(`skipped: comparing, ${reason}`);

let namespace: NetworkNamespace;
let folder = '';

beforeAll(async () => {
  if (noNamespace !== null) return;
  folder = mkdtempSync(join(tmpdir(), 'portolan-'));
  namespace = await NetworkNamespace.open();
  await namespace.start([process.execPath, ZOO, 'stuck']);
  const odd = join(folder, ODD_NAME);
  symlinkSync(process.execPath, odd);
  await namespace.start([odd, '-e', sharedListener(7301)]);
  await namespace.start([process.execPath, '-e', longAddresses()]);
});

afterAll(async () => {
  if (noNamespace !== null) return;
  await namespace.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A listener that a child holds as well, so that two processes own one socket. */
function sharedListener(port: number): string {
  return `const server = require('net').createServer().listen(${port}, '127.0.0.1', () => {
      require('child_process').spawn(process.execPath, ['-e', 'process.stdin.on("end", () => process.exit()).resume()'],
        { stdio: ['inherit', 'ignore', 'ignore', server._handle] });
      console.log('ready');
    });
    process.stdin.on('end', () => process.exit()).resume()`;
}

/** An address longer than netstat's column. */
function longAddresses(): string {
  return `require('child_process').execFileSync('ip', ['address', 'add', '2001:db8:1111:2222:3333:4444:5555:6666/64', 'dev', 'lo', 'nodad']);
    require('net').createServer().listen(7302, '2001:db8:1111:2222:3333:4444:5555:6666', () => console.log('ready'));
    process.stdin.on('end', () => process.exit()).resume()`;
}

function linesOf(...command: string[]): string[] {
  const { stdout, status, stderr } = namespace.run(command);
  expect(status, stderr).toBe(0);
  return stdout.split('\n');
}

/** Both outputs of a moment in which nothing changed: TIME-WAIT ends by itself after a minute. */
function sideBySide(theirs: readonly string[], ours: readonly string[]): { theirs: string[]; ours: string[] } {
  for (let left = TRIES; ; left--) {
    const before = linesOf(...theirs);
    const between = linesOf(process.execPath, PORTOLAN, 'sockets', ...ours);
    const after = linesOf(...theirs);
    const still = (lines: readonly string[]): string => lines.join('\n').replaceAll(/timer:\([^)]*\)/g, '');
    if (still(before) === still(after) || left === 0) return { theirs: before, ours: between };
  }
}

describe.skipIf(noSs !== null)('--format ss', { timeout: 300_000 }, () => {
  /**
   * What /proc does not tell, taken out of what ss prints: the backlog limit in the Send-Q of a listener, `[::]` for a
   * wildcard that leaves IPv4 alone though nothing beside it holds the port, and the details that --help leaves out.
   */
  function withoutUnknown(line: string): string {
    return line
      .replace(/^((?:tcp\s+)?LISTEN\s+\d+\s+)(\d+)/, (_, before: string, limit: string) =>
        before.concat('0'.padEnd(limit.length)),
      )
      .replace(/ {3}\[::\]:7004( +) {3}\[::\]:\*/, '      *:7004$1      *:*')
      .replaceAll(/ (?:timer:\([^)]*\)|(?:sk|cgroup|v6only):\S+|<->|-->|<--)/g, '');
  }

  it.each(['tuan', 'Htuan', 'tuanp', 'tulpn', 'tulpnH', 'Htun', 'tan', 'Hta', 'uan', 'tan4', 'tuln6'])(
    'prints the bytes of ss -%s',
    (letters) => {
      const { theirs, ours } = sideBySide(['ss', `-n${letters}`], [`-${letters}`, '--format', 'ss']);
      expect(theirs.length).toBeGreaterThan(2);
      expect(ours).toEqual(theirs.map(withoutUnknown));
    },
  );

  it.each(['Htuane', 'Htuanpe'])('prints the fields of ss -%s that /proc has', (letters) => {
    const { theirs, ours } = sideBySide(['ss', `-${letters}`], [`-${letters}`, '--format', 'ss']);
    expect(theirs.join()).toContain('ino:');
    const trimmed = (lines: readonly string[]): string[] => lines.map((line) => line.trimEnd());
    expect(trimmed(ours)).toEqual(trimmed(theirs.map(withoutUnknown)));
  });

  it('names both processes that hold one socket, in the order of ss', () => {
    const [line = ''] = linesOf(process.execPath, PORTOLAN, 'sockets', '-Htlnp', '--format', 'ss', '--sport', '7301');
    const [theirs = ''] = linesOf('ss', '-Htlnp', 'sport = :7301');
    const users = /users:\S.*\)\)/;
    expect(users.exec(line)?.[0]).toBe(users.exec(theirs)?.[0]);
    expect(line.match(/pid=/g)).toHaveLength(2);
  });
});

describe.skipIf(noNetstat !== null)('--format netstat', { timeout: 300_000 }, () => {
  it.each(['tuanp', 'tulpn', 'tun', 'tuan', 'tuane', 'tuanpe', 'ltn', 'uan', 'tanW', 'tuan4', 'tuan6'])(
    'prints the bytes of netstat -%s',
    (letters) => {
      const { theirs, ours } = sideBySide(
        // netstat takes the family as a long option or as its own letter, alike.
        ['netstat', `-${letters}`],
        [`-${letters}`, '--format', 'netstat'],
      );
      expect(theirs.length).toBeGreaterThan(3);
      expect(ours).toEqual(theirs);
    },
  );

  it('shows a socket of two processes under the one that netstat names', () => {
    const lines = linesOf(process.execPath, PORTOLAN, 'sockets', '-tlnp', '--format', 'netstat', '--sport', '7301');
    expect(lines[2]).toBe(linesOf('netstat', '-tlnp').find((line) => line.includes(':7301 ')));
  });
});
