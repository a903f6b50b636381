import { SEVERITIES } from '../../../findings/finding.ts';
import { markup, type Content, type Markup } from '../../../html/markup.ts';
import type { PagePart } from '../../../html/page-document.ts';
import { describeSpan, percent, plural } from '../../words.ts';
import type { TrafficFinding } from '../traffic-finding.ts';
import type { TrafficReport, TrafficSummary } from '../traffic-report.ts';
import { findingsPart } from './findings-part.ts';
import { inputsPart } from './inputs-part.ts';
import { limitsPart } from './limits-part.ts';
import { noisePart } from './noise-part.ts';
import type { PageKnowledge } from './page-knowledge.ts';
import { shareBar } from './share-bar.ts';
import { timeLine, timeTable } from './time-line.ts';
import { clockText } from './words.ts';

export interface TrafficParts {
  readonly parts: readonly PagePart[];
  /** The anchor of what is told of a finding: of its own place, or of its kind where there was no room for it. */
  readonly anchorOf: (finding: TrafficFinding) => string | null;
}

/** A report as sections of a page: together less than 2 MB, whatever was read. `noteOn` says what else is known of a finding. */
export function trafficParts(
  { summary, findings }: TrafficReport,
  knowledge: PageKnowledge,
  noteOn: (finding: TrafficFinding) => Content = () => null,
): TrafficParts {
  const cuts: string[] = [];
  const inputs = inputsPart(summary.inputs, cuts);
  const found = findingsPart(findings, { inputs: summary.inputs, knowledge, noteOn }, cuts);
  const parts: PagePart[] = [['read', 'What was read', inputs]];
  if (summary.events > 0) {
    parts.push(
      ['understood', 'How much is understood', shareBar(summary)],
      ['when', 'When', overall(summary)],
      ['noise', 'Noise budget', noisePart(summary.noise, summary.events, knowledge)],
      [
        'findings',
        'Findings',
        findings.length === 0 ? markup`<p>Nothing was found.</p>` : markup`${found.index}${found.kinds}`,
      ],
    );
  }
  parts.push(['limits', 'Limits', limitsPart(summary, cuts)]);
  return { parts, anchorOf: found.anchorOf };
}

/** `kern.log and 2 other files` */
export function filesText({ inputs }: TrafficSummary): string {
  const [first] = inputs;
  if (first === undefined) return 'nothing read';
  return inputs.length === 1 ? first.name : `${first.name} and ${plural(inputs.length - 1, 'other file')}`;
}

/** The report in two sentences. */
export function trafficLead({ summary, findings }: TrafficReport): Markup {
  const { events, unexplained, first, last } = summary;
  if (events === 0) return markup`<p class="lead">No events were found in what was read.</p>`;
  const counts = SEVERITIES.toReversed().flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}`];
  });
  const span =
    first === null || last === null
      ? ''
      : ` in ${describeSpan((Date.parse(last) - Date.parse(first)) / 1000)}, ${clockText(first)} to ${clockText(last)}`;
  const found = findings.length === 0 ? 'no findings' : `${plural(findings.length, 'finding')}: ${counts.join(', ')}`;
  return markup`<p class="lead">${plural(events, 'event')}${span}. ${percent(events - unexplained, events)} understood; ${found}.</p>`;
}

function overall({ timeline, events, first }: TrafficSummary): Content {
  const line = timeLine(timeline, { events, first });
  if (line === null) {
    return markup`<p>${timeline.start === null ? 'The log has no times.' : 'All of it is in one moment, so there is no line to draw.'}</p>`;
  }
  return markup`<figure class="overall">${line}</figure>${timeTable(timeline)}`;
}
