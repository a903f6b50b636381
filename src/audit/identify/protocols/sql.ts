import { certain, u16 } from '../heard.ts';
import { bytesOf, type Protocol } from '../protocol.ts';

/**
 * MySQL's protocol, Handshake V10: three bytes of length, a number, 10, and the version up to a zero. Hosts that may not
 * connect get ERR_Packet, ff, instead.
 */
export const MYSQL: Protocol = {
  service: 'mysql',
  ports: [3306, 33_060],
  doesGreet: true,
  recognise: ({ bytes, text }) => {
    const length = (bytes[0] ?? 0) | ((bytes[1] ?? 0) << 8) | ((bytes[2] ?? 0) << 16);
    if (length + 4 > bytes.length + 64 || length < 5) return null;
    if (bytes[4] === 0x0a) {
      const end = text.indexOf('\0', 5);
      const version = end === -1 ? '' : text.slice(5, end);
      return /^[\x20-\x7e]{3,60}$/.test(version) ? certain('mysql', ['version', version]) : null;
    }
    const isError = bytes[4] === 0xff && length + 4 === bytes.length && /^[\x20-\x7e]{8,}$/.test(text.slice(7));
    return isError ? certain('mysql', ['answer', text.slice(7)]) : null;
  },
};

/** PostgreSQL's protocol, SSLRequest: it is answered with one byte. Nothing of it is logged, other than of a start-up. */
export const POSTGRESQL: Protocol = {
  service: 'postgresql',
  ports: [5432, 5433],
  question: () => bytesOf('00000008 04d2162f'),
  recognise: ({ text, asked }) => {
    if (asked === 'postgresql' && (text === 'S' || text === 'N')) {
      const because = `it answered a request for TLS with ${text}, as PostgreSQL does`;
      return { ...certain('postgresql', ['answer', text]), because };
    }
    return isErrorResponse(text) ? certain('postgresql', ['answer', text]) : null;
  },
  // A start-up of version 255.0, which no server knows, is refused with the routine that refused it: no name is asked for.
  askMore: async (conversation, known, { text }) => {
    if (text !== 'N') return known;
    await conversation.send(bytesOf('00000008 00ff0000'));
    const refusal = await conversation.readSome(1024, 1000);
    const said = refusal === null ? '' : Buffer.from(refusal).toString('latin1');
    return isErrorResponse(said) ? { ...known, texts: [['answer', said]] } : known;
  },
};

/** ErrorResponse: E, its length, and fields of which the first is the severity. */
function isErrorResponse(text: string): boolean {
  return /^E\0\0[\0-\x03][\s\S]S(?:FATAL|ERROR)\0/.test(text);
}

/** MS-TDS section 2.2.6.5: PRELOGIN with VERSION and ENCRYPTION; the answer has type 4 and the server's version. */
export const MSSQL: Protocol = {
  service: 'mssql',
  ports: [1433],
  question: () => bytesOf('12 01 001a 0000 00 00  00 000b 0006 01 0011 0001 ff  000000000000 00'),
  recognise: ({ bytes, asked }) => {
    if (asked !== 'mssql' || bytes[0] !== 4 || u16(bytes, 2) !== bytes.length || bytes[8] !== 0) return null;
    const at = 8 + u16(bytes, 9);
    if (at < 8 || at + 4 > bytes.length) return null;
    return certain('mssql', ['version', `${bytes[at]}.${bytes[at + 1]}.${u16(bytes, at + 2)}`]);
  },
};
