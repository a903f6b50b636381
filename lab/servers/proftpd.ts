import { LAB_FTP, makeFtpFolder } from './ftp-folder.ts';
import { tcp, type LabServer } from './lab-server.ts';

const BASE = `ServerName "lab"
ServerType standalone
Port 21
User ftp
Group nogroup
PidFile /run/proftpd.pid
ScoreboardFile /run/proftpd.score
DelayTable none
UseReverseDNS off
TransferLog none
WtmpLog none
AuthPAM off
ModulePath /usr/lib/proftpd
`;

const ANONYMOUS = `<Anonymous ${LAB_FTP}>
  User ftp
  Group nogroup
  UserAlias anonymous ftp
  RequireValidShell off
</Anonymous>
`;

const READ_ONLY = ANONYMOUS.replace('</Anonymous>', '  <Limit WRITE>\n    DenyAll\n  </Limit>\n</Anonymous>');

function proftpd(name: string, about: string, config: string, expect: LabServer['expect']): LabServer {
  return {
    name,
    about,
    packages: ['proftpd-core'],
    // The greeting names the product and no version.
    services: [tcp(21, 'ftp', 'ProFTPD')],
    users: [{ name: 'ftp', uid: 901, home: LAB_FTP }],
    files: [{ path: '/etc/proftpd-lab.conf', content: config }],
    prepare: makeFtpFolder('ftp'),
    start: 'proftpd -n -q -c /etc/proftpd-lab.conf',
    small: true,
    expect,
  };
}

export const PROFTPD = [
  proftpd('proftpd-v', 'anonymous FTP, a folder anybody can write to; MLST says so', BASE + ANONYMOUS, {
    'ftp.anonymous': 'exposed',
    'ftp.writable': 'exposed',
    'ftp.cleartext': 'exposed',
  }),
  proftpd('proftpd-ro', 'anonymous FTP, writing denied though the modes of the folder allow it', BASE + READ_ONLY, {
    'ftp.anonymous': 'exposed',
    'ftp.writable': 'not-exposed',
    'ftp.cleartext': 'exposed',
  }),
  proftpd('proftpd-h', 'no anonymous FTP', BASE, {
    'ftp.anonymous': 'not-exposed',
    'ftp.writable': 'not-exposed',
    'ftp.cleartext': 'exposed',
  }),
];
