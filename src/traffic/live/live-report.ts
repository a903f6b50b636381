import { withEvidence } from '../report/evidence-texts.ts';
import { findingsOf } from '../report/findings-of.ts';
import { summarise } from '../report/summarise.ts';
import type { TrafficReport } from '../report/traffic-report.ts';
import { formatCount, plural } from '../words.ts';
import type { LiveReader } from './live-reader.ts';

const NOT_TO_BE_READ_AGAIN = { path: null, identity: '', packing: 'none' } as const;

/** The report of all that came, once reading has ended; it may be asked for once. */
export async function liveReport(reader: LiveReader): Promise<TrafficReport> {
  const { analysis, events, inputs } = reader;
  const sightings = reader.finish();
  const findings = findingsOf(sightings, events.addresses);
  const summary = summarise({
    analysis,
    sightings,
    inputs: inputs.map(({ summary: input, abilities }) => ({ summary: input, abilities })),
    labels: events.labels,
  });
  return {
    summary: { ...summary, limits: [...summary.limits, ...liveLimits(reader)] },
    findings: await withEvidence(
      findings,
      inputs.map(({ evident }) => evident ?? NOT_TO_BE_READ_AGAIN),
    ),
  };
}

/** What reading live adds to the limits of any report. */
function liveLimits({ lateness, told, unsaved }: LiveReader): string[] {
  const limits: string[] = [];
  if (unsaved !== null) limits.push(`what was found last is not kept for another run: ${unsaved.message}`);
  if (lateness.late > 0) {
    limits.push(
      `${plural(lateness.late, 'event')} came more than 2 minutes late: rates and rhythms with them in it say little`,
    );
  }
  if (lateness.ahead > 0) limits.push(`${plural(lateness.ahead, 'event')} had a time that is still to come`);
  if (told.forgotten > 0) {
    limits.push(`${formatCount(told.forgotten)} findings that were told were forgotten, and may have been told again`);
  }
  return limits;
}
