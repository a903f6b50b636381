import { defineCheck, exposed, inconclusive, notApplicable, notExposed, type CheckContext } from '../check.ts';
import { OUTSIDE } from '../vantage/vantage.ts';

const MAX_LINES = 60;

/** Redis serialization protocol, redis.io/docs/reference/protocol-spec: commands may be lines, answers say their kind first. */
export const redisOpen = defineCheck(
  {
    id: 'redis.open',
    title: 'Redis answers without a password',
    services: ['redis'],
    ports: [6379],
    transport: 'tcp',
    severity: 'critical',
    impact: 'read-only',
    budget: { maxMs: 8000, maxRounds: 1, maxBytesIn: 16_384, maxBytesOut: 64 },
    // Protected mode answers loopback and refuses everybody else.
    trusted: OUTSIDE,
    blind: [],
    maxLinesShown: 1,
    isOptIn: false,
    why: 'Whoever reaches it reads and deletes everything, and can have it write files on the host: that is how keys and jobs of intruders get there.',
    references: ['redis-doc'],
    fixes: {
      '*': {
        file: '/etc/redis/redis.conf',
        change: 'bind 127.0.0.1 -::1, protected-mode yes, and requirepass or users with "user" lines (ACL)',
        apply: 'systemctl restart redis-server',
      },
    },
  },
  async (context: CheckContext) => {
    const conversation = await context.connect();
    await conversation.sendLine('PING');
    const line = await conversation.readLine(4000);
    if (line === null) {
      if ((await conversation.readSome(64, 0)) !== null) return notApplicable('Something else than Redis answers.');
      return inconclusive(
        conversation.ending === 'closed' ? 'It closed the connection and said nothing.' : 'It said nothing.',
      );
    }
    if (line.startsWith('-DENIED'))
      return notExposed('confirmed', 'Protected mode refuses us, who are not on the host itself.');
    if (/^-(?:NOAUTH|NOPERM|WRONGPASS)/.test(line)) return notExposed('confirmed', 'It wants a password.');
    if (/^-ERR\b.*(?:max number of clients|operation not permitted)/.test(line)) {
      return /permitted/.test(line)
        ? notExposed('confirmed', 'It wants a password.')
        : inconclusive('It has too many clients to answer.');
    }
    if (/^-(?:LOADING|MASTERDOWN|BUSY)/.test(line)) return inconclusive('Redis answers, and is busy just now.');
    if (line !== '+PONG') return notApplicable('Something else than Redis answers.');
    await conversation.sendLine('INFO server');
    const head = await conversation.readLine(3000);
    if (head === null) return exposed('firm', 'It answers commands without a password.');
    if (/^-(?:NOPERM|NOAUTH)/.test(head)) return notExposed('firm', 'It answers PING, and refuses anything more.');
    let version: string | null = null;
    for (let lines = 0; lines < MAX_LINES && version === null; lines++) {
      const next = await conversation.readLine(1000);
      if (next === null) break;
      version = /^redis_version:([\w.+-]{1,40})$/.exec(next)?.[1] ?? null;
    }
    await conversation.close();
    const name = version === null ? 'It' : `Redis ${version}`;
    return exposed(
      'confirmed',
      `${name} answers commands without a password.`,
      version === null ? {} : { facts: { version } },
    );
  },
);
