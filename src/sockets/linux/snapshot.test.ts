import { describe, expect, it } from 'vitest';
import { EVERYTHING, type Snapshot, type SnapshotRequest } from '../snapshot.ts';
import { netTable, type RowText } from './net-row.fixture.ts';
import { RecordedProcFs } from './recorded-proc-fs.fixture.ts';
import { takeLinuxSnapshot } from './snapshot.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const LISTEN = 10;
const ESTABLISHED = 1;
const TIME_WAIT = 6;
const UNCONNECTED = 7;

interface Tables {
  readonly tcp?: readonly RowText[];
  readonly tcp6?: readonly RowText[];
  readonly udp?: readonly RowText[];
  readonly udp6?: readonly RowText[];
}

/** A machine with all four tables, those that are not given empty. */
function machine(tables: Tables, pieceBytes?: number): RecordedProcFs {
  const fs = new RecordedProcFs(pieceBytes);
  for (const name of ['tcp', 'tcp6', 'udp', 'udp6'] as const) fs.file(`proc/net/${name}`, netTable(tables[name] ?? []));
  return fs;
}

function take(fs: RecordedProcFs, request: Partial<SnapshotRequest> = {}): Snapshot {
  return takeLinuxSnapshot({ fs, littleEndian: true, asRoot: false, now: () => NOW }, { ...EVERYTHING, ...request });
}

/** Every row as `tcp4 established 8080`. */
function rowsOf({ table }: Snapshot): string[] {
  return Array.from(
    { length: table.length },
    (_, row) => `${table.transport(row)}${table.family(row)} ${table.state(row)} ${table.localPort(row)}`,
  );
}

const readings = (snapshot: Snapshot): string[] =>
  snapshot.completeness.tables.map(({ name, rows, skipped }) => `${name} ${rows} ${skipped}`);

