import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { EventBatch } from '../event-batch.ts';
import type { Prefix } from '../../net/prefix.ts';
import { readTraffic } from '../read-traffic.ts';
import { summarise } from '../report/summarise.ts';
import { toFinding } from '../report/to-finding.ts';
import type { TrafficFinding } from '../report/traffic-finding.ts';
import type { TrafficSummary } from '../report/traffic-report.ts';
import type { Sighting } from '../sighting.ts';

/** What the lens makes of some inputs, and, counted apart from it, who was in them. */
export interface Survey {
  readonly summary: TrafficSummary;
  readonly sightings: readonly Sighting[];
  /** Those that are not harmless. */
  readonly findings: readonly TrafficFinding[];
  readonly sources: ReadonlySet<string>;
  /** Sources of a finding above info. */
  readonly accused: ReadonlySet<string>;
  readonly format: (family: number, address: number) => string;
}

/** A time to which logs without a year are fitted. */
const NOW = Date.UTC(2026, 11, 31) / 1000;

/** Reads inputs as the command does, and sums up what came of it. */
export async function survey(
  paths: readonly string[],
  knowledge: Knowledge,
  own: readonly Prefix[] = [],
): Promise<Survey> {
  const seen = new Set<number>();
  const onEvents = (batch: EventBatch): void => {
    for (let row = 0; row < batch.length; row++) {
      seen.add((batch.source[row] ?? 0) + ((batch.family[row] ?? 0) === 6 ? 2 ** 32 : 0));
    }
  };
  const read = await readTraffic(paths, knowledge, { own, format: null, now: NOW, onEvents });
  const { sightings, batch } = read;
  const { addresses } = batch;
  const format = (family: number, address: number): string => addresses.format(family, address);
  const accused = new Set<string>();
  for (const { pattern, severity, members, tally } of sightings) {
    if (pattern.kind === 'harmless' || severity === 'info') continue;
    for (const { family, address } of members) accused.add(format(family, address));
    if (members.length > 0) continue;
    for (const { family, value } of tally.sources.most) accused.add(format(family, value));
  }
  return {
    summary: summarise({ ...read, labels: batch.labels }),
    sightings,
    findings: sightings.filter(({ pattern }) => pattern.kind !== 'harmless').map((one) => toFinding(one, addresses)),
    sources: new Set([...seen].map((key) => (key < 2 ** 32 ? format(4, key) : format(6, key - 2 ** 32)))),
    accused,
    format,
  };
}
