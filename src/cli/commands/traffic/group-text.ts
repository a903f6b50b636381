import { SEVERITIES, type Severity } from '../../../findings/finding.ts';
import type { TrafficFinding } from '../../../traffic/report/traffic-finding.ts';
import type { TrafficSummary } from '../../../traffic/report/traffic-report.ts';
import { formatCount, plural } from '../../../traffic/words.ts';
import { printable } from '../../printable.ts';
import type { Style } from '../../style.ts';
import { spanText } from './numbers-text.ts';
import type { Group } from './groups.ts';
import type { Page } from './page.ts';

/** Findings of one pattern that are told one by one. */
const SHOWN = 3;
const PORTS_SHOWN = 5;

/** What the findings of a pattern have in common once, then a line or two for each. */
export function writeGroup(
  { severity, findings }: Group,
  summary: TrafficSummary,
  { all }: { readonly all: boolean },
  page: Page,
): void {
  const shown = all ? findings : findings.slice(-(severity === 'info' ? 1 : SHOWN));
  const rest = findings.slice(0, findings.length - shown.length);
  const worst = findings.at(-1);
  if (worst === undefined) return;
  if (severity === 'info') {
    for (const finding of shown) {
      const text = `${mark(finding, summary)}${printable(finding.title)} (${plural(finding.count, 'event')}${portsText(finding)})`;
      page.labelled('info', page.style.dim, text);
    }
    writeRest(rest, page);
    return;
  }
  const paint = paintOf(severity, page.style);
  if (findings.length === 1) {
    page.labelled(severity, paint, mark(worst, summary) + printable(worst.title), page.style.strong);
    writeMeaning(worst, page);
    page.body(evidenceText(worst, summary), page.style.dim);
  } else {
    page.labelled(severity, paint, `${worst.patternTitle}: ${plural(findings.length, 'finding')}`, page.style.strong);
    writeMeaning(worst, page);
    writeRest(rest, page);
    for (const finding of shown) {
      const differs = finding.severity === severity ? '' : `(${finding.severity}) `;
      page.item(`${mark(finding, summary)}${differs}${printable(finding.title)}`, page.style.strong);
      page.under(evidenceText(finding, summary), page.style.dim);
    }
  }
  const text = worst.records.find((record) => record.text !== null)?.text ?? null;
  // A log of tabs is as readable with blanks, and a question mark for each tab is not.
  if (text !== null) page.quote(printable(text.replaceAll('\t', ' ')));
}

function writeMeaning({ meaning, innocent: [innocent], advice: [advice] }: TrafficFinding, page: Page): void {
  page.body(meaning);
  if (innocent !== undefined) page.body(`may be innocent: ${innocent.text} To tell: ${innocent.tell}`, page.style.dim);
  if (advice !== undefined) page.body(`do: ${advice}`);
}

/** Those that are not told one by one. */
function writeRest(rest: readonly TrafficFinding[], page: Page): void {
  if (rest.length === 0) return;
  const sources = new Set(rest.flatMap(({ who }) => who.map(({ name }) => name))).size;
  const events = rest.reduce((sum, { count }) => sum + count, 0);
  const severities = SEVERITIES.flatMap((severity) => {
    const count = rest.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${formatCount(count)} ${severity}`];
  });
  // Where all of it is for the record only, that has been said.
  const kinds =
    severities.length === 1 && rest[0]?.severity === 'info' ? formatCount(rest.length) : severities.join(', ');
  page.body(
    `and ${kinds} more like it, of ${plural(sources, 'source')} with ${plural(events, 'event')}; --all tells them`,
    page.style.dim,
  );
}

/** Beside a baseline, which of them are news. */
function mark({ isKnown }: TrafficFinding, { baseline }: TrafficSummary): string {
  return baseline === null || isKnown ? '' : 'new: ';
}

function paintOf(severity: Severity, style: Style): (text: string) => string {
  if (severity === 'critical' || severity === 'high') return style.danger;
  return severity === 'medium' ? style.warning : style.dim;
}

/** `4,211 events to 22/tcp · 2026-10-09 08:53 to 10:12 · records 81,204 to 3,340,120 · high confidence` */
function evidenceText(finding: TrafficFinding, summary: TrafficSummary): string {
  const parts = [`${plural(finding.count, 'event')}${portsText(finding)}`];
  if (finding.first !== '') parts.push(spanText(finding.first, finding.last));
  const place = placeText(finding, summary);
  if (place !== null) parts.push(place);
  parts.push(`${finding.confidence} confidence`);
  if (finding.tools.length > 0) parts.push(`looks like ${finding.tools.join('; ')}`);
  return parts.join(' · ');
}

/** Where it begins and ends; of several files the first place only, as grep writes it. */
function placeText({ records }: TrafficFinding, { inputs }: TrafficSummary): string | null {
  const [first] = records;
  const last = records.at(-1);
  if (first === undefined || last === undefined) return null;
  if (inputs.length > 1) {
    const name = printable(inputs[first.input]?.name ?? '').replace(/^.*\//, '');
    return `${first.record === last.record && first.input === last.input ? 'at' : 'from'} ${name}:${first.record}`;
  }
  if (first.record === last.record) return `record ${formatCount(first.record)}`;
  return `records ${formatCount(first.record)} to ${formatCount(last.record)}`;
}

function portsText({ ports, counts }: TrafficFinding): string {
  if (ports.length === 0) return '';
  const told = ports.slice(0, PORTS_SHOWN).map(({ name }) => name);
  return ` to ${told.join(', ')}${counts.ports > told.length ? ' ...' : ''}`;
}
