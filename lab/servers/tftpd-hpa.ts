import { LAB_FTP, makeFtpFolder } from './ftp-folder.ts';
import { udp, type LabServer } from './lab-server.ts';

function tftpd(name: string, about: string, args: string, expect: LabServer['expect']): LabServer {
  return {
    name,
    about,
    packages: ['tftpd-hpa'],
    services: [udp(69, 'tftp')],
    prepare: makeFtpFolder('nobody'),
    start: `in.tftpd -L -u nobody ${args}`,
    small: true,
    expect,
  };
}

/** Answers come from another port than 69 (RFC 1350, section 4). */
export const TFTPD_HPA = [
  tftpd('tftpd-hpa-v', 'hands out every file the user nobody can read', '/', { 'tftp.read': 'exposed' }),
  tftpd('tftpd-hpa-h', 'hands out one folder', `-s ${LAB_FTP}`, { 'tftp.read': 'not-exposed' }),
];