describe('the socket tables of a snapshot', () => {
  const tables: Tables = {
    tcp: [
      { local: '0.0.0.0:22', state: LISTEN, inode: 1 },
      { local: '10.0.0.5:22', remote: '10.0.0.9:50000', state: ESTABLISHED, inode: 2 },
    ],
    tcp6: [{ local: '[::]:80', state: LISTEN, inode: 3 }],
    udp: [
      { local: '10.0.0.5:40000', remote: '10.0.0.1:53', state: ESTABLISHED, inode: 4 },
      { local: '0.0.0.0:68', state: UNCONNECTED, inode: 5 },
    ],
    udp6: [{ local: '[fe80::1]:546', state: UNCONNECTED, inode: 6 }],
  };

  it('are read one after the other, whatever pieces the kernel hands out', () => {
    for (const pieceBytes of [1, 7, 100, 150, 4096]) {
      const snapshot = take(machine(tables, pieceBytes));
      expect(rowsOf(snapshot)).toEqual([
        'tcp4 listen 22',
        'tcp4 established 22',
        'tcp6 listen 80',
        'udp4 connected 40000',
        'udp4 unconnected 68',
        'udp6 unconnected 546',
      ]);
      expect(readings(snapshot)).toEqual(['tcp 2 0', 'tcp6 1 0', 'udp 2 0', 'udp6 1 0']);
    }
  });

  it('are only those that were asked for', () => {
    const fs = machine(tables);
    expect(rowsOf(take(fs, { udp: false, ipv6: false }))).toEqual(['tcp4 listen 22', 'tcp4 established 22']);
    expect(rowsOf(take(machine(tables), { tcp: false, ipv4: false }))).toEqual(['udp6 unconnected 546']);
    expect(fs.asked.filter((path) => path.startsWith('proc/net/'))).toEqual(['proc/net/sockstat', 'proc/net/tcp']);
  });

  it('give the listening sockets alone when nothing else is wanted, wherever they stand in a UDP table', () => {
    const snapshot = take(machine(tables), { listeningOnly: true });
    expect(rowsOf(snapshot)).toEqual([
      'tcp4 listen 22',
      'tcp6 listen 80',
      'udp4 unconnected 68',
      'udp6 unconnected 546',
    ]);
    expect(snapshot.completeness.tables.every(({ skipped }) => skipped === 0)).toBe(true);
  });

  it('say of a kernel without IPv6 that its tables are missing, and keep the rest', () => {
    const fs = machine(tables).fail('proc/net/tcp6', 'missing').fail('proc/net/udp6', 'missing');
    const snapshot = take(fs);
    expect(rowsOf(snapshot)).toHaveLength(4);
    expect(snapshot.completeness.tables.map(({ failure }) => failure?.reason ?? null)).toEqual([
      null,
      'missing',
      null,
      'missing',
    ]);
  });

  it('say of a table that this user may not read that it was denied', () => {
    const snapshot = take(machine(tables).fail('proc/net/tcp', 'denied'));
    expect(rowsOf(snapshot)).toHaveLength(4);
    expect(snapshot.completeness.tables[0]).toMatchObject({ name: 'tcp', rows: 0, failure: { reason: 'denied' } });
  });

  it('count lines they could not read', () => {
    const fs = machine(tables).file('proc/net/udp', `${netTable(tables.udp ?? [])}not a row\n   0: cut off`);
    expect(readings(take(fs))).toEqual(['tcp 2 0', 'tcp6 1 0', 'udp 2 2', 'udp6 1 0']);
  });

  it('drop what the kernel printed twice: the same inode, or the same ends without one', () => {
    const timeWait = { local: '10.0.0.5:22', remote: '10.0.0.9:50001', state: TIME_WAIT };
    const snapshot = take(
      machine({
        tcp: [
          { local: '0.0.0.0:22', state: LISTEN, inode: 1 },
          timeWait,
          { local: '0.0.0.0:22', state: LISTEN, inode: 1 },
          timeWait,
          { ...timeWait, remote: '10.0.0.9:50002' },
        ],
        // The same ends in the other family are another socket.
        tcp6: [{ local: '[::ffff:10.0.0.5]:22', remote: '[::ffff:10.0.0.9]:50001', state: TIME_WAIT }],
      }),
    );
    expect(rowsOf(snapshot)).toEqual(['tcp4 listen 22', 'tcp4 time-wait 22', 'tcp4 time-wait 22', 'tcp6 time-wait 22']);
    expect(snapshot.completeness.repeated).toBe(2);
    expect(readings(snapshot)[0]).toBe('tcp 3 0');
  });

  it('keep every one of many SO_REUSEPORT sockets: equal ends, an inode each', () => {
    const workers = [11, 12, 13, 14].map((inode) => ({ local: '0.0.0.0:443', state: LISTEN, inode }));
    const snapshot = take(machine({ tcp: workers }));
    expect(snapshot.table.length).toBe(4);
    expect(snapshot.completeness.repeated).toBe(0);
  });

  it('carry the time at which they were taken', () => {
    expect(take(machine({})).takenAt).toEqual(NOW);
  });
});

describe('what a snapshot reads of the machine besides', () => {
  it('is nothing at all of processes and settings that nobody asks for', () => {
    const fs = machine({ tcp: [{ local: '0.0.0.0:22', state: LISTEN, inode: 1 }] }).process(10, {
      fds: { 3: 'socket:[1]' },
    });
    const snapshot = take(fs, { owners: false });
    expect(snapshot.owners).toBeNull();
    expect(snapshot.completeness.processes).toBeNull();
    expect(fs.asked).toEqual(['proc/net/sockstat', 'proc/net/tcp', 'proc/net/tcp6', 'proc/net/udp', 'proc/net/udp6']);
  });

  it('is each process and each setting once, however often it is asked for', () => {
    const fs = machine({}).process(10, { exe: '/usr/sbin/sshd' });
    const snapshot = take(fs);
    for (let time = 0; time < 3; time++) {
      expect(snapshot.process(10)?.executable).toBe('/usr/sbin/sshd');
      expect(snapshot.processName(10)).toBe('process-10');
      expect(snapshot.process(11)).toBeNull();
      expect(snapshot.processName(11)).toBeNull();
      expect(snapshot.host.bootTime).toBeNull();
    }
    const count = (path: string): number => fs.asked.filter((asked) => asked === path).length;
    expect(count('proc/10/stat')).toBe(1);
    expect(count('proc/stat')).toBe(1);
    expect(count('proc/11/stat')).toBeLessThanOrEqual(2); // once as a process, once for its name
  });
});
