import { cut, markup, type Content, type Markup } from '../../../html/markup.ts';
import type { AuditFinding } from '../../result.ts';
import { VANTAGE_WORDS } from '../../vantage/vantage.ts';

const TEXT_LENGTH = 2000;
const LINE_LENGTH = 520;
const MAX_LINES = 80;

const SURE = {
  high: 'Confirmed: it was seen.',
  medium: 'Firm: it follows from what was seen.',
  low: 'Tentative: it may have another reason.',
} as const;

/** One finding: what it is, why it matters, what to do; what it rests on is folded. `note`: what else is known of it. */
export function findingPart(finding: AuditFinding, anchor: string, note: Content): Markup {
  const { severity, title, meaning, confidence, advice, verify, isFailure, evidence, vantage, address } = finding;
  const agreed = finding.anchor;
  const place =
    agreed === null
      ? null
      : markup`<div><dt>Policy file</dt><dd>${cut(agreed.path, 200)}, line ${agreed.line}</dd></div>`;
  return markup`<article class="kind of-${severity}" id="${anchor}"><h3><span class="badge is-${severity}">${severity}</span> ${cut(title, TEXT_LENGTH)}</h3>
<p>${cut(meaning, TEXT_LENGTH)}</p>
${note}${list('What to do', advice)}
<h4>How to check again</h4><pre><code>${cut(verify, TEXT_LENGTH)}</code></pre>
<dl class="facts"><div><dt>How sure</dt><dd>${SURE[confidence]}</dd></div><div><dt>Asked</dt><dd>${cut(address, 100)}, ${VANTAGE_WORDS[vantage]}</dd></div><div><dt>Makes the audit fail</dt><dd>${isFailure ? 'yes' : 'no'}</dd></div>${place}</dl>
${evidencePart(evidence)}</article>
`;
}

/** What somebody accepted for a time, with the last day. */
export function waivedPart(findings: readonly AuditFinding[]): Markup {
  const rows = findings.map(({ title, severity, waiver }) => {
    return markup`<tr><td>${cut(title, TEXT_LENGTH)}</td><td data-label="Severity">${severity}</td><td class="moment" data-label="Until">${waiver?.until ?? ''}</td><td data-label="Reason">${cut(waiver?.reason ?? '', TEXT_LENGTH)}</td></tr>\n`;
  });
  return markup`<table class="stack"><thead><tr><th scope="col">What</th><th scope="col">Severity</th><th scope="col">Until</th><th scope="col">Reason</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function list(title: string, lines: readonly string[]): Content {
  if (lines.length === 0) return null;
  return markup`<h4>${title}</h4><ul>${lines.map((line) => markup`<li>${cut(line, TEXT_LENGTH)}</li>`)}</ul>`;
}

function evidencePart(evidence: readonly string[]): Content {
  if (evidence.length === 0) return null;
  const shown = evidence.slice(0, MAX_LINES).map((line) => markup`<li><pre>${cut(line, LINE_LENGTH)}</pre></li>`);
  const left = evidence.length - MAX_LINES;
  const rest = left > 0 ? markup`<p class="quiet">${left} more lines are in the JSON report.</p>` : null;
  return markup`<details><summary>Evidence</summary><ol class="records">${shown}</ol>${rest}</details>`;
}
