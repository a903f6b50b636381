import { certain, likely } from '../heard.ts';
import { ascii, type Protocol } from '../protocol.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** RFC 862. Anything that comes back as it was sent is an echo, whatever was asked. */
export const ECHO: Protocol = {
  service: 'echo',
  ports: [7],
  question: (random) => ascii(`portolan ${hex(random)}\r\n`),
  recognise: ({ bytes, sent }) =>
    sent.length > 1 && bytes.length === sent.length && Buffer.compare(bytes, sent) === 0
      ? { ...certain('echo'), because: 'it gave back what was sent' }
      : null,
};

const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}';
/** The forms of RFC 867: `Tuesday, February 22, 1982 17:37:43-PST`, `02 FEB 82 07:59:01 PST`; and ctime's, the commonest. */
const DATE = new RegExp(
  `^(?:[a-z]{3,9},? {1,2})?(?:${MONTH} {1,2}\\d{1,2},?|\\d{1,2} ${MONTH})[ ,]{1,2}(?:\\d{2,4},? {1,2})?\\d{1,2}:\\d\\d:\\d\\d[^\\r\\n]{0,16}\\s{0,4}$`,
  'i',
);

/** RFC 867 leaves the form open: a greeting that is a date, and nothing else. */
export const DAYTIME: Protocol = {
  service: 'daytime',
  ports: [13],
  doesGreet: true,
  recognise: ({ text, asked }) =>
    asked === null && (DATE.test(text) || /^\d{5} \d\d-\d\d-\d\d \d\d:\d\d:\d\d /.test(text))
      ? certain('daytime', ['greeting', text])
      : null,
};

/** 1 January 2000 in seconds since 1900 (RFC 868); the number overflows in 2036. */
const YEAR_2000 = 3_155_673_600;

/** Four bytes; the inetd of GNU inetutils sends eight on machines of 64 bits, the last of them zero. */
export function isTime(bytes: Uint8Array): boolean {
  if (bytes.length !== 4 && !(bytes.length === 8 && bytes.subarray(4).every((byte) => byte === 0))) return false;
  return Buffer.from(bytes).readUInt32BE() >= YEAR_2000;
}

/** RFC 868: the time, and it closes. */
export const TIME: Protocol = {
  service: 'time',
  ports: [37],
  doesGreet: true,
  recognise: ({ bytes, asked, port }) => {
    if (asked !== null || !isTime(bytes)) return null;
    const because = `its bytes are ${hex(bytes)}: a time of this century`;
    return { ...(port === 37 ? certain('time') : likely('time')), because };
  },
};

/** RFC 864: lines of 72 characters, each the one before it shifted by one. */
export const CHARGEN: Protocol = {
  service: 'chargen',
  ports: [19],
  doesGreet: true,
  recognise: ({ text }) => {
    const [first = '', second = ''] = text.split('\r\n');
    const isShifted = first.length >= 70 && second.length >= 70 && second.startsWith(first.slice(1, 70));
    return isShifted ? { ...certain('chargen'), because: 'lines that shift by one character' } : null;
  },
};

/** RFC 1078: HELP lists the services, and a line beginning with - refuses. */
export const TCPMUX: Protocol = {
  service: 'tcpmux',
  ports: [1],
  question: () => ascii('HELP\r\n'),
  recognise: ({ text, asked, port }) => {
    if (asked !== 'tcpmux') return null;
    if (/^-[^\r\n]{0,80}(?:not found|not available|unknown service)/i.test(text))
      return certain('tcpmux', ['answer', text]);
    return port === 1 && /^(?:[a-z0-9][\w.+-]{0,30}\r\n)+$/i.test(text.slice(0, 1000))
      ? certain('tcpmux', ['answer', text])
      : null;
  },
};

/** RFC 1288: a name is asked for that nobody has, so that nobody's data is handed out. */
export const FINGER: Protocol = {
  service: 'finger',
  ports: [79],
  question: (random) => ascii(`zz${hex(random.subarray(0, 3))}\r\n`),
  recognise: ({ text, asked, port }) => {
    if (asked !== 'finger') return null;
    if (/no such user|user not found|unknown user|Login(?: name)?:|In real life|not presently logged/i.test(text)) {
      return certain('finger', ['answer', text]);
    }
    const isOther = /^(?:HTTP\/|\d{3}[ -]|[+-]|SSH-|\* )/.test(text) || /[^\t\n\r\x20-\x7e]/.test(text);
    return port === 79 && !isOther ? likely('finger', ['answer', text]) : null;
  },
};
