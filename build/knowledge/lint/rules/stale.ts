import { faultOn, type LintRule } from '../rule.ts';

/** Products change their defaults within about two years; protocols do not, but a look does no harm. */
const MONTHS = 24;

export const stale: LintRule = {
  name: 'stale',
  explains: `A text that nobody revised for ${MONTHS} months is read again.`,
  level: 'warning',
  *check({ dossiers, patterns, fingerprints }, { today }) {
    const limit = monthsBefore(today, MONTHS);
    for (const file of [...dossiers, ...patterns, ...fingerprints]) {
      const { revised } = file.value;
      if (revised < limit) yield faultOn(this, file, ['revised'], `revised ${revised}, more than ${MONTHS} months ago`);
    }
  },
};

/** ISO date to ISO date. A day that the month does not have counts into the next month. */
function monthsBefore(date: string, months: number): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCMonth(day.getUTCMonth() - months);
  return day.toISOString().slice(0, 'YYYY-MM-DD'.length);
}
