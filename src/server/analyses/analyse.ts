import type { Knowledge } from '../../knowledge/knowledge.ts';
import { InputError } from '../../traffic/input/input-error.ts';
import { readReport } from '../../traffic/report/read-report.ts';
import type { TrafficReport } from '../../traffic/report/traffic-report.ts';
import type { AnalysisNews, AnalysisOrder } from './message.ts';
import { OutcomeCounter } from './outcome-timeline.ts';
import { PortCounter } from './port-timeline.ts';

const PROGRESS_MILLISECONDS = 200;
/** The first look comes soon; each next one waits twenty times as long as the last one took, at least this long. */
const LOOK_MILLISECONDS = 1000;
const LOOK_SHARE = 20;

/** Reads a file and tells how far it is, what is seen by then, and the report. `monotonic` is in milliseconds. */
export async function analyse(
  { path, name, scanner, now }: AnalysisOrder,
  knowledge: Knowledge,
  monotonic: () => number,
  tell: (news: AnalysisNews) => void,
): Promise<void> {
  const outcomes = new OutcomeCounter();
  const ports = new PortCounter();
  let [nextProgress, nextLook] = [monotonic(), monotonic() + LOOK_MILLISECONDS];
  try {
    const report = await readReport([path], knowledge, {
      own: [],
      format: null,
      now,
      scanner,
      onEvents: (batch) => {
        outcomes.take(batch);
        ports.take(batch);
      },
      onProgress: ({ done, total, events, look }) => {
        const time = monotonic();
        if (time < nextProgress) return;
        nextProgress = time + PROGRESS_MILLISECONDS;
        tell({ kind: 'progress', bytes: done, size: total, events });
        if (time < nextLook) return;
        tell({ kind: 'partial', report: renamed(look(), name), timeline: outcomes.timeline, ports: ports.timeline });
        const after = monotonic();
        nextLook = after + Math.max(LOOK_MILLISECONDS, LOOK_SHARE * (after - time));
      },
    });
    tell({ kind: 'done', report: renamed(report, name), timeline: outcomes.timeline, ports: ports.timeline });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    tell({ kind: 'failed', message: error.message.replaceAll(path, name), isExpected: true });
  }
}

/** The path is a matter of the server; whoever asked knows the file by its name. */
function renamed({ summary, findings }: TrafficReport, name: string): TrafficReport {
  return { summary: { ...summary, inputs: summary.inputs.map((input) => ({ ...input, name })) }, findings };
}
