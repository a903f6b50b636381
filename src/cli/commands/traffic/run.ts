import { compareSeverity, SEVERITIES, type Severity } from '../../../findings/finding.ts';
import { InputError } from '../../../traffic/input/input-error.ts';
import { parsePrefix, type Prefix } from '../../../traffic/prefix.ts';
import { readTraffic } from '../../../traffic/read-traffic.ts';
import { withEvidence } from '../../../traffic/report/evidence-texts.ts';
import { summarise } from '../../../traffic/report/summarise.ts';
import { toFinding } from '../../../traffic/report/to-finding.ts';
import type { TrafficReport } from '../../../traffic/report/traffic-report.ts';
import type { Input } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { TrafficDocument } from '../../documents.ts';
import { envelope } from '../../envelope.ts';
import { CliError, EXIT, Verdict } from '../../exit-code.ts';
import { formatOf } from '../../format.ts';
import { openWholeKnowledge } from '../../open-knowledge.ts';
import { explainRule } from './explain-rule.ts';
import { writeReport } from './report-text.ts';

/** Options that read what comes, without an end. */
const LIVE = ['follow', 'journal', 'listen-syslog', 'listen-netflow', 'state', 'from'];

export async function run(input: Input, context: Context): Promise<void> {
  const rule = input.value('explain-rule');
  if (rule !== null) {
    explainRule(rule, context);
    return;
  }
  const failOn = severityOf(input.value('fail-on'));
  if (LIVE.some((flag) => input.has(flag))) {
    const { runLive, writeLiveEnd } = await import('./live.ts');
    const writeEnd = (report: TrafficReport): void =>
      formatOf(input) === 'ndjson' ? writeLiveEnd(report, context) : write(report, input, context);
    judge(await runLive(input, prefixesOf(input.value('own')), writeEnd, context), failOn);
    return;
  }
  if (input.args.length === 0) {
    throw new CliError(
      EXIT.usage,
      'traffic needs a file, such as portolan traffic /var/log/ufw.log; - is standard input',
    );
  }
  const report = await readReport(input, context);
  write(report, input, context);
  if (report.summary.events === 0 && report.summary.inputs.every(({ format }) => format === null)) {
    throw new CliError(EXIT.couldNotLook, describeUnknown(report));
  }
  judge(report, failOn);
}

function judge({ findings }: TrafficReport, failOn: Severity | null): void {
  if (failOn !== null && findings.some(({ severity }) => compareSeverity(severity, failOn) >= 0)) {
    throw new Verdict(EXIT.found);
  }
}

async function readReport(input: Input, context: Context): Promise<TrafficReport> {
  try {
    const traffic = await readTraffic(input.args, openWholeKnowledge(), {
      own: prefixesOf(input.value('own')),
      format: input.value('input-format'),
      now: context.now().getTime() / 1000,
    });
    const { batch, sightings } = traffic;
    const findings = sightings
      .filter(({ pattern }) => pattern.kind !== 'harmless')
      .map((sighting) => toFinding(sighting, batch.addresses))
      .sort((a, b) => compareSeverity(a.severity, b.severity) || a.count - b.count);
    return {
      summary: summarise({ ...traffic, labels: batch.labels }),
      findings: await withEvidence(
        findings,
        traffic.inputs.map((one) => one.input),
      ),
    };
  } catch (error) {
    if (error instanceof InputError) throw new CliError(EXIT.couldNotLook, error.message);
    throw error;
  }
}

function write(report: TrafficReport, input: Input, context: Context): void {
  const { stdout } = context;
  switch (formatOf(input)) {
    case 'json': {
      const document: TrafficDocument = { ...envelope('traffic', context), ...report };
      stdout.line(JSON.stringify(document, null, 2));
      return;
    }
    case 'ndjson':
      for (const finding of report.findings) stdout.line(JSON.stringify(finding));
      stdout.line(JSON.stringify({ summary: report.summary }));
      return;
    default:
      writeReport(report, { all: input.has('all') }, context);
  }
}

function prefixesOf(text: string | null): Prefix[] {
  return (text ?? '')
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      const prefix = parsePrefix(part.trim());
      if (prefix !== null) return prefix;
      throw new CliError(EXIT.usage, `--own takes networks such as 192.0.2.0/24,2001:db8::/32, and got "${part}"`);
    });
}

function severityOf(text: string | null): Severity | null {
  if (text === null) return null;
  const severity = SEVERITIES.find((one) => one === text);
  if (severity !== undefined) return severity;
  throw new CliError(EXIT.usage, `--fail-on takes ${SEVERITIES.join(', ')}, and got "${text}"`);
}

function describeUnknown({ summary }: TrafficReport): string {
  const [first] = summary.inputs;
  if (first === undefined) return 'nothing was read';
  if (first.bytes === 0) return `${first.name} is empty`;
  return `${first.name} is of no format that is known here; portolan help traffic-formats lists them`;
}
