import { auditLead, auditParts } from '../../audit/report/html/audit-parts.ts';
import type { ReportFrame } from '../../audit/report/frame.ts';
import { deservesLook } from '../../findings/finding.ts';
import { cut, markup, type Content, type Markup } from '../../html/markup.ts';
import { pageDocument, type PagePart } from '../../html/page-document.ts';
import { listenersPart } from '../../sockets/report/html/listeners-part.ts';
import type { PageKnowledge } from '../../traffic/report/html/page-knowledge.ts';
import { filesText, trafficLead, trafficParts } from '../../traffic/report/html/traffic-parts.ts';
import { clockText } from '../../traffic/report/html/words.ts';
import { plural } from '../../traffic/words.ts';
import type { AuditRecord, JoinedReport } from '../joined-report.ts';
import { notesOf } from './notes.ts';
import { portTable } from './port-table.ts';

/** What listens here, what logs show and what an audit said as one HTML page that needs nothing else and runs nothing. */
export function renderReportPage(joined: JoinedReport, frame: ReportFrame, knowledge: PageKnowledge): string {
  const { glance, traffic, audit } = joined;
  const notes = notesOf(joined);
  const logs = traffic === null ? null : trafficParts(traffic, knowledge, notes.onKnock);
  const audited = audit === null ? null : auditParts(audit, notes.onVerdict);
  const table = portTable(joined, {
    ofKnock: (finding) => logs?.anchorOf(finding) ?? null,
    ofVerdict: (finding) => audited?.anchorOf(finding) ?? null,
  });
  return pageDocument({
    title: `Ports of ${cut(frame.host, 100)}`,
    heading: `Ports of ${cut(frame.host, 100)}`,
    about: markup`made <span class="moment">${clockText(frame.generatedAt)}</span> UTC${traffic === null ? null : markup` &middot; logs: ${cut(filesText(traffic.summary), 300)}`}${audit === null ? null : markup` &middot; audit of <span class="moment">${clockText(cut(audit.generatedAt, 40))}</span> UTC`}`,
    lead: lead(joined),
    parts: [
      ['ports', 'By port', table],
      ['here', 'What listens here', listenersPart(glance, notes.onListener)],
      ...(traffic === null || logs === null ? [] : grouped('Logs', trafficLead(traffic), logs.parts)),
      ...(audit === null || audited === null ? [] : grouped('Audit', sayAudit(audit), audited.parts)),
    ],
    maker: `Portolan ${frame.version}`,
  });
}

/** The sections of one lens: its sentence stands in the first, and its name before each heading. */
function grouped(name: string, first: Content, parts: readonly PagePart[]): PagePart[] {
  return parts.map(([id, title, content], place): PagePart => [
    id,
    `${name}: ${title.charAt(0).toLowerCase()}${title.slice(1)}`,
    place === 0 ? markup`${first}${content}` : content,
  ]);
}

function sayAudit(audit: AuditRecord): Markup {
  const against = audit.policy === null ? 'without a policy file' : `against ${cut(audit.policy, 200)}`;
  return markup`${auditLead(audit)}<p class="quiet">${against}, made on ${cut(audit.host, 100)}</p>`;
}

/** All of it in a sentence or two. */
function lead({ glance, traffic, audit, ports }: JoinedReport): Markup {
  const urgent = ports.filter(({ urgency }) => urgency !== null);
  const looks = glance.listeners.filter(({ findings }) => findings.some(deservesLook)).length;
  const parts = [
    `${plural(glance.summary.listening, 'port')} ${glance.summary.listening === 1 ? 'listens' : 'listen'}, ${looks} of them to look at`,
    ...(traffic === null ? [] : [`${plural(traffic.findings.length, 'finding')} in the logs`]),
    ...(audit === null ? [] : [`${plural(audit.findings.length, 'finding')} of the audit`]),
  ];
  const worst = urgent.at(-1);
  const first = worst === undefined ? 'Nothing to look at' : `${plural(urgent.length, 'port')} to look at`;
  return markup`<p class="lead"><strong>${first}.</strong> ${parts.join('; ')}.</p>`;
}
