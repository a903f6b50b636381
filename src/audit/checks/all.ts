import type { Check } from '../check.ts';
import { fingerList } from './finger-list.ts';
import { fingerUser } from './finger-user.ts';
import { ftpAnonymous } from './ftp-anonymous.ts';
import { ftpCleartext } from './ftp-cleartext.ts';
import { ftpUpload } from './ftp-upload.ts';
import { ftpWritable } from './ftp-writable.ts';
import { httpBanner } from './http-banner.ts';
import { httpOpenProxy } from './http-open-proxy.ts';
import { imapCleartext } from './imap-cleartext.ts';
import { pop3Cleartext } from './pop3-cleartext.ts';
import { smallChargen, smallChargenUdp } from './small-chargen.ts';
import { smallDaytime, smallDaytimeUdp } from './small-daytime.ts';
import { smallEcho, smallEchoUdp } from './small-echo.ts';
import { smallTime, smallTimeUdp } from './small-time.ts';
import { smtpCleartextAuth } from './smtp-cleartext-auth.ts';
import { smtpOpenRelay } from './smtp-open-relay.ts';
import { smtpVrfyExpn } from './smtp-vrfy-expn.ts';
import { socksOpenProxy } from './socks-open-proxy.ts';
import { sshAlgorithms } from './ssh-algorithms.ts';
import { sshProtocol1 } from './ssh-protocol1.ts';
import { tcpmuxOpen } from './tcpmux-open.ts';
import { telnetCleartext } from './telnet-cleartext.ts';

/** Every check, by id. A test asks that each file of this folder is here. */
export const CHECKS: readonly Check[] = [
  fingerList,
  fingerUser,
  ftpAnonymous,
  ftpCleartext,
  ftpUpload,
  ftpWritable,
  httpBanner,
  httpOpenProxy,
  imapCleartext,
  pop3Cleartext,
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
  sshAlgorithms,
  sshProtocol1,
  tcpmuxOpen,
  telnetCleartext,
];
