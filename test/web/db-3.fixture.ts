import { ESTABLISHED, LISTEN, UNCONNECTED, type Machine } from '../../src/sockets/machine.fixture.ts';

/** A database server that does not exist, with the things on it that an administrator must see at first sight. */
export const DB_3: Machine = {
  tcp: [
    { local: '0.0.0.0:22', state: LISTEN, inode: 100, uid: 0 },
    { local: '0.0.0.0:5432', state: LISTEN, inode: 101, uid: 26 },
    { local: '0.0.0.0:6379', state: LISTEN, inode: 102, uid: 110 },
    { local: '127.0.0.1:631', state: LISTEN, inode: 103, uid: 0 },
    { local: '127.0.0.1:9229', state: LISTEN, inode: 104, uid: 1000 },
    { local: '192.168.7.3:9100', state: LISTEN, inode: 105, uid: 998 },
    { local: '0.0.0.0:23', state: LISTEN, inode: 106, uid: 0 },
    { local: '127.0.0.53:53', state: LISTEN, inode: 107, uid: 101 },
    { local: '0.0.0.0:8080', state: LISTEN, inode: 108, uid: 1000 },
    ...Array.from({ length: 40 }, (_, at) => ({
      local: '192.168.7.3:5432',
      remote: `192.168.7.${20 + (at % 9)}:${40_000 + at * 7}`,
      state: ESTABLISHED,
      inode: 200 + at,
      uid: 26,
    })),
    { local: '192.168.7.3:22', remote: '198.51.100.7:51022', state: ESTABLISHED, inode: 300, uid: 0 },
  ],
  udp: [
    { local: '127.0.0.53:53', state: UNCONNECTED, inode: 120, uid: 101 },
    { local: '0.0.0.0:19', state: UNCONNECTED, inode: 121, uid: 0 },
    { local: '127.0.0.1:323', state: UNCONNECTED, inode: 122, uid: 0 },
  ],
  processes: [
    { pid: 620, name: 'sshd', uid: 0, holds: [100, 300], command: '/usr/sbin/sshd -D', unit: 'ssh.service' },
    {
      pid: 812,
      name: 'postgres',
      uid: 26,
      holds: [101, ...Array.from({ length: 40 }, (_, at) => 200 + at)],
      command: '/usr/lib/postgresql/17/bin/postgres -D /var/lib/postgresql/17/main',
      unit: 'postgresql.service',
    },
    {
      pid: 840,
      name: 'redis-server',
      uid: 110,
      holds: [102],
      command: 'redis-server 0.0.0.0:6379',
      unit: 'redis.service',
    },
    { pid: 700, name: 'cupsd', uid: 0, holds: [103], command: '/usr/sbin/cupsd -l', unit: 'cups.service' },
    { pid: 2210, name: 'node', uid: 1000, holds: [104, 108], command: 'node --inspect /srv/app/server.js' },
    { pid: 905, name: 'node_exporter', uid: 998, holds: [105], command: '/usr/bin/node_exporter' },
    { pid: 1, name: 'systemd', uid: 0, holds: [106], command: '/sbin/init' },
    { pid: 410, name: 'systemd-resolve', uid: 101, holds: [107, 120], unit: 'systemd-resolved.service' },
    { pid: 930, name: 'inetd', uid: 0, holds: [121], command: 'inetd', unit: 'inetd.service' },
    { pid: 431, name: 'chronyd', uid: 0, holds: [122], command: '/usr/sbin/chronyd', unit: 'chrony.service' },
    // Whoever starts a program chooses what it is called.
    { pid: 3100, name: 'x\u001b[2J<script>', uid: 1000, holds: [], command: 'x \u202egnp.exe' },
  ],
  settings: { 'ipv4/ip_local_port_range': '32768 60999' },
  users: { 0: 'root', 26: 'postgres', 101: 'systemd-resolve', 110: 'redis', 998: 'node-exp', 1000: 'ada' },
  bootTime: 1_795_000_000,
};

/** As many sockets as a busy proxy has. */
export function manySockets(count: number): Machine {
  const ends = Array.from({ length: count }, (_, at) => ({
    local: `10.${(at >> 14) & 3}.7.3:${1024 + (at % 16_384)}`,
    remote: `10.9.${(at >> 8) & 255}.${at & 255}:443`,
    state: ESTABLISHED,
    inode: 10_000 + at,
    uid: 33,
  }));
  const workers = Array.from({ length: 16 }, (_, worker) => ({
    pid: 5000 + worker,
    name: 'haproxy',
    uid: 33,
    command: `/usr/sbin/haproxy -W -sf ${worker}`,
    holds: ends.filter((_end, at) => at % 16 === worker).map(({ inode }) => inode),
  }));
  return { ...DB_3, tcp: [...(DB_3.tcp ?? []), ...ends], processes: [...(DB_3.processes ?? []), ...workers] };
}
