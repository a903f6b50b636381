import type { Analysis, Explained, PackedDetectors } from '../analysis.ts';
import type { EventBatch } from '../event-batch.ts';
import { hashSeed, setHashSeed } from '../facts/hash.ts';
import type { Column } from '../facts/source-table.ts';
import type { PackedTimeline } from '../facts/timeline.ts';
import type { PackedRoles } from '../roles.ts';
import { packScan, unpackScan, type PackedScan } from './scan-state.ts';

/** What of an analysis outlives the program, besides columns. */
export interface PackedAnalysis {
  /** Of the hashes that are in the columns. */
  readonly seed: number;
  readonly explained: Explained;
  /** Seconds since 1970; null where no event had a time. */
  readonly first: number | null;
  readonly last: number | null;
  readonly timeline: PackedTimeline;
  readonly roles: PackedRoles;
  readonly labels: readonly string[];
  readonly scans: readonly PackedScan[];
  readonly detectors: PackedDetectors;
}

/** Words of an IPv6 address. */
const WORDS = 4;

/** What is not in it: said in the report of whoever goes on with it. */
export const NOT_KEPT =
  'earlier events that answers may belong to, connections that were open in the log, and all but the latest 16,384 groups of too few events were not known any more';

export function packAnalysis(
  analysis: Analysis,
  { addresses, labels }: EventBatch,
  into: Map<string, Column>,
): PackedAnalysis {
  const words = new Uint32Array(WORDS * addresses.length);
  for (let place = 1; place < addresses.length; place++) words.set(addresses.words(place), WORDS * place);
  into.set('addresses', words);
  const finite = (time: number): number | null => (Number.isFinite(time) ? time : null);
  return {
    seed: hashSeed(),
    explained: { ...analysis.explained },
    first: finite(analysis.first),
    last: finite(analysis.last),
    timeline: analysis.timeline.pack(),
    roles: analysis.roles.pack(),
    labels: Array.from({ length: labels.length }, (_, place) => labels.name(place)),
    scans: analysis.scans.map((scan, place) => packScan(scan, `scan${place}`, into)),
    detectors: analysis.pack(),
  };
}

/** Lets an analysis that has seen nothing yet go on from there. False where it is not all there. */
export function unpackAnalysis(
  analysis: Analysis,
  { addresses, labels }: EventBatch,
  packed: PackedAnalysis,
  columns: ReadonlyMap<string, Column>,
): boolean {
  const words = columns.get('addresses');
  if (words === undefined) return false;
  setHashSeed(packed.seed);
  for (let at = WORDS; at < words.length; at += WORDS) {
    addresses.place(words[at] ?? 0, words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0);
  }
  for (const name of packed.labels) labels.place(name);
  Object.assign(analysis.explained, packed.explained);
  analysis.first = packed.first ?? Number.POSITIVE_INFINITY;
  analysis.last = packed.last ?? Number.NEGATIVE_INFINITY;
  analysis.timeline.unpack(packed.timeline);
  analysis.roles.unpack(packed.roles);
  analysis.unpack(packed.detectors);
  return analysis.scans.every((scan, place) => {
    const one = packed.scans[place];
    return one !== undefined && unpackScan(scan, one, `scan${place}`, columns);
  });
}
