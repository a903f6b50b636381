import { CERTIFICATE, CERTIFICATE_KEY, MAKE_CERTIFICATE } from './certificate.ts';
import { tcp, type LabServer } from './lab-server.ts';
import { LAB_FTP, makeFtpFolder } from './ftp-folder.ts';

const BASE = `listen_ipv6=YES
listen_port=21
background=NO
local_enable=NO
secure_chroot_dir=/srv/empty
`;

const ANONYMOUS = `${BASE}anonymous_enable=YES
ftp_username=ftp
anon_root=${LAB_FTP}
`;

const WRITABLE = `${ANONYMOUS}write_enable=YES
anon_upload_enable=YES
anon_mkdir_write_enable=YES
`;

const USERS_ONLY = BASE.replace('local_enable=NO', 'local_enable=YES').concat('anonymous_enable=NO\n');

function vsftpd(name: string, about: string, config: string, expect: LabServer['expect']): LabServer {
  const tls = config.includes('ssl_enable=YES');
  return {
    name,
    about,
    packages: tls ? ['vsftpd', 'openssl'] : ['vsftpd'],
    services: [tcp(21, 'ftp', 'vsftpd', 'vsftpd')],
    users: [{ name: 'ftp', uid: 901, home: LAB_FTP }],
    files: [{ path: '/etc/vsftpd.conf', content: config }],
    prepare: `mkdir /srv/empty\n${makeFtpFolder('ftp')}\n${tls ? MAKE_CERTIFICATE : ''}`,
    start: 'vsftpd /etc/vsftpd.conf',
    small: true,
    expect,
  };
}

const TLS_ONLY = `${USERS_ONLY}ssl_enable=YES
ssl_ciphers=HIGH
force_local_logins_ssl=YES
force_local_data_ssl=YES
rsa_cert_file=${CERTIFICATE}
rsa_private_key_file=${CERTIFICATE_KEY}
`;

/** Of the folder modes alone nobody can tell the first two apart: what the server allows is asked of the server. */
export const VSFTPD = [
  vsftpd('vsftpd-v', 'anonymous FTP, a folder anybody can write to', WRITABLE, {
    'ftp.anonymous': 'exposed',
    'ftp.writable': 'exposed',
    'ftp.cleartext': 'exposed',
  }),
  vsftpd(
    'vsftpd-ro',
    'anonymous FTP, read-only though the modes of the folder say otherwise',
    `${ANONYMOUS}write_enable=NO\n`,
    {
      'ftp.anonymous': 'exposed',
      'ftp.writable': 'not-exposed',
      'ftp.cleartext': 'exposed',
    },
  ),
  vsftpd('vsftpd-h', 'FTP for users of the system only', USERS_ONLY, {
    'ftp.anonymous': 'not-exposed',
    'ftp.writable': 'not-exposed',
    'ftp.cleartext': 'exposed',
  }),
  vsftpd('vsftpd-tls', 'FTP for users of the system, over TLS only', TLS_ONLY, {
    'ftp.anonymous': 'not-exposed',
    'ftp.writable': 'not-exposed',
    'ftp.cleartext': 'not-exposed',
  }),
];
