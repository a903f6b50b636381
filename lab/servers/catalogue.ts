import { ATFTPD } from './atftpd.ts';
import { BIND9 } from './bind9.ts';
import { CORBA } from './corba.ts';
import { DATABASES } from './databases.ts';
import { DHCP } from './dhcp.ts';
import { DOVECOT } from './dovecot.ts';
import { EXIM4 } from './exim4.ts';
import { FINGER } from './finger.ts';
import { HOSTILE } from './hostile.ts';
import { HTTP_PROXIES } from './http-proxies.ts';
import { KEY_VALUE_STORES } from './key-value-stores.ts';
import { KNOT } from './knot.ts';
import type { LabServer } from './lab-server.ts';
import { NSD } from './nsd.ts';
import { OPENSMTPD } from './opensmtpd.ts';
import { POSTFIX } from './postfix.ts';
import { PROFTPD } from './proftpd.ts';
import { PURE_FTPD } from './pure-ftpd.ts';
import { SMALL_SERVICES } from './small-services.ts';
import { SSH } from './ssh.ts';
import { STUBS } from './stubs.ts';
import { TELNET } from './telnet.ts';
import { TFTPD_HPA } from './tftpd-hpa.ts';
import { UNBOUND } from './unbound.ts';
import { VSFTPD } from './vsftpd.ts';
import { WINDOWS_NETWORKING } from './windows-networking.ts';
import { XRDP } from './xrdp.ts';

/** Every server of the lab. */
export const SERVERS: readonly LabServer[] = [
  ...VSFTPD,
  ...PROFTPD,
  ...PURE_FTPD,
  ...POSTFIX,
  ...EXIM4,
  ...OPENSMTPD,
  ...BIND9,
  ...NSD,
  ...KNOT,
  ...UNBOUND,
  ...TFTPD_HPA,
  ...ATFTPD,
  ...FINGER,
  ...SMALL_SERVICES,
  ...TELNET,
  ...DOVECOT,
  ...HTTP_PROXIES,
  ...SSH,
  ...DHCP,
  ...WINDOWS_NETWORKING,
  ...CORBA,
  ...XRDP,
  ...DATABASES,
  ...KEY_VALUE_STORES,
  ...STUBS,
  ...HOSTILE,
];
