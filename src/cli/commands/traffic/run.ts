import { compareSeverity } from '../../../findings/finding.ts';
import { InputError } from '../../../traffic/input/input-error.ts';
import type { TrafficOptions } from '../../../traffic/read-traffic.ts';
import { readReport } from '../../../traffic/report/read-report.ts';
import type { InputSummary, TrafficReport } from '../../../traffic/report/traffic-report.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { TrafficDocument } from '../../documents.ts';
import { envelope } from '../../envelope.ts';
import { CliError, EXIT, Verdict } from '../../exit-code.ts';
import { formatOf } from '../../format.ts';
import { openWholeKnowledge } from '../../open-knowledge.ts';
import { printable } from '../../printable.ts';
import { explainRule } from './explain-rule.ts';
import { HTML_PAGE, reportTarget, STDOUT } from '../../report-file.ts';
import { writePage } from './html-page.ts';
import { asUsage, inputFormatOf, prefixesOf, queryOf, severityOf } from './options.ts';
import { TrafficProgress } from './progress.ts';
import { readBaseline } from './read-baseline.ts';
import { scannerModule } from './scanner-module.ts';
import { writeReport } from './report-text.ts';
import { select } from './select.ts';

/** Options that read what comes, without an end. */
const LIVE = ['follow', 'journal', 'listen-syslog', 'listen-netflow', 'from', 'state'];

export async function run(input: Input, context: Context): Promise<void> {
  const rule = input.value('explain-rule');
  if (rule !== null) {
    explainRule(rule, context);
    return;
  }
  if (LIVE.some((flag) => input.has(flag))) {
    await live(input, context);
    return;
  }
  if (input.args.length === 0) {
    throw new CliError(
      EXIT.usage,
      'traffic needs a file, such as portolan traffic /var/log/ufw.log; - is standard input',
    );
  }
  const progress = new TrafficProgress(context.stderr, process.stderr.isTTY, context.now, input.args);
  const options: TrafficOptions = {
    own: prefixesOf(input),
    format: inputFormatOf(input),
    now: context.now().getTime() / 1000,
    scanner: input.value('select') === null ? scannerModule() : null,
    onProgress: (reading) => progress.show(reading),
  };
  try {
    await (input.value('select') === null ? report(input, options, progress, context) : pick(input, options, context));
  } catch (error) {
    if (error instanceof InputError) throw new CliError(EXIT.couldNotLook, printable(error.message));
    throw asUsage(error);
  } finally {
    progress.clear();
  }
}

/** What is news is told as it comes, the report when nothing more does. */
async function live(input: Input, context: Context): Promise<void> {
  const failOn = severityOf(input);
  const page = reportTarget(input, HTML_PAGE);
  if (page === STDOUT) {
    throw new CliError(EXIT.usage, '--html - and live reading both want standard output; give --html a file');
  }
  const { runLive, writeLiveEnd } = await import('./live.ts');
  const writeEnd = (result: TrafficReport): void => {
    if (formatOf(input) === 'ndjson') writeLiveEnd(result, context);
    else write(result, input, context);
    if (page !== null) writePage(page, result, context);
  };
  const { findings } = await runLive(input, writeEnd, context);
  if (failOn !== null && findings.some(({ severity }) => compareSeverity(severity, failOn) >= 0)) {
    throw new Verdict(EXIT.found);
  }
}

async function report(
  input: Input,
  options: TrafficOptions,
  progress: TrafficProgress,
  context: Context,
): Promise<void> {
  const failOn = severityOf(input);
  const page = reportTarget(input, HTML_PAGE);
  const path = input.value('baseline');
  const result = await readReport(input.args, openWholeKnowledge(), options, path === null ? null : readBaseline(path));
  progress.clear();
  const { summary, findings } = result;
  const isRead = summary.inputs.some(({ format }) => format !== null);
  if (page !== STDOUT && (isRead || formatOf(input) !== 'text')) write(result, input, context);
  if (isRead && page !== null) writePage(page, result, context);
  if (!isRead) throw new CliError(EXIT.couldNotLook, describeUnread(summary.inputs));
  const hasFailed =
    failOn !== null && findings.some(({ severity, isKnown }) => !isKnown && compareSeverity(severity, failOn) >= 0);
  const isUnread = tellUnread(summary.inputs, context);
  if (hasFailed) throw new Verdict(EXIT.found);
  if (isUnread) throw new Verdict(EXIT.couldNotLook);
  if (input.has('strict')) requireWhole(summary.inputs, summary.limits);
}

async function pick(input: Input, options: TrafficOptions, context: Context): Promise<void> {
  const terms = queryOf(input) ?? [];
  const { inputs, events } = await select(terms, openWholeKnowledge(), options, input, context);
  const summaries = inputs.map(({ summary }) => summary);
  if (summaries.every(({ format }) => format === null)) {
    throw new CliError(EXIT.couldNotLook, describeUnread(summaries));
  }
  if (tellUnread(summaries, context)) throw new Verdict(EXIT.couldNotLook);
  if (input.has('strict')) requireWhole(summaries, []);
  if (events === 0) throw new CliError(EXIT.found, `no event fits ${printable(input.value('select') ?? '')}`);
}

function write(result: TrafficReport, input: Input, context: Context): void {
  const { stdout } = context;
  switch (formatOf(input)) {
    case 'json': {
      const document: TrafficDocument = { ...envelope('traffic', context), ...result };
      stdout.line(JSON.stringify(document, null, 2));
      return;
    }
    case 'ndjson':
      for (const finding of result.findings) stdout.line(JSON.stringify(finding));
      stdout.line(JSON.stringify({ summary: result.summary }));
      return;
    default:
      writeReport(result, { all: input.has('all') }, context);
  }
}

/** Says on stderr what could not be read; whether there is any. */
function tellUnread(inputs: readonly InputSummary[], { stderr }: Context): boolean {
  const unread = inputs.flatMap(({ error }) => (error === null ? [] : [error]));
  for (const message of unread) stderr.line(`portolan: ${printable(message)}`);
  return unread.length > 0;
}

/** Throws where something is missing from the report that the inputs may have had. */
function requireWhole(inputs: readonly InputSummary[], limits: readonly string[]): void {
  const gaps = inputs.flatMap(({ name, format, bytes, malformed, notes }) => {
    if (format === null && bytes > 0) return [`${name} is of no format that is known here`];
    return [...(malformed > 0 ? [`${malformed} records of ${name} were not understood`] : []), ...notes];
  });
  const [first, ...more] = [...gaps, ...limits];
  if (first === undefined) return;
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
  throw new CliError(
    EXIT.couldNotLook,
    `not everything could be seen, and --strict was given: ${printable(first)}${others}`,
  );
}

function describeUnread(inputs: readonly InputSummary[]): string {
  const [first, ...more] = inputs;
  if (first === undefined) return 'nothing was read';
  const others = more.length === 0 ? '' : `, nor is any of the ${more.length} others`;
  if (first.error !== null) return printable(first.error);
  const name = printable(first.name);
  if (first.bytes === 0) return `${name} is empty${more.length === 0 ? '' : ', and nothing else could be read'}`;
  return `${name} is of no format that is known here${others}; portolan help traffic-formats lists them`;
}
