import { ask, datagram, fromHex, lines, type Sign } from './sign.ts';

const LOGIN = ['USER anonymous', 'PASS lab@example.invalid'];
const LOGGED_IN = /^230[ -]/mu;
const LOGIN_REFUSED = /^530[ -]/mu;

const STORE = [...LOGIN, 'STOR incoming'];
const MAKE = [...LOGIN, 'MKD incoming'];

const RELAY = ['EHLO lab.example.net', 'MAIL FROM:<lab@example.net>', 'RCPT TO:<lab@example.com>'];
const RELAYS_NOT = /^55[04] /mu;

/** The outside listens there and answers with this word: a proxy that is open has fetched it. */
export const CANARY_PORT = 18_080;
export const CANARY_WORD = 'portolan-lab-canary';
const FETCH = [`GET http://10.78.0.1:${CANARY_PORT}/ HTTP/1.0`, ''];
const fetched = (port: number, answer: RegExp): Sign => ({ ...ask(port, [FETCH.join('\r\n')], answer) });

const KEXINIT = ['SSH-2.0-portolan_lab'];
/** The compression algorithms come after all the others, RFC 4253, section 7.1. */
const KEXINIT_END = /none,zlib/u;
const WEAK = /group1-sha1|-cbc|hmac-md5|ssh-rsa/u;

/** Refuses every option (RFC 854), in the rounds a server asks for them. */
const telnet = (rounds: readonly string[], answer: RegExp): Sign => ({
  port: 23,
  transport: 'tcp',
  steps: rounds.map(fromHex),
  greets: true,
  answer,
});

const smallServices = (chargen: RegExp): Sign[] => [
  datagram(7, 'portolan', /^portolan$/u),
  datagram(13, '?', /\d\d:\d\d:\d\d/u),
  datagram(19, '?', chargen),
  ask(7, ['portolan'], /^portolan\r\n$/u),
];

/** Signs of what talks in lines, by name of the server. */
export const TEXT_SIGNS: Readonly<Record<string, readonly Sign[]>> = {
  'vsftpd-v': [lines(21, STORE, /^425 /mu)],
  'vsftpd-ro': [lines(21, LOGIN, LOGGED_IN), lines(21, STORE, /^550 /mu)],
  'vsftpd-h': [lines(21, LOGIN, LOGIN_REFUSED)],
  'vsftpd-tls': [
    lines(21, ['USER alice'], /^530 Non-anonymous sessions must use encryption/mu),
    lines(21, ['AUTH TLS'], /^234 /mu),
  ],
  'proftpd-v': [lines(21, LOGIN, LOGGED_IN), lines(21, MAKE, /^550 .*File exists/mu)],
  'proftpd-ro': [lines(21, LOGIN, LOGGED_IN), lines(21, MAKE, /^550 .*Permission denied/mu)],
  'proftpd-h': [lines(21, LOGIN, LOGIN_REFUSED)],
  'pure-ftpd-v': [lines(21, STORE, /^553 .*Is a directory/mu)],
  'pure-ftpd-ro': [lines(21, LOGIN, LOGGED_IN), lines(21, MAKE, /^550 .*not allowed/mu)],
  'pure-ftpd-h': [lines(21, LOGIN, LOGIN_REFUSED)],
  'postfix-v': [
    lines(25, RELAY, /^250 2\.1\.5 /mu),
    lines(25, ['HELO lab', 'VRFY root'], /^252 /mu),
    lines(25, ['HELO lab', 'VRFY nobody-here'], /^550 /mu),
  ],
  'postfix-h': [lines(25, RELAY, RELAYS_NOT), lines(25, ['HELO lab', 'VRFY root'], /^502 /mu)],
  'exim4-v': [lines(25, RELAY, /^250 Accepted/mu), lines(25, ['EHLO lab'], /^250-AUTH PLAIN/mu)],
  'exim4-h': [lines(25, RELAY, RELAYS_NOT), { ...lines(25, ['EHLO lab'], /^250 HELP/mu), absent: /AUTH/u }],
  'opensmtpd-v': [lines(25, RELAY, /^250 2\.1\.5 /mu)],
  'opensmtpd-h': [lines(25, RELAY, RELAYS_NOT)],
  'fingerd-v': [ask(79, [''], /alice/u), ask(79, ['alice'], /555-0100/u)],
  'fingerd-u': [{ ...ask(79, [''], /supply a username/u), absent: /alice/u }, ask(79, ['alice'], /555-0100/u)],
  'cfingerd-v': [ask(79, [''], /Alice Lab/u)],
  'cfingerd-u': [ask(79, [''], /general listing is not provided/u), ask(79, ['alice'], /Alice Lab/u)],
  efingerd: [ask(79, ['alice'], /555-0100/u)],
  'small-openbsd-inetd': smallServices(/^.{74}$/su),
  'small-xinetd': [...smallServices(/^.{1024}$/su), ask(1, ['HELP'], /^-Service name not found/u)],
  'small-inetutils-inetd': [...smallServices(/^.{74}$/su), ask(1, ['HELP'], /^lab\r\n/u)],
  'telnetd-v': [
    telnet(
      ['fffe25fffe26fffc18fffc20fffc23fffc27fffc24', 'fffe03fffc01fffc22fffc1ffffe05fffc21', 'fffe01fffc06fffc00'],
      /login: /u,
    ),
  ],
  'telnetd-ssl-h': [telnet(['fffc27', 'fffc25'], /SSL required - connection rejected/u)],
  'dovecot-v': [
    lines(110, ['USER nobody-here'], /\+OK\r\n$/u),
    { ...lines(143, ['a CAPABILITY'], /^a OK/mu), absent: /LOGINDISABLED/u },
  ],
  'dovecot-h': [
    lines(110, ['USER nobody-here'], /^-ERR \[AUTH\]/mu),
    lines(143, ['a CAPABILITY'], /LOGINDISABLED[^]*^a OK/mu),
  ],
  'tinyproxy-v': [fetched(8888, new RegExp(CANARY_WORD, 'u'))],
  'tinyproxy-h': [fetched(8888, /^HTTP\/1\.\d 403 /u)],
  'squid-v': [fetched(3128, new RegExp(CANARY_WORD, 'u'))],
  'squid-h': [fetched(3128, /^HTTP\/1\.\d 403 /u)],
  'http-server': [fetched(8080, /^HTTP\/1\.\d 404 /u)],
  'http-on-21': [fetched(21, /^HTTP\/1\.\d 404 /u)],
  'hostile-http-200': [{ ...fetched(8080, /^HTTP\/1\.\d 200 /u), absent: new RegExp(CANARY_WORD, 'u') }],
  'openssh-v': [lines(22, KEXINIT, /group1-sha1[^]*none,zlib/u)],
  'openssh-h': [{ ...lines(22, KEXINIT, KEXINIT_END), absent: WEAK }],
  dropbear: [lines(22, KEXINIT, /^SSH-2\.0-dropbear[^]*curve25519/u)],
  'redis-v': [ask(6379, ['PING'], /^\+PONG/u)],
  'redis-h': [ask(6379, ['PING'], /^-NOAUTH/u)],
  'memcached-v': [ask(11211, ['version'], /^VERSION/u), datagram(11211, '\0\u0001\0\0\0\u0001\0\0stats\r\n', /STAT/u)],
  'memcached-h': [ask(11211, ['version'], /^CLIENT_ERROR unauthenticated/u)],
};
