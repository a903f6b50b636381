import type { CompiledAlgorithm } from '../patterns/compiled-sign.ts';
import { sightingOf, type Sighting } from '../sighting.ts';
import { describeSpan } from '../words.ts';
import type { Contacts, ToldVisits } from './contacts.ts';

/** Visits as regular as a clock, and alike: somebody looks after the service (or a program reports to its master). */
export function* rhythm(
  signs: readonly CompiledAlgorithm[],
  contacts: Contacts,
  told: ToldVisits,
): Generator<Sighting> {
  for (const sign of signs) {
    for (const visits of contacts.of(sign)) {
      const { contact, tally, unexplained } = visits;
      // A patient guesser has a rhythm too: of the two, the one that matters is told.
      if (tally === null || told.has(visits) || contact.count < (sign.number('repeats') ?? 20)) continue;
      const isPaced = contact.gap >= (sign.seconds('shortest') ?? 1) && contact.gap <= (sign.seconds('longest') ?? 900);
      if (!isPaced || contact.rhythmSpread > (sign.number('spread') ?? 0.1)) continue;
      if (contact.hasSizes && contact.alike(sign.number('sizeSpread') ?? 0.1) < 0.8) continue;
      told.add(visits);
      tally.missed(contact.count - tally.events);
      yield sightingOf(sign.pattern, sign.sign, tally, {
        unexplained,
        what: `comes every ${describeSpan(contact.gap)}, ${contact.count} times in all`,
        why: [`the times between two visits differ by ${Math.round(contact.rhythmSpread * 100)} %`],
      });
    }
  }
}
