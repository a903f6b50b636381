import { inconclusive, notExposed, type CheckContext, type Outcome } from '../check.ts';
import { NTP_CLIENT, decodeNtp } from './ntp.ts';

/** Silence proves something only where NTP answers other questions. */
export async function judgeNtpSilence(context: CheckContext, summary: string): Promise<Outcome> {
  const { answers } = await context.exchange(NTP_CLIENT, { waitMs: 1500, tries: 2 });
  const [answer] = answers;
  const time = answer === undefined ? null : decodeNtp(answer.bytes);
  return time?.kind === 'server'
    ? notExposed('firm', summary)
    : inconclusive('No answer came, not even to a question for the time.');
}
