import { describe, expect, it } from 'vitest';
import { ESTABLISHED, LISTEN, snapshotOf, TIME_WAIT, UNCONNECTED } from '../../../sockets/machine.fixture.ts';
import { knowledgeOf } from '../../../sockets/small-knowledge.fixture.ts';
import { SocketView } from '../../../sockets/socket-row.ts';
import { netstatLines, type NetstatColumns } from './netstat-lines.ts';
import { ssLines, type SsColumns } from './ss-lines.ts';

/** Expected lines are those of iproute2 6.1 and net-tools 2.10 on a machine with these sockets. */
const VIEW = new SocketView(
  snapshotOf({
    tcp: [
      { local: '0.0.0.0:22', state: LISTEN, inode: 1 },
      { local: '10.0.0.5:22', remote: '10.0.0.9:50000', state: ESTABLISHED, sendQueue: 36, uid: 1000, inode: 2 },
      { local: '10.0.0.5:22', remote: '10.0.0.9:50001', state: TIME_WAIT },
    ],
    tcp6: [
      { local: '[::]:80', state: LISTEN, inode: 3 },
      { local: '[2001:db8:1111:2222:3333:4444:5555:6666]:443', state: LISTEN, inode: 4 },
      { local: '[::ffff:10.0.0.5]:80', remote: '[::ffff:10.0.0.9]:50002', state: ESTABLISHED, inode: 5 },
    ],
    udp: [{ local: '0.0.0.0:68', state: UNCONNECTED, inode: 6 }],
    processes: [
      { pid: 812, name: 'sshd', holds: [1], command: '/usr/sbin/sshd -D' },
      { pid: 813, name: 'a",pid=1', holds: [1, 2], command: 'evil\u001b[31m' },
      { pid: 900, name: 'nginx', holds: [3, 5], command: '/usr/share/a/long-program-name' },
    ],
  }),
  knowledgeOf([]),
);
const ROWS = Array.from({ length: VIEW.snapshot.table.length }, (_, row) => row);
const SS: SsColumns = { netid: false, users: false, details: false, header: false };
const NETSTAT: NetstatColumns = {
  extended: false,
  program: false,
  wide: false,
  header: false,
  listening: true,
  connected: true,
};

const ss = (rows: readonly number[], wanted: Partial<SsColumns>): string[] => [
  ...ssLines(VIEW, rows, { ...SS, ...wanted }),
];
const netstat = (rows: readonly number[], wanted: Partial<NetstatColumns>): string[] => [
  ...netstatLines(VIEW, rows, { ...NETSTAT, ...wanted }),
];

describe('the lines of ss', () => {
  it('have a heading, and columns as wide as what stands in them', () => {
    expect(ss([6, 0, 1, 2], { header: true, netid: true })).toEqual([
      'Netid State     Recv-Q Send-Q Local Address:Port Peer Address:Port Process',
      'udp   UNCONN    0      0            0.0.0.0:68        0.0.0.0:*           ',
      'tcp   LISTEN    0      0            0.0.0.0:22        0.0.0.0:*           ',
      'tcp   ESTAB     0      36          10.0.0.5:22       10.0.0.9:50000       ',
      'tcp   TIME-WAIT 0      0           10.0.0.5:22       10.0.0.9:50001       ',
    ]);
  });

  it('name owners, the last first, and leave the uid of root out', () => {
    expect(ss([0, 1], { users: true, details: true })).toEqual([
      'LISTEN 0      0       0.0.0.0:22  0.0.0.0:*     users:(("a?,pid=1",pid=813,fd=3),("sshd",pid=812,fd=3)) ino:1',
      'ESTAB  0      36     10.0.0.5:22 10.0.0.9:50000 users:(("a?,pid=1",pid=813,fd=4)) uid:1000 ino:2             ',
    ]);
  });

  it('write IPv6 with brackets, a mapped peer in its own form, and a wildcard that takes IPv4 as *', () => {
    expect(ss([3, 4, 5], {}).map((line) => line.trimEnd().replaceAll(/ +/g, ' '))).toEqual([
      'LISTEN 0 0 *:80 *:*',
      'LISTEN 0 0 [2001:db8:1111:2222:3333:4444:5555:6666]:443 [::]:*',
      'ESTAB 0 0 [::ffff:10.0.0.5]:80 [::ffff:10.0.0.9]:50002',
    ]);
  });

  it('are none, or the heading alone, where there is nothing', () => {
    expect(ss([], {})).toEqual([]);
    expect(ss([], { header: true })).toEqual(['State Recv-Q Send-Q Local Address:Port Peer Address:PortProcess']);
  });
});

describe('the lines of netstat', () => {
  it('have two lines of heading that say what is listed', () => {
    const heading = (wanted: Partial<NetstatColumns>): string[] => netstat([], { header: true, ...wanted });
    expect(heading({ extended: true, program: true })).toEqual([
      'Active Internet connections (servers and established)',
      'Proto Recv-Q Send-Q Local Address           Foreign Address         State       User       Inode      PID/Program name    ',
    ]);
    expect(heading({ connected: false })[0]).toBe('Active Internet connections (only servers)');
    expect(heading({ listening: false })[0]).toBe('Active Internet connections (w/o servers)');
  });

  it('name the first owner as it was started, cut to 19 letters, and nobody as -', () => {
    expect(netstat([0, 1, 2, 3, 6], { program: true })).toEqual([
      'tcp        0      0 0.0.0.0:22              0.0.0.0:*               LISTEN      812/sshd            ',
      'tcp        0     36 10.0.0.5:22             10.0.0.9:50000          ESTABLISHED 813/evil?[31m       ',
      'tcp        0      0 10.0.0.5:22             10.0.0.9:50001          TIME_WAIT   -                   ',
      'tcp6       0      0 :::80                   :::*                    LISTEN      900/long-program-na ',
      'udp        0      0 0.0.0.0:68              0.0.0.0:*                           -                   ',
    ]);
  });

  it('cut a long address but not its port, unless all of it is wanted', () => {
    expect(netstat([4], {})[0]).toContain(' 2001:db8:1111:2222::443 ');
    expect(netstat([4], { wide: true })[0]).toContain(' 2001:db8:1111:2222:3333:4444:5555:6666:443 ');
  });

  it('have uid and inode as numbers', () => {
    expect(netstat([1], { extended: true })).toEqual([
      'tcp        0     36 10.0.0.5:22             10.0.0.9:50000          ESTABLISHED 1000       2         ',
    ]);
  });

  it('have a word for every state there is', () => {
    expect(netstat(ROWS, {}).every((line) => !line.includes('undefined'))).toBe(true);
  });
});
