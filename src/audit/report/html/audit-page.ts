import { SEVERITIES } from '../../../findings/finding.ts';
import { cut, markup, ownMarkup, type Content, type Markup } from '../../../html/markup.ts';
import { PAGE_POLICY } from '../../../html/page-policy.ts';
import { STYLE } from '../../../html/style.ts';
import type { AuditDifference } from '../../diff/compare-results.ts';
import type { AuditReport } from '../audit-report.ts';
import type { ReportFrame } from '../frame.ts';
import { changesPart } from './changes-part.ts';
import { findingPart, waivedPart } from './finding-part.ts';
import { hostsPart } from './hosts-part.ts';

type Part = readonly [id: string, title: string, content: Content];

/**
 * The audit as one HTML page that needs nothing else and runs nothing. `difference`: to the result before it; null where
 * there is none.
 */
export function renderAuditPage(report: AuditReport, frame: ReportFrame, difference: AuditDifference | null): string {
  const told = report.findings.filter(({ waiver }) => waiver === null).toReversed();
  const waived = report.findings.filter(({ waiver }) => waiver !== null);
  const parts: Part[] = [];
  if (difference !== null) parts.push(['changed', 'What changed', changesPart(difference)]);
  parts.push(['exposed', 'What is exposed, or not as agreed', exposedPart(told.map(findingPart))]);
  parts.push(['expected', report.policy === null ? 'What answers' : 'What is expected', hostsPart(report)]);
  if (waived.length > 0) parts.push(['waived', 'What is waived', waivedPart(waived)]);
  const unseen = unseenPart(report);
  if (unseen !== null) parts.push(['unseen', 'What could not be looked at', unseen]);
  return `<!doctype html>\n${document(report, frame, parts).toString()}`;
}

function exposedPart(findings: readonly Markup[]): Content {
  return findings.length === 0 ? markup`<p>Nothing was found.</p>` : findings;
}

function unseenPart({ gaps, refusals }: AuditReport): Content {
  if (gaps.length === 0 && refusals.length === 0) return null;
  return markup`<ul>${refusals.map(({ address, reason, remedy }) => {
    const add = remedy === null ? null : markup` What lets it be asked: <code>${remedy}</code>`;
    return markup`<li>${cut(address, 200)} was not asked: ${cut(reason, 600)}.${add}</li>`;
  })}${gaps.map((gap) => markup`<li>${cut(gap, 600)}</li>`)}</ul>`;
}

function document(report: AuditReport, { generatedAt, host, version }: ReportFrame, parts: readonly Part[]): Markup {
  const against = report.policy === null ? 'without a policy file' : `against ${cut(report.policy, 200)}`;
  return markup`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${PAGE_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Audit report</title>
<style>${ownMarkup(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<header>
<h1>Audit report</h1>
<p class="quiet">${against} &middot; made <span class="moment">${generatedAt.slice(0, 19).replace('T', ' ')}</span> UTC on ${cut(host, 100)}</p>
${lead(report)}
</header>
<nav class="contents" aria-label="Contents"><ul>${parts.map(([id, title]) => markup`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
<main id="main">
${parts.map(([id, title, content]) => markup`<section id="${id}" aria-labelledby="head-${id}">\n<h2 id="head-${id}">${title}</h2>\n${content}\n</section>\n`)}
</main>
<footer>Made by Portolan ${version}. This page needs no network and no script; what is unfolded is what is printed.</footer>
</body>
</html>
`;
}

/** Whether all is well, for who reads no further. */
function lead({ summary, findings, gaps, refusals }: AuditReport): Markup {
  const { failing, open, hosts, expected, waived } = summary;
  const counts = SEVERITIES.toReversed().flatMap((severity) => {
    const count = findings.filter((finding) => finding.isFailure && finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}`];
  });
  const unknown = gaps.length + refusals.length;
  const verdict =
    failing > 0
      ? `The audit fails: ${plural(failing, 'finding')} (${counts.join(', ')}).`
      : unknown > 0
        ? 'Nothing was found that counts, but not all could be looked at.'
        : 'The audit passes.';
  const rest = [
    `${plural(open, 'open port')} on ${plural(hosts, 'host')}`,
    `${expected} as expected`,
    ...(waived > 0 ? [`${plural(waived, 'finding')} waived`] : []),
    ...(unknown > 0 ? [`${unknown} not settled`] : []),
  ];
  return markup`<p class="lead"><strong>${verdict}</strong> ${rest.join(', ')}.</p>`;
}

function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
