import { defineCheck, exposed, notApplicable, notExposed, type CheckContext } from '../check.ts';
import { judgeNtpSilence } from '../protocols/ntp-silence.ts';
import { NTP_MONLIST, decodeNtp } from '../protocols/ntp.ts';
import { OUTSIDE } from '../vantage/vantage.ts';

/** A full list of 600 hosts comes in 100 datagrams; so few are waited for. */
const MAX_ANSWERS = 4;

/** CVE-2013-5211: the list of the last clients, of ntpd before 4.2.7p26. One datagram, whose answers are only counted. */
export const ntpMonlist = defineCheck(
  {
    id: 'ntp.monlist',
    title: 'NTP sends the list of its clients to anybody',
    services: ['ntp'],
    ports: [123],
    transport: 'udp',
    severity: 'high',
    impact: 'read-only',
    budget: { maxMs: 6000, maxRounds: 3, maxBytesIn: 4096, maxBytesOut: 112 },
    trusted: OUTSIDE,
    blind: [],
    maxLinesShown: 0,
    isOptIn: false,
    why: 'A question of a few bytes has it send up to a hundred datagrams: the strongest amplifier of its time. The list names its clients.',
    references: ['us-cert-ta14-017a', 'ntp-doc'],
    fixes: {
      '*': {
        file: '/etc/ntp.conf',
        change:
          'disable monitor, and restrict default noquery; ntpd 4.2.7p26 and later, ntpsec and chrony have no such list',
        apply: 'systemctl restart ntp',
      },
    },
  },
  async (context: CheckContext) => {
    const { answers, isRefused } = await context.exchange(NTP_MONLIST, { waitMs: 1500, maxAnswers: MAX_ANSWERS });
    if (isRefused) return notApplicable('Nothing listens there.');
    const [first] = answers;
    const answer = first === undefined ? null : decodeNtp(first.bytes);
    if (answer?.kind === 'private' && answer.error === 0 && answer.items > 0) {
      const bytes = answers.reduce((sum, each) => sum + each.bytes.length, 0);
      const factor = Math.round((bytes / NTP_MONLIST.length) * 10) / 10;
      const least = answers.length >= MAX_ANSWERS ? 'at least ' : '';
      return exposed('confirmed', `It sent a list of its clients, ${least}${factor} times as large as the question.`, {
        facts: { factor, datagrams: answers.length },
      });
    }
    if (answer?.kind === 'private' || answer?.kind === 'refused')
      return notExposed('confirmed', 'It refused to list its clients.');
    if (first !== undefined) return notApplicable('Something else than NTP answers.');
    return judgeNtpSilence(context, 'It tells the time, and lists no clients.');
  },
);
