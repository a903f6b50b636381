import { SEVERITIES } from '../../../findings/finding.ts';
import { describeSpan, percent, plural } from '../../words.ts';
import type { TrafficReport, TrafficSummary } from '../traffic-report.ts';
import { findingsPart } from './findings-part.ts';
import { inputsPart } from './inputs-part.ts';
import { limitsPart } from './limits-part.ts';
import { cut, markup, ownMarkup, type Content, type Markup } from '../../../html/markup.ts';
import { noisePart } from './noise-part.ts';
import type { PageKnowledge } from './page-knowledge.ts';
import { shareBar } from './share-bar.ts';
import { PAGE_POLICY } from '../../../html/page-policy.ts';
import { STYLE } from '../../../html/style.ts';
import { timeLine, timeTable } from './time-line.ts';
import { clockText } from './words.ts';

/** A report, and when and where it was made. */
export interface TrafficPage extends TrafficReport {
  /** ISO time. */
  readonly generatedAt: string;
  readonly host: string;
}

/** The report as one HTML page that needs nothing else: at most 2 MB, whatever was read. */
export function renderTrafficPage(page: TrafficPage, knowledge: PageKnowledge): string {
  const { summary, findings } = page;
  const cuts: string[] = [];
  const inputs = inputsPart(summary.inputs, cuts);
  const found = findingsPart(findings, { inputs: summary.inputs, knowledge }, cuts);
  const parts: Part[] = [['read', 'What was read', inputs]];
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
  return `<!doctype html>\n${document(page, parts).toString()}`;
}

type Part = readonly [id: string, title: string, content: Content];

function document(page: TrafficPage, parts: readonly Part[]): Markup {
  const { summary, generatedAt, host } = page;
  return markup`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${PAGE_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Traffic report: ${cut(filesText(summary), 120)}</title>
<style>${ownMarkup(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<header>
<h1>Traffic report</h1>
<p class="quiet">${cut(filesText(summary), 300)} &middot; made <span class="moment">${clockText(generatedAt)}</span> UTC on ${cut(host, 100)}</p>
${lead(page)}
</header>
<nav class="contents" aria-label="Contents"><ul>${parts.map(([id, title]) => markup`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
<main id="main">
${parts.map(([id, title, content]) => markup`<section id="${id}" aria-labelledby="head-${id}">\n<h2 id="head-${id}">${title}</h2>\n${content}\n</section>\n`)}
</main>
<footer>Made by Portolan. This page needs no network and no script; what is unfolded is what is printed.</footer>
</body>
</html>
`;
}

function filesText({ inputs }: TrafficSummary): string {
  const [first] = inputs;
  if (first === undefined) return 'nothing read';
  return inputs.length === 1 ? first.name : `${first.name} and ${plural(inputs.length - 1, 'other file')}`;
}

/** The page in two sentences. */
function lead({ summary, findings }: TrafficPage): Markup {
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
