import { defineCheck, exposed, inconclusive, notApplicable, notExposed, type CheckContext } from '../check.ts';
import { askFinger, isRefusal, otherThanFinger } from '../protocols/finger.ts';
import { OUTSIDE } from '../vantage/vantage.ts';

/** A line of a table of users: a login name, then columns. */
const TABLE_HEAD = /^\s*(?:login|user|username)\b.*\b(?:name|tty|idle|when|where)\b/i;
const NOBODY = /no one (?:is )?logged (?:in|on)|nobody (?:is )?logged|no users? logged/i;

/** RFC 1288 section 2.5: an empty query ({Q1}) asks for a list of who is logged in; section 3.2.2 advises to refuse it. */
export const fingerList = defineCheck(
  {
    id: 'finger.list',
    title: 'finger lists who is logged in',
    services: ['finger'],
    ports: [79],
    transport: 'tcp',
    severity: 'medium',
    impact: 'creates-log-entry',
    budget: { maxMs: 12_000, maxRounds: 1, maxBytesIn: 16_384, maxBytesOut: 16 },
    // cfingerd as Debian sets it up answers its own host and rejects everybody else (measured).
    trusted: OUTSIDE,
    blind: [],
    // What follows the head of the list are people.
    maxLinesShown: 1,
    isOptIn: false,
    why: 'Names of accounts, and who is there now, are what guessing passwords begins with.',
    references: ['rfc1288'],
    fixes: {
      '*': {
        file: '/etc/inetd.conf or /etc/xinetd.d/finger',
        change: 'remove the line or set "disable = yes"; nothing current needs finger',
        apply: 'systemctl restart inetd (or xinetd)',
      },
    },
  },
  async (context: CheckContext) => {
    const conversation = await context.connect();
    const { lines } = await askFinger(conversation, '');
    if (lines.length === 0) {
      // efingerd answers an empty query with an empty line.
      if (conversation.ending === 'closed') return notExposed('firm', 'An empty query was answered with nothing.');
      return inconclusive('It took the query and said nothing.');
    }
    const other = otherThanFinger(lines);
    if (other !== null) return notApplicable(`Here ${other} answers.`);
    if (isRefusal(lines)) return notExposed('confirmed', 'An empty query was refused.');
    if (lines.some((line) => NOBODY.test(line))) {
      return exposed('confirmed', 'An empty query is answered; nobody was logged in just now.', {
        facts: { users: 0 },
      });
    }
    const head = lines.findIndex((line) => TABLE_HEAD.test(line));
    if (head === -1) return inconclusive('It answered an empty query with a text that is no list known to us.');
    const users = lines.length - head - 1;
    return exposed(
      'confirmed',
      `An empty query was answered with a list of ${users} ${users === 1 ? 'login' : 'logins'}.`,
      {
        facts: { users },
      },
    );
  },
);
