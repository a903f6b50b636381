import { certain, likely, type Recognition } from '../heard.ts';
import { ascii, type Protocol } from '../protocol.ts';

/** FTP, SMTP and NNTP begin with a number (RFC 959 4.2, RFC 5321 4.2, RFC 3977 3.2); 220 is FTP's and SMTP's alike. */
const READY = /^(?:220|421|554|120)[ -]/;
/** RFC 5321 section 4.3.1 has servers put the name of the protocol into the greeting; hardly any FTP server is as clear. */
const SAYS_SMTP = /\bE?SMTP\b/i;
const SAYS_FTP = /ftp/i;

export const FTP: Protocol = {
  service: 'ftp',
  ports: [21, 990, 2121, 2122],
  doesGreet: true,
  // RFC 2389: a list of extensions, which begins with 211. Where there is none, SMTP says no in the same words.
  question: () => ascii('FEAT\r\n'),
  recognise: ({ text, asked, port }) => {
    if (asked === 'ftp' && /^211[ -]/.test(text)) return certain('ftp');
    if (!READY.test(text) || SAYS_SMTP.test(text) || text.startsWith('554')) return null;
    return answer('ftp', text, SAYS_FTP.test(text), FTP.ports.includes(port));
  },
};

export const SMTP: Protocol = {
  service: 'smtp',
  ports: [25, 465, 587, 2525, 2526],
  doesGreet: true,
  question: () => ascii('EHLO portolan.invalid\r\n'),
  recognise: ({ text, asked, port }) => {
    if (asked === 'smtp' && /^250[ -]/.test(text)) return certain('smtp');
    if (!READY.test(text) || text.startsWith('120')) return null;
    return answer('smtp', text, SAYS_SMTP.test(text), SMTP.ports.includes(port) && !SAYS_FTP.test(text));
  },
};

export const NNTP: Protocol = {
  service: 'nntp',
  ports: [119, 433, 563],
  doesGreet: true,
  question: () => ascii('CAPABILITIES\r\n'),
  recognise: ({ text, asked, port }) => {
    if (asked === 'nntp' && /^101[ -]/.test(text)) return certain('nntp');
    if (!/^(?:20[01]|400|502)[ -]/.test(text)) return null;
    return answer('nntp', text, /\bNNTP|\bInterNetNews|\bnnrpd|news/i.test(text), NNTP.ports.includes(port));
  },
};

function answer(service: string, text: string, isSaid: boolean, isUsualPort: boolean): Recognition | null {
  if (isSaid) return certain(service, ['greeting', text]);
  return isUsualPort ? likely(service, ['greeting', text]) : null;
}
