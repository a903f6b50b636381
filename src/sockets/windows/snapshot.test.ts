import { describe, expect, it } from 'vitest';
import {
  printed,
  recordedCommands,
  recordedGermanWindows,
  recordedWindows,
  recording,
} from '../commands/recordings.fixture.ts';
import { isEphemeral } from '../listener.ts';
import { EVERYTHING, inodeOf, ownershipOf, ownersOf, type Snapshot } from '../snapshot.ts';
import { NO_UID } from '../socket-table.ts';
import { parseDynamicPorts, parseExcludedPorts } from './host.ts';
import { takeWindowsSnapshot } from './snapshot.ts';
import { systemProgram } from './system-folder.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const take = (run: ReturnType<typeof recordedCommands>, request = EVERYTHING): Snapshot =>
  takeWindowsSnapshot({ run, systemRoot: 'D:\\Windows', now: () => NOW }, request);

describe('a snapshot of Windows', () => {
  it('has the sockets of PowerShell with their processes', () => {
    const run = recordedWindows();
    const snapshot = take(run);
    expect(snapshot.table.length).toBe(10);
    expect(ownersOf(snapshot, 2)).toEqual([{ pid: 7000, fd: -1 }]);
    expect(snapshot.process(7000)).toMatchObject({
      name: 'node',
      parent: 1234,
      uid: null,
      command: '"C:\\Program Files\\nodejs\\node.exe" vite',
      startTicks: 176_380_000_000,
    });
    expect(snapshot.processName(4)).toBe('System');
    expect(ownershipOf(snapshot, 5)).toBe('none');
    expect([inodeOf(snapshot, 0), snapshot.table.uid(0)]).toEqual([null, NO_UID]);
    expect(snapshot.completeness).toEqual({
      backend: 'commands',
      tables: [
        { name: 'Get-NetTCPConnection', rows: 7, skipped: 0, failure: null },
        { name: 'Get-NetUDPEndpoint', rows: 3, skipped: 0, failure: null },
      ],
      repeated: 0,
      processes: { readable: 5, denied: 0, othersHidden: false, asRoot: false },
      readBy: { commands: ['Get-NetTCPConnection', 'Get-NetUDPEndpoint'], verified: 'recordings' },
    });
    expect(run.asked.every((line) => line.startsWith('D:\\Windows\\System32\\'))).toBe(true);
  });

  it('falls back to netstat and tasklist where PowerShell may not run', () => {
    const snapshot = take(recordedGermanWindows());
    expect(snapshot.completeness.readBy?.commands).toEqual(['netstat']);
    expect(snapshot.table.length).toBe(6);
    expect(snapshot.process(4)).toMatchObject({ name: 'System', command: null, startTicks: null });
    expect(snapshot.processName(7000)).toBe('Gr\uFFFD\uFFFDe');
    expect(ownershipOf(snapshot, 2)).toBe('none');
  });

  it('falls back where PowerShell does not know the owners, as on Server 2012 R2', () => {
    const run = recordedCommands([
      ['powershell Get-NetTCPConnection', printed(recording('windows', 'get-nettcpconnection-2012r2.json'))],
      ['netstat', printed(recording('windows', 'netstat-ano-german.txt'))],
    ]);
    expect(take(run).completeness.readBy?.commands).toEqual(['netstat']);
    const bare = take(run, { ...EVERYTHING, owners: false, udp: false, listeningOnly: true });
    expect(bare.completeness.readBy?.commands).toEqual(['Get-NetTCPConnection']);
    expect(bare.table.length).toBe(3);
  });

  it('has a pid without a name where nobody lists processes, which is not the same as a process that ended', () => {
    const run = recordedCommands([['netstat', printed(recording('windows', 'netstat-ano-german.txt'))]]);
    expect(take(run).process(4)).toMatchObject({ pid: 4, name: '?', uid: null });
    expect(take(recordedWindows()).process(31_337)).toBeNull();
  });

  it('takes the range of outgoing connections from the system, and leaves out what it excludes (trap 16)', () => {
    const snapshot = take(recordedWindows());
    expect(snapshot.host.ephemeral).toEqual({ from: 49_152, to: 65_535 });
    expect([40_000, 49_152, 55_679].map((port) => isEphemeral(snapshot, port))).toEqual([false, true, false]);
    expect(snapshot.host.bindV6Only).toBeNull();
  });
});

describe('netsh', () => {
  it.each([
    ['dynamicport-english.txt', { from: 49_152, to: 65_535 }],
    ['dynamicport-german-cp850.txt', { from: 49_152, to: 65_535 }],
    ['dynamicport-after-visual-studio.txt', { from: 1024, to: 65_534 }],
  ])('is read by its numbers: %s (trap 16)', (name, range) => {
    expect(parseDynamicPorts(recording('windows', name))).toEqual(range);
  });

  it('says nothing where the numbers are no range', () => {
    for (const text of ['', 'a : 1', 'a : 1\nb : 0', 'a : 60000\nb : 6000', 'a : 1\nb : 2\nc : 3']) {
      expect(parseDynamicPorts(text)).toBeNull();
    }
  });

  it('tells excluded ranges in any language', () => {
    expect(parseExcludedPorts(recording('windows', 'excludedportrange-english.txt'))).toEqual([
      { from: 80, to: 80 },
      { from: 5986, to: 5986 },
      { from: 47_001, to: 47_001 },
      { from: 55_679, to: 55_679 },
    ]);
    expect(parseExcludedPorts(recording('windows', 'excludedportrange-spanish.txt')).at(-1)).toEqual({
      from: 50_000,
      to: 50_059,
    });
  });
});

describe('the folder of the system', () => {
  it('is an absolute path whatever the environment says: a bare name would be looked for here first', () => {
    for (const root of [undefined, '', '.', 'Windows', String.raw`\\host\share`]) {
      expect(systemProgram(root, 'netstat.exe')).toBe(String.raw`C:\Windows\System32\netstat.exe`);
    }
    expect(systemProgram('E:\\WinNT\\', 'netstat.exe')).toBe(String.raw`E:\WinNT\System32\netstat.exe`);
  });
});
