import { CERTIFICATE, CERTIFICATE_KEY, MAKE_CERTIFICATE } from './certificate.ts';
import { tcp, type LabServer } from './lab-server.ts';

interface Rules {
  /** A list of hosts that may relay. */
  readonly relayFrom: string;
  /** When AUTH is offered. */
  readonly offerAuth: string;
  readonly tls: string;
}

const config = ({ relayFrom, offerAuth, tls }: Rules): string => `primary_hostname = lab.example
spool_directory = /srv/exim
log_file_path = /srv/exim/%slog
${tls}
domainlist local_domains = lab.example
hostlist relay_from_hosts = ${relayFrom}
acl_smtp_rcpt = acl_rcpt
begin acl
acl_rcpt:
  accept hosts = +relay_from_hosts
  accept domains = +local_domains
  accept authenticated = *
  deny message = relay not permitted
begin routers
hole:
  driver = redirect
  data = :blackhole:
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_advertise_condition = ${offerAuth}
  server_prompts = :
  server_condition = \${if and {{eq{$auth2}{alice}}{eq{$auth3}{labpass}}}}
  server_set_id = $auth2
`;

const OPEN: Rules = { relayFrom: '*', offerAuth: 'true', tls: 'tls_advertise_hosts =' };

const HARDENED: Rules = {
  relayFrom: '127.0.0.1 : ::1',
  offerAuth: '${if def:tls_in_cipher}',
  tls: `tls_advertise_hosts = *\ntls_certificate = ${CERTIFICATE}\ntls_privatekey = ${CERTIFICATE_KEY}`,
};

function exim4(name: string, about: string, rules: Rules, expect: LabServer['expect']): LabServer {
  return {
    name,
    about,
    packages: ['exim4-daemon-light', 'exim4-base', 'openssl'],
    services: [tcp(25, 'smtp', 'Exim', 'exim4-daemon-light')],
    users: [{ name: 'Debian-exim', uid: 908, home: '/srv/exim' }],
    files: [{ path: '/etc/lab-exim.conf', content: config(rules) }],
    prepare: `mkdir /srv/exim
${MAKE_CERTIFICATE}
chown Debian-exim:Debian-exim /srv/exim ${CERTIFICATE_KEY}`,
    start: 'exim4 -C /etc/lab-exim.conf -bdf -oX 25',
    expect,
  };
}

export const EXIM4 = [
  exim4('exim4-v', 'an open relay: every address may relay; asks for passwords in clear text', OPEN, {
    'smtp.cleartext-auth': 'exposed',
    'smtp.open-relay': 'exposed',
    'smtp.vrfy-expn': 'not-exposed',
  }),
  exim4('exim4-h', 'relays for its own host only, takes passwords over TLS only', HARDENED, {
    'smtp.cleartext-auth': 'not-exposed',
    'smtp.open-relay': 'not-exposed',
    'smtp.vrfy-expn': 'not-exposed',
  }),
];
