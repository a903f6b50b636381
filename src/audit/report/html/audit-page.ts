import { cut, markup } from '../../../html/markup.ts';
import { pageDocument, type PagePart } from '../../../html/page-document.ts';
import type { AuditDifference } from '../../diff/compare-results.ts';
import type { AuditReport } from '../audit-report.ts';
import type { ReportFrame } from '../frame.ts';
import { auditLead, auditParts } from './audit-parts.ts';
import { changesPart } from './changes-part.ts';

/**
 * The audit as one HTML page that needs nothing else and runs nothing. `difference`: to the result before it; null where
 * there is none.
 */
export function renderAuditPage(report: AuditReport, frame: ReportFrame, difference: AuditDifference | null): string {
  const changed: PagePart[] = difference === null ? [] : [['changed', 'What changed', changesPart(difference)]];
  const against = report.policy === null ? 'without a policy file' : `against ${cut(report.policy, 200)}`;
  return pageDocument({
    title: 'Audit report',
    heading: 'Audit report',
    about: markup`${against} &middot; made <span class="moment">${frame.generatedAt.slice(0, 19).replace('T', ' ')}</span> UTC on ${cut(frame.host, 100)}`,
    lead: auditLead(report),
    parts: [...changed, ...auditParts(report).parts],
    maker: `Portolan ${frame.version}`,
  });
}
