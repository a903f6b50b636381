import { compareSeverity } from '../../findings/finding.ts';
import type { AddressBook } from '../address-book.ts';
import type { Sighting } from '../sighting.ts';
import { toFinding } from './to-finding.ts';
import type { TrafficFinding } from './traffic-finding.ts';

/** What is not harmless, the worst last; of those that are as bad, the busiest last. */
export function findingsOf(sightings: readonly Sighting[], book: AddressBook): TrafficFinding[] {
  return sightings
    .filter(({ pattern }) => pattern.kind !== 'harmless')
    .map((sighting) => toFinding(sighting, book))
    .sort((a, b) => compareSeverity(a.severity, b.severity) || a.count - b.count || (a.title < b.title ? -1 : 1));
}
