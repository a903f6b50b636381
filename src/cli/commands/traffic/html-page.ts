import { pageKnowledge } from '../../../traffic/report/html/page-knowledge.ts';
import { sizeText } from '../../../traffic/report/html/words.ts';
import { renderTrafficPage } from '../../../traffic/report/html/traffic-page.ts';
import type { TrafficReport } from '../../../traffic/report/traffic-report.ts';
import type { Context } from '../../context.ts';
import { envelope } from '../../envelope.ts';
import { openWholeKnowledge } from '../../open-knowledge.ts';
import { printable } from '../../printable.ts';
import { HTML_PAGE, STDOUT, writeReportFile } from '../../report-file.ts';

/** Writes the page, and says on standard error where it is. */
export function writePage(target: string, report: TrafficReport, context: Context): void {
  const page = renderTrafficPage({ ...envelope('traffic', context), ...report }, pageKnowledge(openWholeKnowledge()));
  if (target === STDOUT) {
    context.stdout.write(page);
    return;
  }
  const bytes = writeReportFile(target, page, HTML_PAGE);
  context.stdout.flush(); // the last line of what a person reads is where the page is
  context.stderr.line(`portolan: the report as a page: ${printable(target)} (${sizeText(bytes)})`);
}
