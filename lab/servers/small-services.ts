import { tcp, udp, type LabServer } from './lab-server.ts';

const NAMES = ['echo', 'discard', 'daytime', 'chargen', 'time'];

const SERVICES = [
  tcp(7, 'echo'),
  udp(7, 'echo'),
  tcp(9, 'discard'),
  udp(9, 'discard'),
  tcp(13, 'daytime'),
  udp(13, 'daytime'),
  tcp(19, 'chargen'),
  udp(19, 'chargen'),
  tcp(37, 'time'),
  udp(37, 'time'),
];

const EXPOSED: LabServer['expect'] = {
  'small.echo': 'exposed',
  'small.echo-udp': 'exposed',
  'small.chargen': 'exposed',
  'small.chargen-udp': 'exposed',
  'small.daytime': 'exposed',
  'small.daytime-udp': 'exposed',
  'small.time': 'exposed',
  'small.time-udp': 'exposed',
};

const INETD_LINES = NAMES.map(
  (name) => `${name} stream tcp nowait root internal\n${name} dgram udp wait root internal\n`,
).join('');

const xinetdBlock = (name: string, transport: 'tcp' | 'udp'): string => `service ${name}
{
  type = INTERNAL
  id = ${name}-${transport}
  socket_type = ${transport === 'tcp' ? 'stream' : 'dgram'}
  protocol = ${transport}
  user = root
  wait = ${transport === 'tcp' ? 'no' : 'yes'}
  disable = no
}
`;

const XINETD_CONF = `${NAMES.map((name) => xinetdBlock(name, 'tcp') + xinetdBlock(name, 'udp')).join('')}service tcpmux
{
  type = INTERNAL
  id = tcpmux
  socket_type = stream
  protocol = tcp
  user = root
  wait = no
  disable = no
}
`;

/** openbsd-inetd keeps silent over UDP towards loopback and towards low ports; xinetd answers chargen with 1,024 bytes. */
export const SMALL_SERVICES: readonly LabServer[] = [
  {
    name: 'small-openbsd-inetd',
    about: 'echo, discard, daytime, chargen and time of openbsd-inetd, over TCP and UDP',
    packages: ['openbsd-inetd'],
    services: SERVICES,
    files: [{ path: '/etc/lab-inetd.conf', content: INETD_LINES }],
    start: 'inetd -i /etc/lab-inetd.conf',
    small: true,
    expect: EXPOSED,
  },
  {
    name: 'small-xinetd',
    about: 'the same and tcpmux of xinetd',
    packages: ['xinetd'],
    services: [...SERVICES, tcp(1, 'tcpmux')],
    files: [{ path: '/etc/lab-xinetd.conf', content: XINETD_CONF }],
    start: 'xinetd -dontfork -f /etc/lab-xinetd.conf',
    small: true,
    expect: { ...EXPOSED, 'tcpmux.open': 'exposed' },
  },
  {
    name: 'small-inetutils-inetd',
    about: 'the same of inetutils; its tcpmux lists its services',
    packages: ['inetutils-inetd'],
    services: [...SERVICES, tcp(1, 'tcpmux')],
    files: [
      {
        path: '/etc/lab-inetd.conf',
        content: `${INETD_LINES}tcpmux stream tcp nowait root internal\ntcpmux/lab stream tcp nowait root /bin/true true\n`,
      },
    ],
    start: 'inetutils-inetd -d /etc/lab-inetd.conf',
    isIPv4Only: true,
    expect: { ...EXPOSED, 'tcpmux.open': 'exposed' },
  },
];
