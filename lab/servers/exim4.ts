import { tcp, type LabServer } from './lab-server.ts';

const config = (relayFrom: string): string => `primary_hostname = lab.example
spool_directory = /srv/exim
log_file_path = /srv/exim/%slog
tls_advertise_hosts =
domainlist local_domains = lab.example
hostlist relay_from_hosts = ${relayFrom}
acl_smtp_rcpt = acl_rcpt
begin acl
acl_rcpt:
  accept hosts = +relay_from_hosts
  accept domains = +local_domains
  deny message = relay not permitted
begin routers
hole:
  driver = redirect
  data = :blackhole:
`;

function exim4(name: string, about: string, relayFrom: string, expect: LabServer['expect']): LabServer {
  return {
    name,
    about,
    packages: ['exim4-daemon-light', 'exim4-base'],
    services: [tcp(25, 'smtp', 'Exim', 'exim4-daemon-light')],
    users: [{ name: 'Debian-exim', uid: 908, home: '/srv/exim' }],
    files: [{ path: '/etc/lab-exim.conf', content: config(relayFrom) }],
    prepare: 'mkdir /srv/exim\nchown Debian-exim:Debian-exim /srv/exim',
    start: 'exim4 -C /etc/lab-exim.conf -bdf -oX 25',
    expect,
  };
}

export const EXIM4 = [
  exim4('exim4-v', 'an open relay: every address may relay', '*', {
    'smtp.open-relay': 'exposed',
    'smtp.vrfy-expn': 'not-exposed',
  }),
  exim4('exim4-h', 'relays for its own host only', '127.0.0.1 : ::1', {
    'smtp.open-relay': 'not-exposed',
    'smtp.vrfy-expn': 'not-exposed',
  }),
];
