import type { Check } from '../check.ts';
import { corbaIiop } from './corba-iiop.ts';
import { dhcpRogue } from './dhcp-rogue.ts';
import { dnsAxfr } from './dns-axfr.ts';
import { dnsRecursion } from './dns-recursion.ts';
import { dnsVersion } from './dns-version.ts';
import { dockerApi } from './docker-api.ts';
import { elasticsearchOpen } from './elasticsearch-open.ts';
import { etcdOpen } from './etcd-open.ts';
import { fingerList } from './finger-list.ts';
import { fingerUser } from './finger-user.ts';
import { ftpAnonymous } from './ftp-anonymous.ts';
import { ftpCleartext } from './ftp-cleartext.ts';
import { ftpUpload } from './ftp-upload.ts';
import { ftpWritable } from './ftp-writable.ts';
import { httpBanner } from './http-banner.ts';
import { httpOpenProxy } from './http-open-proxy.ts';
import { imapCleartext } from './imap-cleartext.ts';
import { iso102 } from './iso-102.ts';
import { ldapAnonymous } from './ldap-anonymous.ts';
import { memcachedOpen } from './memcached-open.ts';
import { memcachedUdp } from './memcached-udp.ts';
import { mongodbOpen } from './mongodb-open.ts';
import { netbiosNames } from './netbios-names.ts';
import { nfsExports } from './nfs-exports.ts';
import { ntpControl } from './ntp-control.ts';
import { ntpMonlist } from './ntp-monlist.ts';
import { pop3Cleartext } from './pop3-cleartext.ts';
import { redisOpen } from './redis-open.ts';
import { rpcbindOpen } from './rpcbind-open.ts';
import { rsyncModules } from './rsync-modules.ts';
import { smallChargen, smallChargenUdp } from './small-chargen.ts';
import { smallDaytime, smallDaytimeUdp } from './small-daytime.ts';
import { smallEcho, smallEchoUdp } from './small-echo.ts';
import { smallTime, smallTimeUdp } from './small-time.ts';
import { smtpCleartextAuth } from './smtp-cleartext-auth.ts';
import { smtpOpenRelay } from './smtp-open-relay.ts';
import { smtpVrfyExpn } from './smtp-vrfy-expn.ts';
import { socksOpenProxy } from './socks-open-proxy.ts';
import { sqlMssqlBrowser } from './sql-mssql-browser.ts';
import { sqlMssql } from './sql-mssql.ts';
import { sqlMysql } from './sql-mysql.ts';
import { sqlPostgresql } from './sql-postgresql.ts';
import { sshAlgorithms } from './ssh-algorithms.ts';
import { sshProtocol1 } from './ssh-protocol1.ts';
import { tcpmuxOpen } from './tcpmux-open.ts';
import { telnetCleartext } from './telnet-cleartext.ts';
import { tftpRead } from './tftp-read.ts';
import { tftpWrite } from './tftp-write.ts';
import { vncNone } from './vnc-none.ts';
import { winsReplication } from './wins-replication.ts';
import { x11Open } from './x11-open.ts';
import { zookeeperOpen } from './zookeeper-open.ts';

/** Every check, by id. A test asks that each file of this folder is here. */
export const CHECKS = [
  corbaIiop,
  dhcpRogue,
  dnsAxfr,
  dnsRecursion,
  dnsVersion,
  dockerApi,
  elasticsearchOpen,
  etcdOpen,
  fingerList,
  fingerUser,
  ftpAnonymous,
  ftpCleartext,
  ftpUpload,
  ftpWritable,
  httpBanner,
  httpOpenProxy,
  imapCleartext,
  iso102,
  ldapAnonymous,
  memcachedOpen,
  memcachedUdp,
  mongodbOpen,
  netbiosNames,
  nfsExports,
  ntpControl,
  ntpMonlist,
  pop3Cleartext,
  redisOpen,
  rpcbindOpen,
  rsyncModules,
  smallChargen,
  smallChargenUdp,
  smallDaytime,
  smallDaytimeUdp,
  smallEcho,
  smallEchoUdp,
  smallTime,
  smallTimeUdp,
  smtpCleartextAuth,
  smtpOpenRelay,
  smtpVrfyExpn,
  socksOpenProxy,
  sqlMssql,
  sqlMssqlBrowser,
  sqlMysql,
  sqlPostgresql,
  sshAlgorithms,
  sshProtocol1,
  tcpmuxOpen,
  telnetCleartext,
  tftpRead,
  tftpWrite,
  vncNone,
  winsReplication,
  x11Open,
  zookeeperOpen,
] as const satisfies readonly Check[];

/** The id of one of them. */
export type CheckId = (typeof CHECKS)[number]['description']['id'];
