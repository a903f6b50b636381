import { CERTIFICATE, CERTIFICATE_KEY, MAKE_CERTIFICATE } from './certificate.ts';
import { tcp, type LabServer } from './lab-server.ts';

const config = (tls: string): string => `protocols = pop3 imap
base_dir = /run/dovecot
log_path = /dev/stderr
listen = *, ::
${tls}auth_mechanisms = plain login
mail_location = maildir:/srv/mail/%u
passdb {
  driver = static
  args = password=labpass
}
userdb {
  driver = static
  args = uid=mail gid=mail home=/srv/mail/%u
}
`;

const PLAIN = 'ssl = no\ndisable_plaintext_auth = no\n';
const TLS = `ssl = required
ssl_cert = <${CERTIFICATE}
ssl_key = <${CERTIFICATE_KEY}
disable_plaintext_auth = yes
`;

const CLEAR_PORTS = [tcp(110, 'pop3', 'Dovecot'), tcp(143, 'imap', 'Dovecot')];
const TLS_PORTS = [tcp(993, 'imaps', 'Dovecot'), tcp(995, 'pop3s', 'Dovecot')];

function dovecot(
  name: string,
  about: string,
  tls: string,
  services: LabServer['services'],
  expect: LabServer['expect'],
): LabServer {
  return {
    name,
    about,
    packages: ['dovecot-pop3d', 'dovecot-imapd', 'openssl'],
    services,
    users: [
      { name: 'dovecot', uid: 905 },
      { name: 'dovenull', uid: 906 },
    ],
    files: [{ path: '/etc/lab-dovecot.conf', content: config(tls) }],
    prepare: `mkdir -p /srv/mail /run/dovecot
chown mail /srv/mail
${MAKE_CERTIFICATE}`,
    start: 'dovecot -F -c /etc/lab-dovecot.conf',
    small: true,
    expect,
  };
}

/** The hardened one takes clear text from loopback and its own address: only an outside view shows that it is. */
export const DOVECOT = [
  dovecot('dovecot-v', 'POP3 and IMAP with passwords in clear text and no TLS', PLAIN, CLEAR_PORTS, {
    'pop3.cleartext': 'exposed',
    'imap.cleartext': 'exposed',
  }),
  dovecot('dovecot-h', 'POP3 and IMAP with passwords over TLS only', TLS, [...CLEAR_PORTS, ...TLS_PORTS], {
    'pop3.cleartext': 'not-exposed',
    'imap.cleartext': 'not-exposed',
  }),
];
