import { compareSeverity } from '../findings/finding.ts';
import type { Sign } from '../knowledge/pattern.ts';
import { Tally } from './facts/tally.ts';
import type { Sighting } from './sighting.ts';

const SURENESS = ['low', 'medium', 'high'] as const;
/** A sign that covers at least this share of a scanner's events says what the scan is. */
const MOST = 0.5;

/**
 * Lets the most specific sighting explain a source. A scan of 1,000 ports touches old Trojan ports, proxies and
 * industrial protocols by the way: that is one scan, not four findings. When nearly all of a scan shows a sign (a Christmas
 * tree scan), the sign is what it is called. What was answered stands for itself: it is about our side.
 */
export function arbitrate(sightings: readonly Sighting[]): Sighting[] {
  const scans = new Map<string, Sighting>();
  for (const sighting of sightings) {
    if (!isScan(sighting)) continue;
    for (const { family, address } of sighting.members) scans.set(`${family} ${address}`, sighting);
  }
  const replaced = new Set<Sighting>();
  const result: Sighting[] = [];
  for (const sighting of sightings) {
    const scan = scanOf(sighting, scans);
    if (scan === null) result.push(sighting);
    else if (scan.members.length === 1 && sighting.tally.events >= MOST * scan.tally.events) {
      replaced.add(scan);
      result.push(withScan(sighting, scan));
    }
  }
  return foldSigns(result.filter((sighting) => !replaced.has(sighting)));
}

/**
 * One finding a source and pattern: a source that pings 25 hosts also pings ten, and whoever scans many of our hosts does
 * it pair by pair. The severest sign leads, of equal ones the surest; groups of one sign are added up.
 */
function foldSigns(sightings: readonly Sighting[]): Sighting[] {
  const bySource = new Map<string, Sighting[]>();
  const result: Sighting[] = [];
  for (const sighting of sightings) {
    const key = sourceKey(sighting);
    const known = bySource.get(key);
    if (key === '') result.push(sighting);
    else if (known === undefined) bySource.set(key, [sighting]);
    else known.push(sighting);
  }
  for (const all of bySource.values()) result.push(...folded(all));
  return result;
}

/** Pattern and source, where a sign is about one source; else nothing. */
function sourceKey({ sign, pattern, tally, sources }: Sighting): string {
  const [source] = tally.sources.most;
  if (sign.by !== 'count' || pattern.kind === 'harmless' || sources !== 1 || source === undefined) return '';
  // A service of ours that answered is about the service, whoever asked.
  return sign.per === 'source' || sign.per === 'pair' ? `${pattern.id} ${source.family} ${source.value}` : '';
}

function folded(sightings: readonly Sighting[]): Sighting[] {
  const bySign = new Map<Sign, Sighting>();
  const joined = new Set<Tally>();
  for (const sighting of sightings) {
    const first = bySign.get(sighting.sign);
    if (first === undefined) {
      bySign.set(sighting.sign, sighting);
      continue;
    }
    let { tally } = first;
    if (!joined.has(tally)) {
      // Its own goes on counting, and may be asked for again.
      tally = new Tally();
      tally.join(first.tally);
      joined.add(tally);
      bySign.set(sighting.sign, { ...first, tally });
    }
    tally.join(sighting.tally);
  }
  const [leader, ...others] = [...bySign.values()].sort(
    (a, b) =>
      compareSeverity(b.severity, a.severity) ||
      SURENESS.indexOf(b.confidence) - SURENESS.indexOf(a.confidence) ||
      b.tally.events - a.tally.events,
  );
  if (leader === undefined) return [];
  return [
    { ...leader, why: [...leader.why, ...others.map(({ sign, tally }) => `${sign.shows} (${tally.events} events)`)] },
  ];
}

function isScan({ sign, members }: Sighting): boolean {
  return (
    sign.by === 'algorithm' &&
    (sign.algorithm === 'scan' || sign.algorithm === 'coordinated-scan') &&
    members.length > 0
  );
}

/** The scan that a sighting of one source is a part of; null where it stands for itself. */
function scanOf({ sign, pattern, tally, sources }: Sighting, scans: ReadonlyMap<string, Sighting>): Sighting | null {
  if (sign.by !== 'count' || pattern.kind === 'harmless' || sources !== 1) return null;
  if (sign.when.outcome?.some((outcome) => outcome === 'answered' || outcome === 'allowed') === true) return null;
  if (sign.when.payload !== undefined) return null;
  const [source] = tally.sources.most;
  return source === undefined ? null : (scans.get(`${source.family} ${source.value}`) ?? null);
}

function withScan(sighting: Sighting, scan: Sighting): Sighting {
  const severity = compareSeverity(sighting.severity, scan.severity) < 0 ? scan.severity : sighting.severity;
  return {
    ...sighting,
    severity,
    what: `${sighting.what}: ${scan.what}`,
    why: [...sighting.why, ...scan.why],
    hosts: scan.hosts,
    ports: scan.ports,
    tools: [...new Set([...sighting.tools, ...scan.tools])],
    members: scan.members,
  };
}
