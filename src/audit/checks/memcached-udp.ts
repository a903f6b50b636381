import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { defineCheck, exposed, inconclusive, notApplicable, type CheckContext } from '../check.ts';
import { ANYWHERE } from '../vantage/vantage.ts';

const MAX_ANSWERS = 4;

/** doc/protocol.txt of memcached, "UDP protocol": an id, a number, how many there are, and nothing, before the text. */
export const memcachedUdp = defineCheck(
  {
    id: 'memcached.udp',
    title: 'memcached amplifies over UDP',
    services: ['memcached', 'memcache'],
    ports: [11211],
    transport: 'udp',
    severity: 'critical',
    impact: 'read-only',
    budget: { maxMs: 6000, maxRounds: 2, maxBytesIn: 8192, maxBytesOut: 32 },
    trusted: ANYWHERE,
    blind: [],
    maxLinesShown: 2,
    isOptIn: false,
    why: 'A question with a forged sender has it flood others; the largest floods of 2018 came from such servers.',
    references: ['us-cert-ta14-017a', 'memcached-doc'],
    fixes: {
      '*': {
        file: '/etc/memcached.conf',
        change: '-U 0 (the default since 1.5.6), and -l 127.0.0.1',
        apply: 'systemctl restart memcached',
      },
    },
  },
  async (context: CheckContext) => {
    const [high = 0, low = 0] = context.random(2);
    const id = (high << 8) | low;
    const question = new ByteWriter().u16(id).u16(0).u16(1).u16(0).text('stats\r\n').finish();
    const { answers, isRefused } = await context.exchange(question, {
      waitMs: 1500,
      tries: 2,
      maxAnswers: MAX_ANSWERS,
    });
    if (isRefused) return notApplicable('Nothing listens there.');
    const [first] = answers;
    if (first === undefined) return inconclusive('No answer came over UDP.');
    const reader = new ByteReader(first.bytes);
    const isOurs = reader.u16() === id;
    reader.skip(6);
    const text = reader.text(reader.left);
    if (!isOurs || !/^(?:STAT |ERROR|CLIENT_ERROR|SERVER_ERROR)/.test(text)) {
      return notApplicable('Something else than memcached answers.');
    }
    const bytes = answers.reduce((sum, answer) => sum + answer.bytes.length, 0);
    const factor = Math.round((bytes / question.length) * 10) / 10;
    const summary = `It answers over UDP with ${factor} times as many bytes as it was asked with.`;
    return exposed('confirmed', summary, { facts: { factor, datagrams: answers.length } });
  },
);
