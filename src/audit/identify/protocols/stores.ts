import { certain, likely } from '../heard.ts';
import { ascii, bytesOf, type Protocol } from '../protocol.ts';

/** RESP (redis.io, Redis serialization protocol specification): + begins a simple string, - an error. */
export const REDIS: Protocol = {
  service: 'redis',
  ports: [6379, 6380, 16_379, 26_379],
  question: () => ascii('PING\r\n'),
  recognise: ({ text, asked }) => {
    if (asked === 'redis' && text.startsWith('+PONG\r\n'))
      return { ...certain('redis'), because: 'it answered PING with +PONG' };
    if (/^-(?:NOAUTH|DENIED) /.test(text)) return certain('redis', ['answer', text]);
    return asked !== null && /^-ERR (?:unknown command|wrong number of arguments)/.test(text) ? likely('redis') : null;
  },
  askMore: async (conversation, known) => {
    if (known.texts.length > 0) return known;
    await conversation.send('INFO server\r\n');
    const info = await conversation.readSome(2048, 1000);
    const text = info === null ? '' : Buffer.from(info).toString('latin1');
    return /^\$\d+\r\n/.test(text) ? { ...known, texts: [['version', text.replace(/^\$\d+\r\n/, '')]] } : known;
  },
};

/** memcached's doc/protocol.txt: VERSION; it says ERROR to words it does not know. */
export const MEMCACHED: Protocol = {
  service: 'memcached',
  ports: [11_211],
  question: () => ascii('version\r\n'),
  recognise: ({ text, asked }) => {
    const version = /^VERSION ([^\r\n]{1,60})\r\n/.exec(text)?.[1];
    if (asked === 'memcached' && version !== undefined) return certain('memcached', ['version', version]);
    if (asked === 'memcached' && text.startsWith('CLIENT_ERROR unauthenticated'))
      return certain('memcached', ['answer', text]);
    return asked !== null && /^(?:ERROR\r\n)+$/.test(text) ? likely('memcached') : null;
  },
};

/** MongoDB wire protocol, OP_MSG (2013) with buildInfo; the answer names our request. */
export const MONGODB: Protocol = {
  service: 'mongodb',
  ports: [27_017, 27_018, 27_019],
  question: () => {
    const body = Buffer.concat([
      bytesOf('10'), // an int32 ...
      ascii('buildInfo\0'),
      bytesOf('01000000 02'), // ... of 1, and a string
      ascii('$db\0'),
      bytesOf('06000000'),
      ascii('admin\0'),
      bytesOf('00'),
    ]);
    const message = Buffer.alloc(21 + 4 + body.length);
    message.writeInt32LE(message.length, 0);
    message.writeInt32LE(MONGODB_REQUEST, 4);
    message.writeInt32LE(2013, 12);
    message.writeInt32LE(4 + body.length, 21);
    body.copy(message, 25);
    return message;
  },
  recognise: ({ bytes, text, asked }) => {
    if (asked !== 'mongodb' || bytes.length < 21) return null;
    const view = Buffer.from(bytes);
    const code = view.readInt32LE(12);
    if (view.readInt32LE(8) !== MONGODB_REQUEST || (code !== 2013 && code !== 1)) return null;
    const found = /\x02version\0[\s\S]{4}([\x20-\x7e]{1,40})\0/.exec(text)?.[1];
    const texts: [] | [['version', string]] = found === undefined ? [] : [['version', found]];
    return {
      ...certain('mongodb', ...texts),
      because: `it answered buildInfo${found === undefined ? '' : ` with ${found}`}`,
    };
  },
};
const MONGODB_REQUEST = 0x0b_ad_ca;
