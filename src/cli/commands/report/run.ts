import { hostname } from 'node:os';
import { readInterfaces } from '../../../audit/network/own-addresses.ts';
import { joinLenses } from '../../../report/join.ts';
import type { JoinedReport } from '../../../report/joined-report.ts';
import { glanceReport, type GlanceReport } from '../../../sockets/report/glance-report.ts';
import { EVERYTHING } from '../../../sockets/snapshot.ts';
import { SocketView } from '../../../sockets/socket-row.ts';
import { InputError } from '../../../traffic/input/input-error.ts';
import { pageKnowledge } from '../../../traffic/report/html/page-knowledge.ts';
import { sizeText } from '../../../traffic/report/html/words.ts';
import { readReport } from '../../../traffic/report/read-report.ts';
import type { TrafficReport } from '../../../traffic/report/traffic-report.ts';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { ReportDocument } from '../../documents.ts';
import { envelope } from '../../envelope.ts';
import { CliError, EXIT, Verdict } from '../../exit-code.ts';
import { openWholeKnowledge } from '../../open-knowledge.ts';
import { openOverlay } from '../../open-overlay.ts';
import { printable } from '../../printable.ts';
import { HTML_PAGE, reportTarget, STDOUT, writeReportFile } from '../../report-file.ts';
import { takeBestSnapshot } from '../../snapshot/best-snapshot.ts';
import { VERSION } from '../../version.ts';
import { inputFormatOf, prefixesOf } from '../traffic/options.ts';
import { TrafficProgress } from '../traffic/progress.ts';
import { scannerModule } from '../traffic/scanner-module.ts';
import { writeReportText } from './report-text.ts';

export async function run(input: Input, context: Context): Promise<void> {
  const page = reportTarget(input, HTML_PAGE);
  const auditPath = input.value('audit');
  // What is refused is refused before anything long is done.
  const audit = auditPath === null ? null : (await import('./read-audit-file.ts')).readAuditFile(auditPath);
  const knowledge = openWholeKnowledge();
  const traffic = input.args.length === 0 ? null : await readLogs(input, knowledge, context);
  const known = pageKnowledge(knowledge);
  const joined = joinLenses({
    host: hostname(),
    addresses: readInterfaces().addresses.map(({ address }) => address.replace(/%.*$/, '')),
    glance: await lookAround(input, knowledge, context),
    traffic,
    audit,
    nameOf: (port) => known.portName(port),
  });
  if (page !== STDOUT) write(joined, input, context);
  if (page !== null) {
    const { renderReportPage } = await import('../../../report/html/report-page.ts');
    writePage(page, renderReportPage(joined, { ...envelope('report', context), version: VERSION }, known), context);
  }
  const unread = traffic?.summary.inputs.flatMap(({ error }) => (error === null ? [] : [error])) ?? [];
  for (const message of unread) context.stderr.line(`portolan: ${printable(message)}`);
  if (unread.length > 0) throw new Verdict(EXIT.couldNotLook);
}

async function lookAround(input: Input, knowledge: Knowledge, context: Context): Promise<GlanceReport> {
  const snapshot = await takeBestSnapshot(context, EVERYTHING);
  return glanceReport(new SocketView(snapshot, knowledge, await openOverlay(input, context)));
}

/** The logs, whatever could be read of them. Throws CliError where nothing could be. */
async function readLogs(input: Input, knowledge: Knowledge, context: Context): Promise<TrafficReport> {
  const progress = new TrafficProgress(context.stderr, process.stderr.isTTY, context.now, input.args);
  try {
    return await readReport(input.args, knowledge, {
      own: prefixesOf(input),
      format: inputFormatOf(input),
      now: context.now().getTime() / 1000,
      scanner: scannerModule(),
      onProgress: (reading) => progress.show(reading),
    });
  } catch (error) {
    if (error instanceof InputError) throw new CliError(EXIT.couldNotLook, printable(error.message));
    throw error;
  } finally {
    progress.clear();
  }
}

function write(joined: JoinedReport, input: Input, context: Context): void {
  if (!input.has('json')) {
    writeReportText(joined, { all: input.has('all'), isOnPage: input.has('html') }, context);
    return;
  }
  const document: ReportDocument = { ...envelope('report', context), ...joined };
  context.stdout.line(JSON.stringify(document, null, 2));
}

/** Writes the page, and says on standard error where it is. */
function writePage(target: string, text: string, context: Context): void {
  if (target === STDOUT) {
    context.stdout.write(text);
    return;
  }
  const bytes = writeReportFile(target, text, HTML_PAGE);
  context.stdout.flush();
  context.stderr.line(`portolan: all of it as a page: ${printable(target)} (${sizeText(bytes)})`);
}
