import { defineCheck, exposed, inconclusive, notApplicable, notExposed } from '../check.ts';
import { quote } from '../conversation/quote.ts';
import { askFinger, isRefusal, otherThanFinger } from '../protocols/finger.ts';
import { OUTSIDE } from '../vantage/vantage.ts';

/** The one user every Unix system has. */
const NAME = 'root';
const UNKNOWN = /no such user|unknown user|user not found|not known|does not exist|\?\?\?/i;
/** What is told of a user who exists: `Login: root`, a home, a shell, when he came last. */
const TOLD =
  /^\s*(?:login(?: name)?|user(?: ?name)?)\s*:|\b(?:directory|home|shell)\s*:|never logged in|last login|on since|no plan/i;

/** RFC 1288 section 2.5.1, {Q1} with a name: where the list is refused (fingerd -u), single names are still answered. */
export const fingerUser = defineCheck(
  {
    id: 'finger.user',
    title: 'finger tells of users whose names one guesses',
    services: ['finger'],
    ports: [79],
    transport: 'tcp',
    severity: 'low',
    impact: 'creates-log-entry',
    budget: { maxMs: 20_000, maxRounds: 2, maxBytesIn: 16_384, maxBytesOut: 64 },
    // cfingerd as Debian sets it up answers its own host and rejects everybody else (measured).
    trusted: OUTSIDE,
    blind: [],
    // What follows is about a person.
    maxLinesShown: 1,
    isOptIn: false,
    why: 'Strangers can try names one by one, and see who logs in seldom and whose mail is read.',
    references: ['rfc1288'],
    fixes: {
      '*': {
        file: '/etc/inetd.conf or /etc/xinetd.d/finger',
        change: 'remove the line or set "disable = yes"; nothing current needs finger',
        apply: 'systemctl restart inetd (or xinetd)',
      },
    },
  },
  async (context) => {
    const { lines, length } = await askFinger(await context.connect(), NAME);
    const other = otherThanFinger(lines);
    if (other !== null) return notApplicable(`Here ${other} answers.`);
    if (isRefusal(lines)) return notExposed('confirmed', `A question for ${NAME} was refused.`);
    if (lines.some((line) => TOLD.test(line)))
      return exposed('confirmed', `A question for ${NAME} was answered with what it knows of the user.`);
    const unknown = lines.find((line) => UNKNOWN.test(line));
    if (unknown !== undefined) {
      return exposed('tentative', `It says which users there are: ${NAME} was answered with ${quote(unknown)}.`);
    }
    if (length === 0) return inconclusive(`A question for ${NAME} was answered with nothing.`);
    // efingerd says of root and of nobody only empty lines, but not as many: it has looked.
    const nobody = `audit-${Buffer.from(context.random(4)).toString('hex')}`;
    const control = await askFinger(await context.connect(), nobody);
    if (control.length > 0 && control.length !== length) {
      return exposed('tentative', `It answers ${NAME} otherwise than a made-up name: it may tell of users one by one.`);
    }
    return inconclusive(`A question for ${NAME} was answered with nothing that tells of a user.`);
  },
);
