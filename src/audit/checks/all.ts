import type { Check } from '../check.ts';
import { dnsAxfr } from './dns-axfr.ts';
import { dnsRecursion } from './dns-recursion.ts';
import { dnsVersion } from './dns-version.ts';
import { fingerList } from './finger-list.ts';
import { netbiosNames } from './netbios-names.ts';
import { tftpRead } from './tftp-read.ts';
import { tftpWrite } from './tftp-write.ts';
import { winsReplication } from './wins-replication.ts';

/** Every check, by id. A test asks that each file of this folder is here. */
export const CHECKS: readonly Check[] = [
  dnsAxfr,
  dnsRecursion,
  dnsVersion,
  fingerList,
  netbiosNames,
  tftpRead,
  tftpWrite,
  winsReplication,
];
