import { defineCheck, exposed, notApplicable, notExposed, type CheckContext } from '../check.ts';
import { judgeNtpSilence } from '../protocols/ntp-silence.ts';
import { NTP_READ_VARIABLES, decodeNtp } from '../protocols/ntp.ts';
import { OUTSIDE } from '../vantage/vantage.ts';

const MAX_ANSWERS = 4;

/** RFC 9327: mode 6 reads the server's variables; it has no need to be open to anybody but its operators. */
export const ntpControl = defineCheck(
  {
    id: 'ntp.control',
    title: 'NTP answers control questions of strangers',
    services: ['ntp'],
    ports: [123],
    transport: 'udp',
    severity: 'low',
    impact: 'read-only',
    budget: { maxMs: 8000, maxRounds: 4, maxBytesIn: 8192, maxBytesOut: 128 },
    // ntp.conf usually has "restrict 127.0.0.1" and "restrict ::1" without limits.
    trusted: OUTSIDE,
    blind: [],
    isOptIn: false,
    why: 'It tells version and system, and answers more bytes than it is asked with: a forged sender is flooded.',
    references: ['rfc8633', 'ntp-doc', 'us-cert-ta14-017a'],
    fixes: {
      '*': {
        file: '/etc/ntpsec/ntp.conf or /etc/ntp.conf',
        change: 'restrict default kod limited nomodify noquery (and nopeer for ntpd before 4.2.8)',
        apply: 'systemctl restart ntpsec (or ntp)',
      },
    },
  },
  async (context: CheckContext) => {
    const { answers, isRefused } = await context.exchange(NTP_READ_VARIABLES, {
      waitMs: 1500,
      tries: 2,
      maxAnswers: MAX_ANSWERS,
    });
    if (isRefused) return notApplicable('Nothing listens there.');
    const [first] = answers;
    const answer = first === undefined ? null : decodeNtp(first.bytes);
    if (answer?.kind === 'variables') {
      const bytes = answers.reduce((sum, each) => sum + each.bytes.length, 0);
      const factor = Math.round((bytes / NTP_READ_VARIABLES.length) * 10) / 10;
      const version = /version="?([\x20-\x21\x23-\x7e]{1,80})/.exec(answer.text)?.[1];
      const facts = version === undefined ? { factor } : { factor, version };
      return exposed('confirmed', `It told its variables; the answer is ${factor} times as large as the question.`, {
        facts,
      });
    }
    if (answer?.kind === 'refused') return notExposed('confirmed', 'It refused a control question.');
    if (first !== undefined) return notApplicable('Something else than NTP answers.');
    return judgeNtpSilence(context, 'It tells the time, and answers no control question.');
  },
);
