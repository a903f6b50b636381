import { LAB_FTP, makeFtpFolder } from './ftp-folder.ts';
import { tcp, type LabServer } from './lab-server.ts';

function pureFtpd(name: string, about: string, args: string, expect: LabServer['expect']): LabServer {
  return {
    name,
    about,
    packages: ['pure-ftpd', 'pure-ftpd-common'],
    services: [tcp(21, 'ftp', 'Pure-FTPd')],
    users: [{ name: 'ftp', uid: 901, home: LAB_FTP }],
    prepare: `${makeFtpFolder('ftp')}\nmkdir -p /run/pure-ftpd`,
    start: `pure-ftpd -S ,21 ${args}`,
    expect,
  };
}

export const PURE_FTPD = [
  pureFtpd('pure-ftpd-v', 'anonymous FTP, and strangers may make folders', '-M', {
    'ftp.anonymous': 'exposed',
    'ftp.writable': 'exposed',
    'ftp.cleartext': 'exposed',
  }),
  pureFtpd('pure-ftpd-ro', 'anonymous FTP without uploads and new folders', '-i', {
    'ftp.anonymous': 'exposed',
    'ftp.writable': 'not-exposed',
    'ftp.cleartext': 'exposed',
  }),
  pureFtpd('pure-ftpd-h', 'no anonymous FTP', '-E', {
    'ftp.anonymous': 'not-exposed',
    'ftp.writable': 'not-exposed',
    'ftp.cleartext': 'exposed',
  }),
];
