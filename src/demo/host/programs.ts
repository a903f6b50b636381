/** A program that runs on the host, and where it listens: `tcp 0.0.0.0 22`. */
export interface DemoProgram {
  readonly pid: number;
  readonly name: string;
  readonly uid: number;
  readonly command: string;
  readonly executable: string;
  readonly unit?: string;
  /** Before the beginning of the demonstration, in seconds. */
  readonly age: number;
  readonly listens: readonly string[];
}

const HOUR = 3600;
const DAY = 24 * HOUR;
/** How long the host has been up. */
export const UPTIME = 41 * DAY;

/** Login names by uid. */
export const USERS: Readonly<Record<number, string>> = {
  0: 'root',
  26: 'postgres',
  33: 'www-data',
  101: 'systemd-resolve',
  103: '_chrony',
  104: 'avahi',
  108: 'memcache',
  110: 'redis',
  112: 'Debian-snmp',
  998: 'node-exp',
  1000: 'ada',
};

const SERVICES: readonly DemoProgram[] = [
  service(1, 'systemd', 0, '/sbin/init', []),
  service(
    410,
    'systemd-resolve',
    101,
    '/usr/lib/systemd/systemd-resolved',
    ['tcp 127.0.0.53 53', 'udp 127.0.0.53 53'],
    'systemd-resolved',
  ),
  service(431, 'chronyd', 103, '/usr/sbin/chronyd -F 1', ['udp 127.0.0.1 323'], 'chrony'),
  service(455, 'dhclient', 0, '/usr/sbin/dhclient -4 eth0', ['udp 0.0.0.0 68'], 'ifup@eth0'),
  service(520, 'avahi-daemon', 104, '/usr/sbin/avahi-daemon -s', ['udp 0.0.0.0 5353'], 'avahi-daemon'),
  service(620, 'sshd', 0, '/usr/sbin/sshd -D', ['tcp 0.0.0.0 22', 'tcp :: 22'], 'ssh'),
  service(700, 'cupsd', 0, '/usr/sbin/cupsd -l', ['tcp 127.0.0.1 631', 'tcp ::1 631'], 'cups'),
  service(735, 'rpcbind', 0, '/usr/sbin/rpcbind -f -w', ['tcp 0.0.0.0 111', 'udp 0.0.0.0 111'], 'rpcbind'),
  service(
    812,
    'postgres',
    26,
    '/usr/lib/postgresql/17/bin/postgres -D /var/lib/postgresql/17/main',
    ['tcp 0.0.0.0 5432', 'tcp :: 5432'],
    'postgresql@17-main',
    12 * DAY,
  ),
  service(
    826,
    'pgbouncer',
    26,
    '/usr/sbin/pgbouncer /etc/pgbouncer/pgbouncer.ini',
    ['tcp 127.0.0.1 6432'],
    'pgbouncer',
    12 * DAY,
  ),
  service(
    840,
    'redis-server',
    110,
    '/usr/bin/redis-server 0.0.0.0:6379',
    ['tcp 0.0.0.0 6379'],
    'redis-server',
    3 * DAY,
  ),
  service(860, 'memcached', 108, '/usr/bin/memcached -m 64 -l 127.0.0.1', ['tcp 127.0.0.1 11211'], 'memcached'),
  service(
    880,
    'nginx',
    33,
    'nginx: worker process',
    ['tcp 0.0.0.0 80', 'tcp :: 80', 'tcp 0.0.0.0 443', 'tcp :: 443'],
    'nginx',
    9 * DAY,
  ),
  service(
    905,
    'node_exporter',
    998,
    '/usr/bin/prometheus-node-exporter',
    ['tcp 192.168.7.3 9100'],
    'prometheus-node-exporter',
  ),
  service(918, 'snmpd', 112, '/usr/sbin/snmpd -LOw -f', ['udp 127.0.0.1 161'], 'snmpd'),
  service(930, 'inetd', 0, '/usr/sbin/inetd -i', ['udp 0.0.0.0 19'], 'inetd'),
  service(948, 'master', 0, '/usr/lib/postfix/sbin/master -w', ['tcp 127.0.0.1 25'], 'postfix@-'),
];

/** What somebody started by hand, two hours ago and last night. */
const BY_HAND: readonly DemoProgram[] = [
  {
    pid: 22_104,
    name: 'node',
    uid: 1000,
    command: 'node --inspect /srv/app/server.js',
    executable: '/usr/bin/node',
    age: 2 * HOUR,
    listens: ['tcp 127.0.0.1 9229', 'tcp 192.168.7.3 8080'],
  },
  {
    pid: 23_771,
    name: 'python3',
    uid: 1000,
    command: 'python3 -m http.server 8000 --directory /srv/dumps',
    executable: '/usr/bin/python3.13',
    age: 5 * HOUR,
    listens: ['tcp 0.0.0.0 8000'],
  },
];

/** Ends and starts again every some seconds, as a server under development does. */
export const RESTARTING: DemoProgram = {
  pid: 24_002,
  name: 'node',
  uid: 1000,
  command: 'node /srv/app/node_modules/.bin/vite',
  executable: '/usr/bin/node',
  age: 0,
  listens: ['tcp 127.0.0.1 5173'],
};

export const PROGRAMS: readonly DemoProgram[] = [...SERVICES, ...BY_HAND];

function service(
  pid: number,
  name: string,
  uid: number,
  command: string,
  listens: readonly string[],
  unit?: string,
  age = UPTIME - 60,
): DemoProgram {
  const executable = command.startsWith('nginx:') ? '/usr/sbin/nginx' : (command.split(' ', 1)[0] ?? '');
  return { pid, name, uid, command, executable, listens, age, ...(unit !== undefined && { unit: `${unit}.service` }) };
}
