import { cut, markup } from '../../../html/markup.ts';
import { pageDocument } from '../../../html/page-document.ts';
import type { TrafficReport } from '../traffic-report.ts';
import type { PageKnowledge } from './page-knowledge.ts';
import { filesText, trafficLead, trafficParts } from './traffic-parts.ts';
import { clockText } from './words.ts';

/** A report, and when and where it was made. */
export interface TrafficPage extends TrafficReport {
  /** ISO time. */
  readonly generatedAt: string;
  readonly host: string;
}

/** The report as one HTML page that needs nothing else: at most 2 MB, whatever was read. */
export function renderTrafficPage(page: TrafficPage, knowledge: PageKnowledge): string {
  const files = filesText(page.summary);
  return pageDocument({
    title: `Traffic report: ${cut(files, 120)}`,
    heading: 'Traffic report',
    about: markup`${cut(files, 300)} &middot; made <span class="moment">${clockText(page.generatedAt)}</span> UTC on ${cut(page.host, 100)}`,
    lead: trafficLead(page),
    parts: trafficParts(page, knowledge).parts,
    maker: 'Portolan',
  });
}
