import { describe, expect, it } from 'vitest';
import { notInstalled, printed, recordedCommands, recordedMac, recording } from '../commands/recordings.fixture.ts';
import { formatLocalAddress } from '../exposure.ts';
import { isEphemeral } from '../listener.ts';
import { EVERYTHING, inodeOf, ownershipOf, ownersOf, type Snapshot } from '../snapshot.ts';
import { takeMacSnapshot } from './snapshot.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const take = (run = recordedMac(), uid = 501, request = EVERYTHING): Snapshot =>
  takeMacSnapshot({ run, uid, now: () => NOW }, request);

function rowsOf(snapshot: Snapshot): string[] {
  return Array.from({ length: snapshot.table.length }, (_, row) => {
    const { table } = snapshot;
    const pids = ownersOf(snapshot, row).map(({ pid, fd }) => `${pid}#${fd}`);
    return `${table.transport(row)} ${formatLocalAddress(table, row)} ${table.localPort(row)} ${ownershipOf(snapshot, row)} ${pids.join()}`;
  });
}

describe('a snapshot of macOS', () => {
  it('joins every socket of netstat with every process of lsof', () => {
    expect(rowsOf(take())).toEqual([
      'tcp :: 8809 visible 4711#21,4712#21',
      'tcp fe80::1 631 visible 318#-1',
      'tcp 127.0.0.1 8809 none ',
      'udp 192.168.11.160 57110 visible 505#-1',
      'udp 192.168.11.160 50040 visible 505#-1',
      'udp 0.0.0.0 3000 visible 2017#-1',
      'tcp 0.0.0.0 5000 visible 672#9',
      'tcp :: 5000 visible 672#10',
      'udp 0.0.0.0 5353 visible 91#42',
      'udp 0.0.0.0 5353 visible 91#43',
      'tcp fe80::1c2d:3e4f 50001 visible 91#44',
    ]);
  });

  it('says by whom it was read, and that this is verified from recordings only', () => {
    const { completeness } = take();
    expect(completeness.readBy).toEqual({ commands: ['netstat', 'lsof'], verified: 'recordings' });
    expect(completeness.tables.map(({ name, failure }) => [name, failure])).toEqual([
      ['netstat tcp', null],
      ['netstat udp', null],
      ['lsof', null],
    ]);
    expect(completeness.processes).toEqual({ readable: 4, denied: 3, othersHidden: false, asRoot: false });
    expect(inodeOf(take(), 0)).toBeNull();
  });

  it('knows processes and users, and asks for arguments only when somebody wants them', () => {
    const run = recordedMac();
    const snapshot = take(run);
    expect(snapshot.processName(91)).toBe('Google Chrome Helper');
    expect(run.asked.some((line) => line.includes('args='))).toBe(false);
    expect(snapshot.process(4711)).toMatchObject({
      name: 'node',
      parent: 672,
      uid: 501,
      command: 'node server.js --port 8809',
      executable: '/usr/local/bin/node',
    });
    expect(new Date((snapshot.process(4711)?.startTicks ?? 0) * 10)).toEqual(new Date(2026, 10, 21, 9));
    expect(snapshot.host.users.get(501)).toBe('me');
    expect(snapshot.host.users.get(0xffff_fffe)).toBe('nobody');
    expect(snapshot.table.uid(1)).toBe(0);
    expect(snapshot.process(999_999)).toBeNull();
  });

  it('takes the range of outgoing connections from the system: 40000 is none of it (trap 16)', () => {
    const snapshot = take();
    expect(snapshot.host).toMatchObject({ ephemeral: { from: 49_152, to: 65_535 }, bindV6Only: false });
    expect([isEphemeral(snapshot, 40_000), isEphemeral(snapshot, 50_001)]).toEqual([false, true]);
  });

  it('has what lsof sees where netstat fails, and says what that leaves out', () => {
    const run = recordedCommands([
      ['netstat', notInstalled],
      ['lsof', printed(recording('macos', 'lsof-generated.txt'), 1)],
    ]);
    const snapshot = take(run);
    const { completeness, table } = snapshot;
    expect(table.length).toBe(6);
    expect(completeness.tables.at(-1)).toMatchObject({ name: 'lsof', failure: { reason: 'denied' } });
    expect(completeness.tables[0]).toMatchObject({ failure: { reason: 'not-installed' } });
    expect(snapshot.processName(91)).toBe('Google Chrome Helper');
    expect(take(run, 0).completeness.tables.at(-1)?.failure).toBeNull();
  });

  it('leaves owners alone where nobody asks', () => {
    const run = recordedMac();
    const snapshot = take(run, 501, { ...EVERYTHING, owners: false, udp: false, ipv4: false, listeningOnly: true });
    expect(rowsOf(snapshot)).toEqual(['tcp :: 8809 not-known ', 'tcp fe80::1 631 not-known ']);
    expect(snapshot.owners).toBeNull();
    expect(run.asked).toEqual(['/usr/sbin/netstat -anvl -p tcp']);
  });
});
