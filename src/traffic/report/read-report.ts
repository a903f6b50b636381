import type { Knowledge } from '../../knowledge/knowledge.ts';
import { readTraffic, type TrafficOptions } from '../read-traffic.ts';
import { compareToBaseline, type Baseline } from './baseline.ts';
import { withEvidence } from './evidence-texts.ts';
import { findingsOf } from './findings-of.ts';
import { summarise } from './summarise.ts';
import type { TrafficReport } from './traffic-report.ts';

/** Reads inputs to their end and reports on them, against an earlier report if there is one. Rejects with InputError where none can be read. */
export async function readReport(
  paths: readonly string[],
  knowledge: Knowledge,
  options: TrafficOptions,
  baseline: Baseline | null = null,
): Promise<TrafficReport> {
  const traffic = await readTraffic(paths, knowledge, options);
  const { batch, sightings } = traffic;
  const found = findingsOf(sightings, batch.addresses);
  const compared = baseline === null ? { findings: found, baseline: null } : compareToBaseline(found, baseline);
  return {
    summary: { ...summarise({ ...traffic, labels: batch.labels }), baseline: compared.baseline },
    findings: await withEvidence(
      compared.findings,
      traffic.inputs.map(({ input }) => input),
    ),
  };
}
