import { tcp, type LabServer } from './lab-server.ts';

const config = (match: string): string => `listen on 0.0.0.0 port 25 hostname lab.example
listen on :: port 25 hostname lab.example
action "out" relay
match from local for any action "out"
match ${match} for any action "out"
`;

function opensmtpd(name: string, about: string, match: string, expect: LabServer['expect']): LabServer {
  return {
    name,
    about,
    packages: ['opensmtpd'],
    services: [tcp(25, 'smtp', 'OpenSMTPD')],
    users: [
      { name: 'opensmtpd', uid: 909, home: '/var/lib/opensmtpd/empty' },
      { name: 'opensmtpq', uid: 910 },
    ],
    files: [{ path: '/etc/lab-smtpd.conf', content: config(match) }],
    prepare: 'mkdir -p /var/lib/opensmtpd/empty\nmkdir -p -m 711 /var/spool/smtpd\nchmod 711 /var/spool/smtpd',
    start: 'smtpd -d -f /etc/lab-smtpd.conf',
    expect,
  };
}

export const OPENSMTPD = [
  opensmtpd('opensmtpd-v', 'an open relay', 'from any', {
    'smtp.open-relay': 'exposed',
    'smtp.vrfy-expn': 'not-exposed',
  }),
  opensmtpd('opensmtpd-h', 'relays for its own host, and for those who log in', 'auth from any', {
    'smtp.open-relay': 'not-exposed',
    'smtp.vrfy-expn': 'not-exposed',
  }),
];
