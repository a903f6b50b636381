import { SEVERITIES } from '../../../findings/finding.ts';
import { cut, markup, type Content, type Markup } from '../../../html/markup.ts';
import type { PagePart } from '../../../html/page-document.ts';
import { Room } from '../../../html/room.ts';
import type { AuditFinding } from '../../result.ts';
import type { AuditReport } from '../audit-report.ts';
import { findingPart, waivedPart } from './finding-part.ts';
import { hostsPart } from './hosts-part.ts';

/** Beyond it findings are only counted: some two thousand are told in full. */
const FINDINGS_BYTES = 4_000_000;
const MAX_WAIVED = 2000;

export interface AuditParts {
  readonly parts: readonly PagePart[];
  /** The anchor of what is told of a finding. */
  readonly anchorOf: (finding: AuditFinding) => string | null;
}

/** An audit as sections of a page. `noteOn` says what else is known of a finding. */
export function auditParts(report: AuditReport, noteOn: (finding: AuditFinding) => Content = () => null): AuditParts {
  const anchors = new Map<AuditFinding, string>();
  const told = report.findings.filter(({ waiver }) => waiver === null).toReversed();
  const waived = report.findings.filter(({ waiver }) => waiver !== null);
  const parts: PagePart[] = [
    ['exposed', 'What is exposed, or not as agreed', exposedPart(told, noteOn, anchors)],
    ['expected', report.policy === null ? 'What answers' : 'What is expected', hostsPart(report)],
  ];
  if (waived.length > 0) {
    for (const finding of waived) anchors.set(finding, 'waived');
    parts.push(['waived', 'What is waived', waivedTold(waived)]);
  }
  const unseen = unseenPart(report);
  if (unseen !== null) parts.push(['unseen', 'What could not be looked at', unseen]);
  return { parts, anchorOf: (finding) => anchors.get(finding) ?? null };
}

function exposedPart(
  findings: readonly AuditFinding[],
  noteOn: (finding: AuditFinding) => Content,
  anchors: Map<AuditFinding, string>,
): Content {
  if (findings.length === 0) return markup`<p>Nothing was found.</p>`;
  const room = new Room(FINDINGS_BYTES);
  const told: Markup[] = [];
  for (const [place, finding] of findings.entries()) {
    const anchor = `audit-${place}`;
    const part = room.take(() => findingPart(finding, anchor, noteOn(finding)));
    if (part === null) break;
    anchors.set(finding, anchor);
    told.push(part);
  }
  const left = findings.length - told.length;
  for (const finding of findings.slice(told.length)) anchors.set(finding, 'exposed');
  return left === 0
    ? told
    : markup`${told}<p class="quiet">${plural(left, 'finding')} that ${left === 1 ? 'is' : 'are'} less severe, or as much, stand in the JSON report only.</p>`;
}

function waivedTold(waived: readonly AuditFinding[]): Content {
  const left = waived.length - MAX_WAIVED;
  if (left <= 0) return waivedPart(waived);
  return markup`${waivedPart(waived.slice(0, MAX_WAIVED))}<p class="quiet">${plural(left, 'more waiver')} in the JSON report.</p>`;
}

const MAX_UNSEEN = 2000;

function unseenPart({ gaps, refusals }: AuditReport): Content {
  if (gaps.length === 0 && refusals.length === 0) return null;
  const left = Math.max(0, refusals.length - MAX_UNSEEN) + Math.max(0, gaps.length - MAX_UNSEEN);
  return markup`<ul>${refusals.slice(0, MAX_UNSEEN).map(({ address, reason, remedy }) => {
    const add = remedy === null ? null : markup` What lets it be asked: <code>${cut(remedy, 600)}</code>`;
    return markup`<li>${cut(address, 200)} was not asked: ${cut(reason, 600)}.${add}</li>`;
  })}${gaps.slice(0, MAX_UNSEEN).map((gap) => markup`<li>${cut(gap, 600)}</li>`)}</ul>${
    left === 0 ? null : markup`<p class="quiet">${left} more are in the JSON report.</p>`
  }`;
}

/** Whether all is well, for who reads no further. */
export function auditLead({ summary, findings, gaps, refusals }: AuditReport): Markup {
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
