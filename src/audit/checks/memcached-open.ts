import { defineCheck, exposed, inconclusive, notApplicable, notExposed, type CheckContext } from '../check.ts';
import { OUTSIDE } from '../vantage/vantage.ts';

/** doc/protocol.txt of memcached: a line asks, a line answers. */
export const memcachedOpen = defineCheck(
  {
    id: 'memcached.open',
    title: 'memcached answers without a password',
    services: ['memcached', 'memcache'],
    ports: [11211],
    transport: 'tcp',
    severity: 'high',
    impact: 'read-only',
    budget: { maxMs: 6000, maxRounds: 1, maxBytesIn: 4096, maxBytesOut: 16 },
    trusted: OUTSIDE,
    blind: [],
    isOptIn: false,
    why: 'Whoever reaches it reads and changes what applications keep there: sessions, and with them log-ins.',
    references: ['memcached-doc'],
    fixes: {
      '*': {
        file: '/etc/memcached.conf',
        change: '-l 127.0.0.1 (and -l ::1); or -Y with a file of names and passwords, and TLS',
        apply: 'systemctl restart memcached',
      },
    },
  },
  async (context: CheckContext) => {
    const conversation = await context.connect();
    await conversation.sendLine('version');
    const line = await conversation.readLine(4000);
    if (line === null) {
      if ((await conversation.readSome(64, 0)) !== null) return notApplicable('Something else than memcached answers.');
      return inconclusive(
        conversation.ending === 'closed' ? 'It closed the connection and said nothing.' : 'It said nothing.',
      );
    }
    await conversation.close();
    const version = /^VERSION ([\w.+-]{1,40})$/.exec(line)?.[1];
    if (version !== undefined) {
      return exposed('confirmed', `memcached ${version} answers commands without a password.`, { facts: { version } });
    }
    if (line.startsWith('CLIENT_ERROR unauthenticated'))
      return notExposed('confirmed', 'It wants a name and a password.');
    return notApplicable('Something else than memcached answers.');
  },
);
