import { certain, likely } from '../heard.ts';
import { ascii, type Protocol } from '../protocol.ts';

/** RFC 1939 section 4: a POP3 server begins with +OK. */
export const POP3: Protocol = {
  service: 'pop3',
  ports: [110, 995],
  doesGreet: true,
  recognise: ({ text, asked }) =>
    asked !== 'redis' && /^\+OK\b/.test(text) ? certain('pop3', ['greeting', text]) : null,
};

/** RFC 9051 section 7.1. */
export const IMAP: Protocol = {
  service: 'imap',
  ports: [143, 993],
  doesGreet: true,
  recognise: ({ text }) => (/^\* (?:OK|PREAUTH|BYE)\b/.test(text) ? certain('imap', ['greeting', text]) : null),
};

/** RFC 4253 section 4.2: other lines may stand before the identification. */
export const SSH: Protocol = {
  service: 'ssh',
  ports: [22, 2222],
  doesGreet: true,
  recognise: ({ text }) => {
    const line = text.split('\n').find((one) => /^SSH-\d\.\d+-/.test(one));
    return line === undefined ? null : certain('ssh', ['greeting', line.trimEnd()]);
  },
};

/** RFC 6143 section 7.1.1: the greeting names the version of the protocol, and nothing else. */
export const VNC: Protocol = {
  service: 'vnc',
  ports: [5900, 5901, 5902, 5903],
  doesGreet: true,
  recognise: ({ text }) => (/^RFB \d{3}\.\d{3}\n/.test(text) ? certain('vnc', ['greeting', text]) : null),
};

/** Its manual page rsyncd.conf(5), and clientserver.c of its source: the greeting names the version of the protocol. */
export const RSYNC: Protocol = {
  service: 'rsync',
  ports: [873],
  doesGreet: true,
  recognise: ({ text }) => (/^@RSYNCD: \d+/.test(text) ? certain('rsync', ['greeting', text]) : null),
};

/** RFC 2812 sections 2.3.1, 2.4: a prefix, a number of three digits or NOTICE, and whom it is for. */
export const IRC: Protocol = {
  service: 'irc',
  ports: [6667, 6668, 6669, 6697],
  doesGreet: true,
  question: () => ascii('VERSION\r\n'),
  recognise: ({ text }) => {
    if (/^:[^\s:]{1,100} (?:\d{3}|NOTICE) \S+ /.test(text)) return certain('irc', ['answer', text]);
    return /^NOTICE (?:AUTH|\*) :/.test(text) ? certain('irc', ['answer', text]) : null;
  },
};

/** RFC 5804 section 1.7: the greeting is a list of capabilities, of which IMPLEMENTATION has to be there. */
export const SIEVE: Protocol = {
  service: 'sieve',
  ports: [4190],
  doesGreet: true,
  recognise: ({ text }) => {
    if (!/^"(?:IMPLEMENTATION|SIEVE|VERSION|SASL|STARTTLS)"/i.test(text)) return null;
    return /^"IMPLEMENTATION" /im.test(text)
      ? certain('sieve', ['greeting', text])
      : likely('sieve', ['greeting', text]);
  },
};
