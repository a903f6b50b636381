import { CERTIFICATE_WITH_KEY, MAKE_CERTIFICATE } from './certificate.ts';
import { tcp, type LabServer } from './lab-server.ts';

const INETD = '/etc/lab-inetd.conf';

export const TELNET: readonly LabServer[] = [
  {
    name: 'telnetd-v',
    about: 'asks for name and password in clear text, though it offers AUTH and ENCRYPT',
    packages: ['inetutils-telnetd', 'openbsd-inetd'],
    services: [tcp(23, 'telnet')],
    files: [{ path: INETD, content: 'telnet stream tcp nowait root /usr/sbin/telnetd telnetd' }],
    start: `inetd -i ${INETD}`,
    small: true,
    expect: { 'telnet.cleartext': 'exposed' },
  },
  {
    name: 'telnetd-ssl-h',
    about: 'talks to nobody without TLS',
    packages: ['telnetd-ssl', 'openbsd-inetd', 'openssl'],
    services: [tcp(23, 'telnet')],
    users: [{ name: 'telnetd-ssl', uid: 904 }],
    files: [
      {
        path: INETD,
        content: `telnet stream tcp nowait root /usr/sbin/in.telnetd in.telnetd -z secure -z cert=${CERTIFICATE_WITH_KEY}`,
      },
    ],
    prepare: MAKE_CERTIFICATE,
    start: `inetd -i ${INETD}`,
    expect: { 'telnet.cleartext': 'not-exposed' },
  },
];
