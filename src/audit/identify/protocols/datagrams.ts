import { certain, u16, type Recognition } from '../heard.ts';
import { ascii, bytesOf } from '../protocol.ts';
import { recogniseDomain, versionQuestion } from './domain.ts';
import { httpTexts, sipOptions } from './http.ts';
import { isTime } from './small-services.ts';

/** What identification knows of one protocol over UDP. None of the questions is answered with much more than its length. */
export interface DatagramProtocol {
  readonly service: string;
  readonly ports: readonly number[];
  /** Asked where nothing is known of a port. */
  readonly isForAnyPort?: boolean;
  readonly answersFromAnyPort?: boolean;
  readonly question: (random: Uint8Array) => Uint8Array;
  readonly recognise: (answer: Uint8Array, sent: Uint8Array) => Recognition | null;
}

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const token = (random: Uint8Array): string => Buffer.from(random).toString('hex');

const DOMAIN: DatagramProtocol = {
  service: 'domain',
  ports: [53, 5353],
  isForAnyPort: true,
  question: versionQuestion,
  recognise: recogniseDomain,
};

/** RFC 5905 section 7.3: a client's packet of version 4; a server answers in mode 4 with our time as its origin. */
const NTP: DatagramProtocol = {
  service: 'ntp',
  ports: [123],
  isForAnyPort: true,
  question: (random) => Uint8Array.from([0x23, ...new Uint8Array(39), ...random.subarray(0, 8)]),
  recognise: (answer, sent) => {
    const isAnswer = answer.length >= 48 && ((answer[0] ?? 0) & 7) === 4;
    if (!isAnswer || Buffer.compare(answer.subarray(24, 32), sent.subarray(40, 48)) !== 0) return null;
    return { ...certain('ntp'), because: `it told the time, as a server of stratum ${answer[1]}` };
  },
};

/** RFC 3414 section 4: the discovery of an engine, which needs no name and no password, and gives no data. */
const SNMP: DatagramProtocol = {
  service: 'snmp',
  ports: [161],
  question: () =>
    bytesOf(
      '303a 020103 300f 02024a69 0203 00ffe3 0401 04 020103 0410 300e 0400 020100 020100 0400 0400 0400 3012 0400 0400 a00c 02023700 020100 020100 3000',
    ),
  recognise: (answer) => {
    const text = latin1(answer);
    // usmStatsUnknownEngineIDs, 1.3.6.1.6.3.15.1.1.4.
    if (
      answer[0] !== 0x30 ||
      !text.includes(latin1(bytesOf('020103'))) ||
      !text.includes(latin1(bytesOf('2b060106030f010104')))
    ) {
      return null;
    }
    return { ...certain('snmp'), because: 'it told its engine id, as SNMPv3 asks of everyone' };
  },
};

/** RFC 1350: a file that is not there; the error comes from another port (section 4). */
const TFTP: DatagramProtocol = {
  service: 'tftp',
  ports: [69],
  answersFromAnyPort: true,
  question: (random) => Uint8Array.from([0, 1, ...ascii(`portolan-${token(random)}\0octet\0`)]),
  recognise: (answer) => {
    if (u16(answer, 0) !== 5 || u16(answer, 2) > 8) return null;
    return certain('tftp', ['answer', latin1(answer.subarray(4)).replace(/\0[\s\S]*$/, '')]);
  },
};

const ECHO: DatagramProtocol = {
  service: 'echo',
  ports: [7],
  question: (random) => ascii(`portolan ${token(random)}`),
  recognise: (answer, sent) =>
    Buffer.compare(answer, sent) === 0 ? { ...certain('echo'), because: 'it gave back what was sent' } : null,
};

const DAYTIME: DatagramProtocol = {
  service: 'daytime',
  ports: [13],
  question: () => ascii('\n'),
  recognise: (answer) =>
    answer.length < 120 && /\d{1,2}:\d\d:\d\d/.test(latin1(answer))
      ? certain('daytime', ['answer', latin1(answer)])
      : null,
};

const CHARGEN: DatagramProtocol = {
  service: 'chargen',
  ports: [19],
  question: () => ascii('\n'),
  recognise: (answer) =>
    answer.length > 0 && /^[\x20-\x7e\r\n]{1,1024}$/.test(latin1(answer))
      ? { ...certain('chargen'), because: `it answered one byte with ${answer.length}` }
      : null,
};

const TIME: DatagramProtocol = {
  service: 'time',
  ports: [37],
  question: () => new Uint8Array([0x0a]),
  recognise: (answer) => (isTime(answer) ? { ...certain('time'), because: `its bytes are ${token(answer)}` } : null),
};

const SIP: DatagramProtocol = {
  service: 'sip',
  ports: [5060],
  question: (random) => sipOptions(random, 'UDP'),
  recognise: (answer) =>
    /^SIP\/2\.0 \d{3}\b/.test(latin1(answer)) ? certain('sip', ...httpTexts(latin1(answer))) : null,
};

/** memcached's doc/protocol.txt: eight bytes stand before the text. */
const MEMCACHED: DatagramProtocol = {
  service: 'memcached',
  ports: [11_211],
  question: (random) => Uint8Array.from([...random.subarray(0, 2), 0, 0, 0, 1, 0, 0, ...ascii('version\r\n')]),
  recognise: (answer) => {
    const version = /^VERSION ([^\r\n]{1,60})\r\n/.exec(latin1(answer.subarray(8)))?.[1];
    return version === undefined ? null : certain('memcached', ['version', version]);
  },
};

/** RFC 1002 section 4.2.17: NODE STATUS REQUEST of the name *. */
const NETBIOS: DatagramProtocol = {
  service: 'netbios-ns',
  ports: [137],
  question: (random) =>
    Buffer.concat([
      random.subarray(0, 2),
      bytesOf('0000 0001 0000 0000 0000 20'),
      ascii(`CK${'A'.repeat(30)}`),
      bytesOf('00 0021 0001'),
    ]),
  recognise: (answer, sent) =>
    answer.length > 57 && u16(answer, 0) === u16(sent, 0) && ((answer[2] ?? 0) & 0x80) !== 0
      ? { ...certain('netbios-ns'), because: 'it answered with the status of its names' }
      : null,
};

/** RFC 5531, RFC 1833: procedure 0 of program 100000 does nothing, and is answered. */
const RPCBIND: DatagramProtocol = {
  service: 'rpcbind',
  ports: [111],
  question: (random) =>
    Buffer.concat([random.subarray(0, 4), bytesOf('00000000 00000002 000186a0 00000002 00000000'), new Uint8Array(16)]),
  recognise: (answer, sent) => {
    const isReply = answer.length >= 24 && Buffer.compare(answer.subarray(0, 4), sent.subarray(0, 4)) === 0;
    return isReply && u16(answer, 4) === 0 && u16(answer, 6) === 1
      ? { ...certain('rpcbind'), because: 'it answered a call of ONC RPC' }
      : null;
  },
};

export const DATAGRAM_PROTOCOLS: readonly DatagramProtocol[] = [
  DOMAIN,
  NTP,
  SNMP,
  TFTP,
  ECHO,
  DAYTIME,
  CHARGEN,
  TIME,
  SIP,
  MEMCACHED,
  NETBIOS,
  RPCBIND,
];
