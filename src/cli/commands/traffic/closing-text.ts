import type { TrafficFinding } from '../../../traffic/report/traffic-finding.ts';
import type { TrafficSummary } from '../../../traffic/report/traffic-report.ts';
import { formatCount, percent, plural, roleWords } from '../../../traffic/words.ts';
import { timeText } from './numbers-text.ts';
import type { Page } from './page.ts';

/** A longer query is for programs. */
const MAX_QUERY = 90;

/** How sure all of it is, and what to type next. */
export function writeClosing(summary: TrafficSummary, findings: readonly TrafficFinding[], page: Page): void {
  const { dim, strong } = page.style;
  const { inputs, events, unexplained, baseline, roles, cannotTell, limits } = summary;
  const found = findings.length === 0 ? 'nothing that deserves a look' : plural(findings.length, 'finding');
  page.text(`${percent(events - unexplained, events)} of ${plural(events, 'event')} understood, ${found}.`, strong);
  if (baseline !== null) {
    page.text(
      `${formatCount(baseline.known)} known from the baseline of ${timeText(baseline.generatedAt)}, ${formatCount(baseline.new)} new, ${formatCount(baseline.gone)} gone.`,
      strong,
    );
  }
  const [role] = Object.entries(roles).sort(([, a], [, b]) => b - a);
  if (role !== undefined && role[0] !== 'told') {
    page.text(`Which end is yours was judged by ${roleWords(role[0])}; --own says it for certain.`, dim);
  }
  if (cannotTell.length > 0) {
    const formats = new Set(inputs.flatMap(({ format }) => format ?? [])).size;
    const whose = formats > 1 ? 'some of these formats' : 'this format';
    page.text(`What ${whose} cannot tell: ${cannotTell.join('; ')}.`, dim);
  }
  for (const text of limits) page.text(`Limit: ${text}.`, dim);
  const worst = findings.findLast(({ isKnown }) => !isKnown);
  if (worst === undefined) return;
  page.text(`portolan traffic --explain-rule ${worst.pattern}`, dim);
  if (worst.query.length <= MAX_QUERY) page.text(`portolan traffic FILE --select '${worst.query}'`, dim);
}
