import type { AuditDifference } from '../../../audit/diff/compare-results.ts';
import type { AuditReport } from '../../../audit/report/audit-report.ts';
import type { ReportFrame } from '../../../audit/report/frame.ts';
import { renderAuditPage } from '../../../audit/report/html/audit-page.ts';
import { renderJUnit } from '../../../audit/report/junit.ts';
import { renderNmapXml } from '../../../audit/report/nmap-xml.ts';
import { renderSarif } from '../../../audit/report/sarif.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import { CliError, EXIT } from '../../exit-code.ts';
import { printable } from '../../printable.ts';
import { HTML_PAGE, reportTarget, STDOUT, writeReportFile, type ReportKind } from '../../report-file.ts';
import { DESCRIPTIONS } from './perform.ts';

interface Report extends ReportKind {
  readonly render: (report: AuditReport, frame: ReportFrame, difference: AuditDifference | null) => string;
}

const REPORTS: readonly Report[] = [
  { ...HTML_PAGE, example: 'audit.html', render: renderAuditPage },
  {
    flag: 'sarif',
    what: 'a SARIF file',
    example: 'audit.sarif',
    mark: 'sarif',
    render: (report, frame) => renderSarif(report, DESCRIPTIONS, frame),
  },
  { flag: 'junit', what: 'a JUnit file', example: 'audit-junit.xml', mark: '<testsuites', render: renderJUnit },
  { flag: 'nmap-xml', what: 'an nmap file', example: 'audit-nmap.xml', mark: '<nmaprun', render: renderNmapXml },
];

/** A report that was asked for, and where it goes. */
export interface Wanted {
  readonly target: string;
  readonly report: Report;
}

/** The reports that the command line asks for; looked at before anything is sent. Throws CliError. */
export function reportsOf(input: Input): Wanted[] {
  const wanted = REPORTS.flatMap((report): Wanted[] => {
    const target = reportTarget(input, report);
    return target === null ? [] : [{ target, report }];
  });
  const toOutput = wanted.filter(({ target }) => target === STDOUT).map(({ report }) => `--${report.flag}`);
  if (toOutput.length > 1) {
    throw new CliError(EXIT.usage, `${toOutput.join(' and ')} both want standard output; give one of them a file`);
  }
  return wanted;
}

/** Writes them, and says on standard error where they are. */
export function writeReports(
  wanted: readonly Wanted[],
  report: AuditReport,
  { frame, difference }: { readonly frame: ReportFrame; readonly difference: AuditDifference | null },
  context: Context,
): void {
  for (const { target, report: kind } of wanted) {
    const text = kind.render(report, frame, difference);
    if (target === STDOUT) {
      context.stdout.write(text);
      continue;
    }
    writeReportFile(target, text, kind);
    context.stdout.flush();
    context.stderr.line(`portolan: the audit as ${kind.what}: ${printable(target)}`);
  }
}
