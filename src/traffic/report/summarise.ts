import type { Analysis } from '../analysis.ts';
import type { Abilities } from '../decoders/decoder.ts';
import type { NameList } from '../name-list.ts';
import type { Sighting } from '../sighting.ts';
import type { InputSummary, NoiseShare, TrafficSummary } from './traffic-report.ts';
import { isoTime, portName } from './words-of.ts';

const MAX_OPEN_PORTS = 10;

export interface SummarySources {
  readonly analysis: Analysis;
  readonly sightings: readonly Sighting[];
  readonly inputs: readonly { readonly summary: InputSummary; readonly abilities: Abilities | null }[];
  readonly labels: NameList;
}

/** The sums at the head of a report. */
export function summarise({ analysis, sightings, inputs, labels }: SummarySources): TrafficSummary {
  const { explained, timeline } = analysis;
  return {
    inputs: inputs.map(({ summary }) => summary),
    events: explained.events,
    first: isoTime(analysis.first),
    last: isoTime(analysis.last),
    harmless: explained.harmless,
    explained: explained.findings,
    strays: explained.strays,
    ordinary: explained.ordinary,
    unexplained: explained.unexplained,
    noise: noiseOf(sightings, labels, explained.harmless),
    unexplainedPorts: analysis.openPorts
      .slice(0, MAX_OPEN_PORTS)
      .map(({ family, value, events }) => ({ port: portName(family, value), events })),
    roles: Object.fromEntries(analysis.roles.reasons),
    timeline: { start: isoTime(timeline.start), seconds: timeline.width, counts: timeline.counts },
    cannotTell: [...new Set(inputs.flatMap(({ abilities }) => (abilities === null ? [] : missing(abilities))))],
    limits: analysis.limits,
    baseline: null,
  };
}

/** An event may show two signs of noise; together the shares are never more than all of it. */
function noiseOf(sightings: readonly Sighting[], labels: NameList, harmless: number): NoiseShare[] {
  let left = harmless;
  const shares = new Map<string, { title: string; events: number; label: string; most: number }>();
  for (const { pattern, tally } of sightings) {
    if (pattern.kind !== 'harmless') continue;
    const share = shares.get(pattern.id) ?? { title: pattern.title, events: 0, label: '', most: 0 };
    shares.set(pattern.id, share);
    share.events += tally.events;
    const [label] = tally.labels.most;
    if (label !== undefined && label.events > share.most) {
      share.label = labels.name(label.value);
      share.most = label.events;
    }
  }
  return [...shares]
    .map(([pattern, { title, events, label }]) => ({ pattern, title, events, label }))
    .sort((a, b) => b.events - a.events)
    .map((share) => {
      const events = Math.min(share.events, left);
      left -= events;
      return { ...share, events };
    })
    .filter(({ events }) => events > 0);
}

/** What a format cannot say, so that nobody takes its silence for an answer. */
export function missing({ outcome, flags, bothDirections, payload, granularity }: Abilities): string[] {
  const sentences: string[] = [];
  if (!outcome) sentences.push('it does not say what was let through or answered');
  if (!flags) sentences.push('it has no TCP flags, so stealth scans and late answers look like connections');
  if (!bothDirections) sentences.push('it has one direction only: what was sent back is not known');
  if (!payload) sentences.push('it has no contents, only ends and sizes');
  if (granularity === 'window') sentences.push('one record sums up minutes, so nothing shorter can be told apart');
  return sentences;
}
