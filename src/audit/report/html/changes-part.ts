import { cut, markup, type Content } from '../../../html/markup.ts';
import type { AuditChange, AuditChangeKind, AuditDifference } from '../../diff/compare-results.ts';

const MAX_ROWS = 500;

const WORDS: Readonly<Record<AuditChangeKind, string>> = {
  'host-new': 'new host',
  'host-gone': 'host gone',
  opened: 'opened',
  closed: 'closed',
  service: 'other service',
  verdict: 'other verdict',
  'finding-new': 'new finding',
  'finding-gone': 'finding gone',
};

/** What is different from the audit before: what to look at first. */
export function changesPart({ changes, notes }: AuditDifference): Content {
  const said = notes.map((note) => markup`<p class="quiet">${cut(note, 600)}.</p>`);
  if (changes.length === 0) return markup`<p>Nothing, compared with the result before.</p>${said}`;
  const sorted = [...changes].sort((a, b) => Number(b.isWorse) - Number(a.isWorse));
  const left = sorted.length - MAX_ROWS;
  return markup`<table class="stack"><thead><tr><th scope="col">What</th><th scope="col">Where</th><th scope="col">Before</th><th scope="col">Now</th></tr></thead><tbody>${sorted.slice(0, MAX_ROWS).map(row)}</tbody></table>${left > 0 ? markup`<p class="quiet">${left} more are in the JSON report.</p>` : null}${said}`;
}

function row({ kind, host, port, transport, check, before, after, isWorse }: AuditChange): Content {
  const where = port === null ? host : `${port}/${transport} of ${host}`;
  const what = `${WORDS[kind]}${check === null ? '' : `: ${check}`}`;
  return markup`<tr><td>${isWorse ? markup`<strong>${what}</strong>` : what}</td><td data-label="Where">${cut(where, 300)}</td><td data-label="Before">${cut(before ?? '', 300)}</td><td data-label="Now">${cut(after ?? '', 300)}</td></tr>
`;
}
