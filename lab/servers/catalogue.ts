import { BIND9 } from './bind9.ts';
import { CORBA } from './corba.ts';
import { DHCP } from './dhcp.ts';
import { DOVECOT } from './dovecot.ts';
import { FINGER } from './finger.ts';
import { HTTP_PROXIES } from './http-proxies.ts';
import { KEY_VALUE_STORES } from './key-value-stores.ts';
import type { LabServer } from './lab-server.ts';
import { POSTFIX } from './postfix.ts';
import { PROFTPD } from './proftpd.ts';
import { SMALL_SERVICES } from './small-services.ts';
import { SSH } from './ssh.ts';
import { TELNET } from './telnet.ts';
import { TFTPD_HPA } from './tftpd-hpa.ts';
import { UNBOUND } from './unbound.ts';
import { VSFTPD } from './vsftpd.ts';

/** Every server of the lab. */
export const SERVERS: readonly LabServer[] = [
  ...VSFTPD,
  ...PROFTPD,
  ...POSTFIX,
  ...BIND9,
  ...UNBOUND,
  ...TFTPD_HPA,
  ...FINGER,
  ...SMALL_SERVICES,
  ...TELNET,
  ...DOVECOT,
  ...HTTP_PROXIES,
  ...SSH,
  ...DHCP,
  ...CORBA,
  ...KEY_VALUE_STORES,
];
