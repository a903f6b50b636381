import type { AddressBook } from '../address-book.ts';
import type { Party, Reference } from '../facts/tally.ts';
import type { Sighting } from '../sighting.ts';
import { formatCount } from '../words.ts';
import { queryOf } from './query-of.ts';
import type { Evidence, TrafficFinding } from './traffic-finding.ts';
import { addressShares, isoTime, portShares } from './words-of.ts';

/** Puts a sighting into the words of a report. The texts of its evidence are added by whoever can read the inputs. */
export function toFinding(sighting: Sighting, book: AddressBook): TrafficFinding {
  const { pattern, tally, members } = sighting;
  const { query, isExact } = queryOf(sighting, book);
  const seen = tally.sources.most;
  // Of many events one of eight is looked at for who and whom, and counts for eight: no part is more than the whole.
  const bounded = (parties: readonly Party[]): Party[] =>
    parties.map((party) => ({ ...party, events: Math.min(party.events, tally.events) }));
  const who = addressShares(bounded(seen), book);
  for (const { family, address } of members) {
    const name = book.format(family, address);
    if (who.length < 32 && !who.some((share) => share.name === name)) who.push({ name, events: 0 });
  }
  const first = tally.first?.time ?? Number.NaN;
  const { time: last } = tally.last;
  const sources = Math.max(sighting.sources, members.length);
  const records = evidenceOf(tally.first, tally.samples, tally.last);
  const start = isoTime(Math.min(first, last)) ?? isoTime(last) ?? '';
  return {
    id: `traffic.${pattern.id}`,
    severity: sighting.severity,
    confidence: sighting.confidence,
    title: `${whoText(who[0]?.name ?? 'nobody', sources, tally.sources.isFull && members.length === 0)}: ${sighting.what}`,
    meaning: pattern.meaning.text,
    advice: pattern.advice.map((advice) => advice.do),
    subject: who[0]?.name ?? '',
    first: start,
    last: isoTime(Math.max(first, last)) ?? start,
    count: tally.events,
    evidence: [],
    references: [...new Set([...pattern.meaning.sources, ...pattern.advice.flatMap(({ sources: ids }) => ids)])],
    pattern: pattern.id,
    patternTitle: pattern.title,
    kind: pattern.kind,
    what: sighting.what,
    why: sighting.why,
    who,
    targets: addressShares(bounded(tally.targets.most), book),
    ports: portShares(bounded(tally.ports.most)),
    counts: {
      events: tally.events,
      packets: tally.packets,
      bytes: tally.bytes,
      gotThrough: tally.gotThrough,
      sources,
      hosts: sighting.hosts ?? tally.targets.size,
      ports: sighting.ports ?? tally.ports.size,
      atLeast: tally.sources.isFull || tally.targets.isFull || tally.ports.isFull,
    },
    innocent: pattern.innocent.map(({ text, tell }) => ({ text, tell })),
    records,
    query,
    isQueryExact: isExact,
    timeline: {
      start: isoTime(tally.timeline.start),
      seconds: tally.timeline.width,
      counts: tally.timeline.counts,
    },
    tools: sighting.tools,
    isKnown: false,
    limits: sighting.limits,
  };
}

function whoText(first: string, sources: number, areMore: boolean): string {
  if (sources <= 1) return first;
  if (areMore) return `${first} and more than ${formatCount(sources - 1)} others`;
  return `${first} and ${formatCount(sources - 1)} other${sources === 2 ? '' : 's'}`;
}

function evidenceOf(first: Reference | null, samples: readonly Reference[], last: Reference): Evidence[] {
  const all = first === null ? [last] : [first, ...samples.slice(0, 2), last];
  const byPlace = new Map(all.map((one) => [`${one.input} ${one.record}`, one]));
  return [...byPlace.values()]
    .sort((a, b) => a.input - b.input || a.record - b.record)
    .map(({ input, record, offset, time }) => ({ input, record, offset, time: isoTime(time), text: null }));
}
