import type { Protocol } from '../protocol.ts';
import { DOMAIN } from './domain.ts';
import { IMAP, IRC, POP3, RSYNC, SIEVE, SSH, VNC } from './greetings.ts';
import { HTTP, RTSP, SIP } from './http.ts';
import { AMQP, MQTT } from './messaging.ts';
import { FTP, NNTP, SMTP } from './numbered-greetings.ts';
import { GIOP, GIT, ISO_TSAP, LDAP, RDP, SMB, SOCKS, WINS_REPLICATION, X11 } from './objects.ts';
import { CHARGEN, DAYTIME, ECHO, FINGER, TCPMUX, TIME } from './small-services.ts';
import { MSSQL, MYSQL, POSTGRESQL } from './sql.ts';
import { MEMCACHED, MONGODB, REDIS } from './stores.ts';
import { TELNET } from './telnet.ts';

/** Every protocol over TCP. What is heard is shown to them in this order, the strictest forms first. */
export const PROTOCOLS: readonly Protocol[] = [
  ECHO,
  SSH,
  VNC,
  RSYNC,
  HTTP,
  RTSP,
  SIP,
  IMAP,
  POP3,
  SIEVE,
  CHARGEN,
  MYSQL,
  TELNET,
  GIOP,
  SMB,
  DOMAIN,
  POSTGRESQL,
  MSSQL,
  REDIS,
  MEMCACHED,
  MONGODB,
  LDAP,
  X11,
  SOCKS,
  AMQP,
  MQTT,
  WINS_REPLICATION,
  RDP,
  ISO_TSAP,
  GIT,
  IRC,
  SMTP,
  FTP,
  NNTP,
  DAYTIME,
  TIME,
  TCPMUX,
  FINGER,
];
