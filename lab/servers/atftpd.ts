import { LAB_FTP, makeFtpFolder } from './ftp-folder.ts';
import { udp, type LabServer } from './lab-server.ts';

function atftpd(name: string, about: string, root: string, expect: LabServer['expect']): LabServer {
  return {
    name,
    about,
    packages: ['atftpd'],
    services: [udp(69, 'tftp')],
    prepare: makeFtpFolder('nobody'),
    start: `atftpd --daemon --no-fork --port 69 --logfile - --user nobody.nogroup ${root}`,
    isIPv4Only: true,
    expect,
  };
}

export const ATFTPD = [
  atftpd('atftpd-v', 'hands out every file the user nobody can read', '/', { 'tftp.read': 'exposed' }),
  atftpd('atftpd-h', 'hands out one folder', LAB_FTP, { 'tftp.read': 'not-exposed' }),
];
